// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/ClipSound.h"
#include "core/media/AudioDecoder.h"
#include "support/TestMedia.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace avs;
using inference::ClipSound;

namespace {
constexpr std::int64_t kWindow = 32000;
}

class tst_ClipSound : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString make(const QString& name, double seconds)
    {
        testing::ClipSpec spec;
        spec.frames = 0;
        spec.sound = true;
        spec.soundEncoder = "pcm_s16le";
        spec.seconds = seconds;
        spec.wave = [](double time, int) { return 0.5F * float(std::sin(time * (300 + 200 * time))); };
        const QString path = m_folder.filePath(name);
        return testing::writeClip(path, spec) ? path : QString();
    }

private Q_SLOTS:
    /// As from the whole sound: 2 s around the moment, shifted to lie inside.
    void windowsEqualThoseOfTheWholeSound_data()
    {
        QTest::addColumn<double>("soundSeconds");
        QTest::addColumn<QList<double>>("moments");
        QTest::newRow("every second")
            << 9.3 << QList<double>{0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.3};
        QTest::newRow("finely") << 4.0 << QList<double>{0.1, 0.3, 0.5, 1.1, 1.3, 2.9, 3.1, 3.3, 3.9};
        QTest::newRow("sound ends early") << 3.5 << QList<double>{0.5, 7.5, 8.5, 30.5};
        QTest::newRow("short") << 0.7 << QList<double>{0.2, 0.6, 5.0};
        QTest::newRow("to and fro") << 9.3 << QList<double>{8.0, 1.0, 5.0, 9.3, 0.0};
    }

    void windowsEqualThoseOfTheWholeSound()
    {
        QFETCH(double, soundSeconds);
        QFETCH(QList<double>, moments);
        const QString path = make(QStringLiteral("%1.wav").arg(soundSeconds), soundSeconds);
        const auto whole = media::readAudio(path, 16000, 1);
        QVERIFY(whole);
        const auto& samples = (*whole)->samples;
        auto sound = ClipSound::open(path);
        QVERIFY(sound);
        for (const double moment : moments) {
            const auto window = sound->around(moment);
            QVERIFY(window);
            const auto begin =
                std::clamp<std::int64_t>(std::int64_t(moment * 16000) - kWindow / 2, 0,
                                         std::max<std::int64_t>(0, std::ssize(samples) - kWindow));
            QCOMPARE(std::ssize(*window), std::min<std::int64_t>(kWindow, std::ssize(samples) - begin));
            for (std::size_t i = 0; i < window->size(); ++i)
                QVERIFY(std::abs((*window)[i] - samples[std::size_t(begin) + i]) < 1e-5F);
        }
    }

    void withoutSoundThereIsSilence()
    {
        const QString path = m_folder.filePath("mute.mp4");
        QVERIFY(testing::writeClip(path, {.frames = 5}));
        auto sound = ClipSound::open(path);
        QVERIFY(sound);
        const auto window = sound->around(1);
        QVERIFY(window && window->empty());
    }

    void stops()
    {
        auto sound = ClipSound::open(make("stop.wav", 5));
        QVERIFY(sound);
        std::stop_source stop;
        stop.request_stop();
        const auto stopped = sound->around(3, stop.get_token());
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, base::ErrorCode::Cancelled);
        const auto window = sound->around(3);
        QVERIFY(window && std::ssize(*window) == kWindow);
    }
};

QTEST_GUILESS_MAIN(tst_ClipSound)
#include "tst_ClipSound.moc"
