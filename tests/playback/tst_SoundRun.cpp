// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/SoundRun.h"

#include <QTest>

#include <vector>

using namespace avs;
using base::MediaTime;

namespace {

constexpr int kRateHz = 8000;
constexpr std::int64_t kUsPerFrame = 125;

/// What the device took, frame by frame: the clip's own or silence for want of it. Samples count from 1.
class Device
{
public:
    explicit Device(playback::SoundRun& run)
        : m_run(run)
    {
        m_run.take({});
        m_run.observe(0, 0);
    }

    void feed(int frames)
    {
        std::vector<float> sound(frames);
        for (auto& sample : sound)
            sample = float(++m_fed);
        m_run.put(sound);
    }

    void take(int frames)
    {
        std::vector<float> out(frames);
        m_run.take(out);
        m_taken.insert(m_taken.end(), out.begin(), out.end());
    }

    /// Plays all of it; at every sample of the clip the clock must point to that very sample.
    void compareClock() const
    {
        for (std::size_t i = 0; i < m_taken.size(); ++i) {
            const auto ofClip =
                std::int64_t(m_run.position(std::int64_t(i) * kUsPerFrame).seconds() * kRateHz + 0.5);
            if (m_taken[i] > 0)
                QCOMPARE(ofClip, std::int64_t(m_taken[i]) - 1);
        }
    }

private:
    playback::SoundRun& m_run;
    std::vector<float> m_taken;
    int m_fed = 0;
};

} // namespace

class tst_SoundRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsTheSoundItself()
    {
        playback::SoundRun run({.path = {}, .from = {}, .speed = 1, .rateHz = kRateHz, .channels = 1});
        Device device(run);
        device.feed(800);
        device.take(800);
        device.compareClock();
    }

    /// A late feeder leaves several holes in what the device holds back.
    void severalPausesInOneBuffer()
    {
        playback::SoundRun run({.path = {}, .from = {}, .speed = 1, .rateHz = kRateHz, .channels = 1});
        Device device(run);
        device.take(100);
        for (int hole = 0; hole < 10; ++hole) {
            device.feed(80);
            device.take(160);
        }
        device.feed(160);
        device.take(160);
        device.compareClock();
    }

    void forgottenPausesStillCount()
    {
        playback::SoundRun run({.path = {}, .from = {}, .speed = 1, .rateHz = kRateHz, .channels = 1});
        Device device(run);
        for (int hole = 0; hole < 100; ++hole) {
            device.feed(8);
            device.take(16);
        }
        QCOMPARE(run.position(1600 * kUsPerFrame), MediaTime::fromSeconds(0.1));
    }
};

QTEST_GUILESS_MAIN(tst_SoundRun)
#include "tst_SoundRun.moc"
