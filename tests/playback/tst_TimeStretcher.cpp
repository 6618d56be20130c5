// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/TimeStretcher.h"

#include <QTest>

#include <cmath>
#include <numbers>

using avs::playback::TimeStretcher;

namespace {

constexpr int kRateHz = 16000;

std::vector<float> stretched(const std::vector<float>& in, int channels, double speed)
{
    TimeStretcher stretcher(kRateHz, channels, speed);
    std::vector<float> out;
    const std::size_t block = 1000 * std::size_t(channels);
    for (std::size_t at = 0; at < in.size(); at += block) {
        stretcher.put(std::span(in).subspan(at, std::min(block, in.size() - at)));
        stretcher.takeAll(out);
    }
    stretcher.finish();
    stretcher.takeAll(out);
    return out;
}

/// From the places where the left channel rises through zero.
double frequencyHz(const std::vector<float>& samples, int channels)
{
    const auto step = std::size_t(channels);
    double first = -1;
    double last = -1;
    int periods = -1;
    for (std::size_t i = samples.size() / 4 / step * step; i + step < samples.size() * 3 / 4; i += step) {
        const double a = samples[i];
        const double b = samples[i + step];
        if (a >= 0 || b < 0)
            continue;
        last = double(i / step) + a / (a - b);
        if (periods++ < 0)
            first = last;
    }
    return periods > 0 ? kRateHz * periods / (last - first) : 0;
}

} // namespace

class tst_TimeStretcher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsThePitch_data()
    {
        QTest::addColumn<double>("speed");
        for (const double speed : {0.25, 0.5, 0.75, 1.5, 2.0, 4.0})
            QTest::addRow("%g", speed) << speed;
    }

    void keepsThePitch()
    {
        QFETCH(double, speed);
        std::vector<float> in(2 * 4 * kRateHz);
        for (std::size_t i = 0; i < in.size(); ++i)
            in[i] = 0.5F * float(std::sin(2 * std::numbers::pi * 440 * double(i / 2) / kRateHz));
        const auto out = stretched(in, 2, speed);
        QCOMPARE(std::int64_t(out.size() / 2), std::llround(4 * kRateHz / speed));
        const double heard = frequencyHz(out, 2);
        QVERIFY2(std::abs(heard - 440) < 2, qPrintable(QString::number(heard)));
    }

    void staysInTime_data()
    {
        QTest::addColumn<double>("speed");
        for (const double speed : {0.5, 1.5, 4.0})
            QTest::addRow("%g", speed) << speed;
    }

    /// Clicks come out where they belong, also after a minute.
    void staysInTime()
    {
        QFETCH(double, speed);
        constexpr int kSeconds = 60;
        std::vector<float> in(std::size_t(kSeconds) * kRateHz, 0.0F);
        for (int second = 1; second < kSeconds; ++second) {
            for (int i = 0; i < 200; ++i)
                in[std::size_t(second * kRateHz + i)] =
                    0.8F * float(std::sin(i * 0.6)) * float(200 - i) / 200;
        }
        const auto out = stretched(in, 1, speed);
        for (const int second : {1, 2, 30, 59}) {
            const auto expected = std::int64_t(second * kRateHz / speed);
            const auto reach = std::int64_t(kRateHz / 3 / speed);
            std::int64_t loudest = expected - reach;
            for (std::int64_t i = expected - reach; i < std::min(std::ssize(out), expected + reach); ++i) {
                if (std::abs(out[std::size_t(i)]) > std::abs(out[std::size_t(loudest)]))
                    loudest = i;
            }
            const double ms = 1000.0 * double(loudest - expected) / kRateHz;
            QVERIFY2(std::abs(ms) < 30, qPrintable(QStringLiteral("%1 s: %2 ms").arg(second).arg(ms)));
        }
    }
};

QTEST_GUILESS_MAIN(tst_TimeStretcher)
#include "tst_TimeStretcher.moc"
