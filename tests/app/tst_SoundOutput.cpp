// SPDX-License-Identifier: GPL-3.0-or-later
// The real sound output on a machine without a sound device, as test machines are.
#include "app/studio/DefaultSoundDevice.h"
#include "app/studio/QtSoundDevice.h"
#include "app/studio/SoundOutput.h"
#include "core/jobs/WorkerThread.h"
#include "core/playback/DeviceSink.h"
#include "core/playback/PlaybackController.h"

#include <QMediaDevices>
#include <QTest>

#include <algorithm>

using namespace avs;
using base::MediaTime;
using studio::DefaultSoundDevice;
using studio::SoundDeviceChoice;

namespace {

QAudioFormat stereo(QAudioFormat::SampleFormat sampleFormat)
{
    QAudioFormat format;
    format.setSampleRate(48000);
    format.setChannelCount(2);
    format.setSampleFormat(sampleFormat);
    return format;
}

/// A run in which these samples wait.
playback::SoundRunPtr runOf(const std::vector<float>& samples)
{
    auto run = std::make_shared<playback::SoundRun>(playback::SoundRunOptions{});
    run->put(samples);
    return run;
}

} // namespace

class tst_SoundOutput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void deliversFloats()
    {
        studio::SampleFeed feed(stereo(QAudioFormat::Float), nullptr);
        QCOMPARE(feed.read(100).size(), 0); // nothing is played yet
        const std::vector<float> samples = {0.5F, -0.5F, 1, -1};
        const auto run = runOf(samples);
        feed.setRun(run);
        const QByteArray bytes = feed.read(3 * 2 * sizeof(float) + 5); // whole frames only
        QCOMPARE(bytes.size(), qsizetype(3 * 2 * sizeof(float)));
        const auto* values = reinterpret_cast<const float*>(bytes.constData());
        QVERIFY(std::equal(samples.begin(), samples.end(), values));
        QCOMPARE(values[4], 0.0F); // where the feeder is late there is silence
        QCOMPARE(run->takenFrames(), 3);
    }

    void deliversWholeNumbers()
    {
        studio::SampleFeed feed(stereo(QAudioFormat::Int16), nullptr);
        feed.setRun(runOf({0.5F, -0.5F, 1, -1}));
        const QByteArray bytes = feed.read(2 * 2 * sizeof(std::int16_t));
        const auto* values = reinterpret_cast<const std::int16_t*>(bytes.constData());
        const std::vector<std::int16_t> expected = {16384, -16384, 32767, -32767};
        QCOMPARE(bytes.size(), qsizetype(expected.size() * sizeof(std::int16_t)));
        QVERIFY(std::equal(expected.begin(), expected.end(), values));
    }

    void theChoiceIsSaidOnce()
    {
        jobs::WorkerThread<DefaultSoundDevice> devices(QStringLiteral("sound devices"));
        int changes = 0;
        int looks = 0;
        connect(devices.get(), &DefaultSoundDevice::changed, this, [&] { ++changes; });
        // What is asked of the worker is done in turn.
        const auto look = [&] {
            devices->look();
            QMetaObject::invokeMethod(
                devices.get(),
                [&] {
                    QMetaObject::invokeMethod(
                        this, [&] { ++looks; }, Qt::QueuedConnection);
                },
                Qt::QueuedConnection);
            const int before = looks;
            QTRY_COMPARE(looks, before + 1);
        };
        look();
        QCOMPARE(changes, 1);
        look();
        QCOMPARE(changes, 1);
        devices->avoid(); // it failed: not again, until devices come or go
        look();
        QCOMPARE(changes, 1);
    }

    void aDeviceThatCannotBeOpenedIsSaidAndPlayingGoesOn()
    {
        if (!QMediaDevices::defaultAudioOutput().isNull())
            QSKIP("this machine has a sound device");
        playback::PlaybackController player;
        std::vector<base::Error> failures;
        connect(&player, &playback::PlaybackController::soundFailed, this,
                [&](const base::Error& error) { failures.push_back(error); });
        player.setClip(nullptr, MediaTime::fromSeconds(3600));
        player.setSink(std::make_unique<playback::DeviceSink>(std::make_unique<studio::QtSoundDevice>(
            SoundDeviceChoice{QAudioDevice(), stereo(QAudioFormat::Float)})));
        player.play();
        QTRY_COMPARE(failures.size(), 1U);
        QCOMPARE(failures.front().code, base::ErrorCode::Device);
        QVERIFY(failures.front().message.contains(QStringLiteral("without sound")));
        QVERIFY(player.isPlaying());
        QTRY_VERIFY(player.position() > MediaTime::fromSeconds(0.05));
    }
};

QTEST_GUILESS_MAIN(tst_SoundOutput)
#include "tst_SoundOutput.moc"
