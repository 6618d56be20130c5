// SPDX-License-Identifier: GPL-3.0-or-later
// A window whose sound device goes away while it plays, and another that is connected.
#include "core/playback/DeviceSink.h"
#include "support/TestMedia.h"
#include "ui/FakeModel.h"
#include "ui/StudioFixture.h"

#include <QLabel>
#include <QTemporaryDir>
#include <QTest>

using namespace avs;
using base::MediaTime;

namespace {

/// Plays as fast as the test says, and fails when it says so.
class FakeDevice : public playback::SoundDevice
{
public:
    int rateHz() const override { return 8000; }
    int channels() const override { return 1; }
    void start(playback::SoundRunPtr started) override { run = std::move(started); }
    void stop() override { run = nullptr; }

    void play(double seconds)
    {
        std::vector<float> heard(std::size_t(seconds * rateHz()));
        run->take(heard);
        run->observe(run->takenFrames(), nowUs);
    }
    void fail() { Q_EMIT failed({base::ErrorCode::Device, "The device was unplugged.", {}, {}}); }

    playback::SoundRunPtr run;
    std::int64_t nowUs = 1'000'000;
};

} // namespace

class tst_SoundDeviceLoss : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<testing::StudioFixture> m_studio;

    FakeDevice* connectDevice() const
    {
        auto device = std::make_unique<FakeDevice>();
        auto* fake = device.get();
        m_studio->player.setSink(
            std::make_unique<playback::DeviceSink>(std::move(device), [fake] { return fake->nowUs; }));
        return fake;
    }

private Q_SLOTS:
    void goesOnWithoutSoundAndTakesTheNextDevice()
    {
        const QString path = m_folder.filePath("long.mkv");
        testing::ClipSpec spec{.frames = 25};
        spec.sound = true;
        spec.rateHz = 8000;
        spec.seconds = 150;
        QVERIFY(testing::writeClip(path, spec));
        m_studio = std::make_unique<testing::StudioFixture>(
            testing::fakeModelFactory(std::make_shared<testing::FakeModelControl>()));
        m_studio->show();
        auto& player = m_studio->player;
        FakeDevice* device = connectDevice();
        m_studio->window->openClip(path);
        QTRY_VERIFY(m_studio->window->session()->hasClip());
        player.seek(MediaTime::fromSeconds(100));
        player.play();
        QVERIFY(device->run);
        QCOMPARE(device->run->options().path, path);
        // The device leads: while it plays nothing, nothing moves.
        QTRY_VERIFY(device->run->room() < 2000);
        device->play(0.25);
        QTRY_COMPARE(player.position(), MediaTime::fromSeconds(100.25));

        device->fail();
        auto* banner = m_studio->find<QWidget>("messageBanner");
        QTRY_VERIFY(banner->isVisible());
        QCOMPARE(m_studio->find<QLabel>("messageText")->text(), QStringLiteral("The device was unplugged."));
        QVERIFY(player.isPlaying());
        QTRY_VERIFY(player.position() > MediaTime::fromSeconds(100.3)); // by the system's clock

        device = connectDevice();
        QVERIFY(player.isPlaying());
        QVERIFY(device->run);
        QCOMPARE(device->run->options().path, path);
        QVERIFY(device->run->options().from >= MediaTime::fromSeconds(100.3));
        const MediaTime taken = device->run->options().from;
        QTRY_VERIFY(device->run->room() < 2000);
        device->play(0.25);
        QTRY_COMPARE(player.position(), taken + MediaTime::fromSeconds(0.25));
    }
    void cleanup() { m_studio.reset(); }
};

QTEST_MAIN(tst_SoundDeviceLoss)
#include "tst_SoundDeviceLoss.moc"
