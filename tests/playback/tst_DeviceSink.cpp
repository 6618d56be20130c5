// SPDX-License-Identifier: GPL-3.0-or-later
// A simulated device with a clock of its own plays a file whose samples spell their place.
#include "core/playback/DeviceSink.h"
#include "support/TestMedia.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <deque>
#include <random>
#include <thread>

using namespace avs;
using base::MediaTime;

namespace {

constexpr int kRateHz = 8000;
constexpr int kSeconds = 3700;
constexpr int kFramesPerStep = 8;  ///< one millisecond: what a sample's value spells
constexpr int kSteps = 30000;      ///< after which the values begin again
constexpr double kFrameUs = 40000; ///< of a picture

/// An hour of sound: 16-bit samples that count milliseconds.
bool writeCountingSound(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    const auto put = [&](auto value) { file.write(reinterpret_cast<const char*>(&value), sizeof(value)); };
    const std::uint32_t bytes = 2U * kRateHz * kSeconds;
    file.write("RIFF");
    put(std::uint32_t(36 + bytes));
    file.write("WAVEfmt ");
    put(std::uint32_t(16));
    put(std::uint16_t(1));
    put(std::uint16_t(1));
    put(std::uint32_t(kRateHz));
    put(std::uint32_t(2 * kRateHz));
    put(std::uint16_t(2));
    put(std::uint16_t(16));
    file.write("data");
    put(bytes);
    std::vector<std::int16_t> samples(std::size_t(kRateHz) * kSeconds);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = std::int16_t(1 + i / kFramesPerStep % kSteps);
    file.write(reinterpret_cast<const char*>(samples.data()), qint64(bytes));
    return file.flush();
}

/// Plays when it is told how much time has passed. Takes sound in gulps into a buffer of 80 ms.
class SimulatedDevice : public playback::SoundDevice
{
public:
    explicit SimulatedDevice(double drift)
        : m_drift(drift)
    {}

    int rateHz() const override { return kRateHz; }
    int channels() const override { return 1; }
    void start(playback::SoundRunPtr run) override
    {
        m_run = std::move(run);
        m_buffer.clear();
        m_toPlay = 0;
        m_lastHeard = 0;
    }
    void stop() override { m_run = nullptr; }

    /// Until the feeder has put in more than the device may take at once.
    void awaitFeeder() const
    {
        while (m_run && m_run->room() > kRateHz / 4)
            std::this_thread::yield();
    }

    void pass(std::int64_t us)
    {
        nowUs += us;
        if (!m_run)
            return;
        m_toPlay += double(us) * 1e-6 * kRateHz * m_drift;
        for (; m_toPlay >= 1 && !m_buffer.empty(); m_toPlay -= 1) {
            m_lastHeard = m_buffer.front();
            m_buffer.pop_front();
        }
        const auto room = std::size_t(0.08 * kRateHz) - m_buffer.size();
        if (room >= std::size_t(0.02 * kRateHz)) {
            std::vector<float> gulp(room);
            m_run->take(gulp);
            m_buffer.insert(m_buffer.end(), gulp.begin(), gulp.end());
        }
        m_run->observe(m_run->takenFrames() - std::int64_t(m_buffer.size()), nowUs);
    }

    /// The millisecond that the sample now heard spells (modulo kSteps); -1 for silence.
    [[nodiscard]] int heardMs() const { return int(std::lround(double(m_lastHeard) * 32768)) - 1; }

    std::int64_t nowUs = 77'000'000'000;

private:
    const double m_drift;
    playback::SoundRunPtr m_run;
    std::deque<float> m_buffer;
    double m_toPlay = 0;
    float m_lastHeard = 0;
};

/// How far `position` is from the sound heard, in milliseconds.
double errorMs(MediaTime position, int heardMs)
{
    const double off = std::fmod(position.seconds() * 1000 - heardMs, kSteps);
    return off > kSteps / 2 ? off - kSteps : off < -kSteps / 2 ? off + kSteps : off;
}

} // namespace

class tst_DeviceSink : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_sound;
    SimulatedDevice* m_device = nullptr;
    std::unique_ptr<playback::DeviceSink> m_sink;

    void makeSink(double drift)
    {
        auto device = std::make_unique<SimulatedDevice>(drift);
        m_device = device.get();
        m_sink =
            std::make_unique<playback::DeviceSink>(std::move(device), [this] { return m_device->nowUs; });
        m_sink->setSound(m_sound);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_sound = m_folder.filePath("counting.wav");
        QVERIFY(writeCountingSound(m_sound));
    }
    void cleanup() { m_sink.reset(); }

    void anHourStaysInStep_data()
    {
        QTest::addColumn<double>("drift");
        QTest::newRow("exact") << 1.0;
        QTest::newRow("slow") << 0.9995;
        QTest::newRow("fast") << 1.0005;
    }

    void anHourStaysInStep()
    {
        QFETCH(double, drift);
        makeSink(drift);
        m_sink->start(MediaTime());
        double worst = 0;
        for (int step = 0; step < 3600 * 100; ++step) {
            m_device->awaitFeeder();
            m_device->pass(10'000);
            const int heard = m_device->heardMs();
            if (heard >= 0)
                worst = std::max(worst, std::abs(errorMs(m_sink->position(), heard)));
        }
        QVERIFY2(worst * 1000 < kFrameUs, qPrintable(QString::number(worst)));
        QVERIFY(std::abs(m_sink->position().seconds() - 3600 * drift) < 0.2);
        qInfo("worst error within the hour: %.1f ms", worst);
    }

    void aHundredSeeksStayInStep()
    {
        makeSink(1.0003);
        std::mt19937 random(4);
        double worst = 0;
        for (int seek = 0; seek < 100; ++seek) {
            const double from = double(random() % 3'500'000) / 1000;
            m_sink->start(MediaTime::fromSeconds(from));
            QCOMPARE(m_sink->position(), MediaTime::fromSeconds(from));
            int heardSteps = 0;
            // No waiting for the feeder: the device begins with silence, and the clock waits for the sound.
            while (heardSteps < 100) {
                m_device->pass(10'000);
                const int heard = m_device->heardMs();
                if (heard < 0) {
                    QVERIFY(heardSteps > 0 || m_sink->position().seconds() - from < 0.1);
                    std::this_thread::yield();
                    continue;
                }
                ++heardSteps;
                worst = std::max(worst, std::abs(errorMs(m_sink->position(), heard)));
            }
        }
        QVERIFY2(worst * 1000 < kFrameUs, qPrintable(QString::number(worst)));
        qInfo("worst error after seeks: %.1f ms", worst);
    }

    void speedMovesTheClock()
    {
        makeSink(1);
        for (const double speed : {0.5, 2.0}) {
            m_sink->setSpeed(speed);
            m_sink->start(MediaTime::fromSeconds(100));
            for (int step = 0; step < 1000; ++step) {
                m_device->awaitFeeder();
                m_device->pass(10'000);
            }
            const double moved = m_sink->position().seconds() - 100;
            QVERIFY2(std::abs(moved - 10 * speed) < 0.1 * speed, qPrintable(QString::number(moved)));
        }
    }

    void aLoopHasNoGap_data()
    {
        QTest::addColumn<double>("speed");
        QTest::newRow("as it is") << 1.0;
        QTest::newRow("stretched") << 1.5;
    }

    void aLoopHasNoGap()
    {
        QFETCH(double, speed);
        makeSink(1.0002);
        m_sink->setSpeed(speed);
        m_sink->setLoop(base::TimeRange{MediaTime::fromSeconds(10), MediaTime::fromSeconds(10.7)});
        m_sink->start(MediaTime::fromSeconds(9.8));
        int turns = 0;
        double before = 0;
        double worst = 0;
        int last = -1;
        for (int step = 0; step < 1000; ++step) {
            m_device->awaitFeeder();
            m_device->pass(10'000);
            const int heard = m_device->heardMs();
            const MediaTime position = m_sink->position();
            QVERIFY(position >= MediaTime::fromSeconds(9.8) && position < MediaTime::fromSeconds(10.7));
            turns += position.seconds() < before ? 1 : 0;
            before = position.seconds();
            if (speed != 1 || (heard < 0 && last < 0))
                continue; // stretched sound spells nothing
            QVERIFY(heard >= 0);
            QVERIFY2(last < 0 || std::abs(heard - last) < 15 || heard - 10000 + 10700 - last < 15,
                     qPrintable(QStringLiteral("%1 after %2").arg(heard).arg(last)));
            last = heard;
            const double error = std::abs(errorMs(position, heard));
            worst = std::max(worst, std::min(error, std::abs(error - 700)));
        }
        QVERIFY2(std::abs(turns - (0.2 + 10 * speed) / 0.7) < 2, qPrintable(QString::number(turns)));
        QVERIFY2(worst * 1000 < kFrameUs, qPrintable(QString::number(worst)));
    }

    void aLoopLongerThanTheSoundGoesRound()
    {
        makeSink(1);
        m_sink->setLoop(
            base::TimeRange{MediaTime::fromSeconds(kSeconds - 0.5), MediaTime::fromSeconds(kSeconds + 0.5)});
        m_sink->start(MediaTime::fromSeconds(kSeconds - 0.5));
        std::vector<bool> isSilent; // from one step to the next where that changes
        for (int step = 0; step < 450; ++step) {
            m_device->awaitFeeder();
            m_device->pass(10'000);
            const bool silent = m_device->heardMs() < 0;
            if (isSilent.empty() || isSilent.back() != silent)
                isSilent.push_back(silent);
        }
        QVERIFY(isSilent.size() >= 8); // half of each turn
    }

    void stopHoldsThePosition()
    {
        makeSink(1);
        m_sink->start(MediaTime::fromSeconds(5));
        for (int step = 0; step < 50; ++step) {
            m_device->awaitFeeder();
            m_device->pass(10'000);
        }
        m_sink->stop();
        const MediaTime held = m_sink->position();
        QVERIFY(held > MediaTime::fromSeconds(5.3));
        m_device->pass(1'000'000);
        QCOMPARE(m_sink->position(), held);
    }

    void brokenSoundIsSilenceInTime()
    {
        makeSink(1);
        m_sink->setSound(m_folder.filePath("none.wav"));
        m_sink->start(MediaTime());
        double waited = 0;
        while (m_sink->position() < MediaTime::fromSeconds(2)) {
            m_device->pass(10'000);
            waited += 0.01;
            std::this_thread::yield();
            QCOMPARE(m_device->heardMs(), -1);
            QVERIFY(waited < 600);
        }
    }

    void pastItsEndTheClipGoesOn()
    {
        makeSink(1);
        m_sink->start(MediaTime::fromSeconds(kSeconds - 1));
        while (m_sink->position() < MediaTime::fromSeconds(kSeconds + 5)) {
            m_device->pass(10'000);
            std::this_thread::yield();
        }
        QCOMPARE(m_device->heardMs(), -1);
    }

    void muteIsSilentAndInTime()
    {
        makeSink(1);
        m_sink->setMuted(true);
        m_sink->start(MediaTime());
        for (int step = 0; step < 100; ++step) {
            m_device->awaitFeeder();
            m_device->pass(10'000);
            QCOMPARE(m_device->heardMs(), -1);
        }
        QVERIFY(m_sink->position() > MediaTime::fromSeconds(0.8));
        m_sink->setMuted(false);
        for (int step = 0; step < 20; ++step) {
            m_device->awaitFeeder();
            m_device->pass(10'000);
        }
        QVERIFY(m_device->heardMs() > 0);
    }
};

QTEST_GUILESS_MAIN(tst_DeviceSink)
#include "tst_DeviceSink.moc"
