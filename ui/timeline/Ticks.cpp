// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/Ticks.h"

#include <array>
#include <cmath>

namespace avs::timeline {

namespace {

constexpr double kSlack = 1 - 1e-9; // powers of ten are not exact

} // namespace

double roundSeconds(double seconds)
{
    if (seconds <= 1) {
        const double power = std::pow(10, std::floor(std::log10(seconds)));
        for (const double step : {1.0, 2.0, 5.0}) {
            if (power * step >= seconds * kSlack)
                return power * step;
        }
        return power * 10;
    }
    constexpr std::array kRound = {1.0,   2.0,   5.0,   10.0,  15.0,   30.0,  60.0,
                                   120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0};
    for (const double step : kRound) {
        if (step >= seconds * kSlack)
            return step;
    }
    double step = 3600;
    while (step < seconds) // a damaged file may claim to last for ages
        step *= 2;
    return step;
}

std::int64_t roundCount(double count)
{
    std::int64_t power = 1;
    for (;; power *= 10) {
        for (const std::int64_t step : {1, 2, 5}) {
            if (double(power * step) >= count * kSlack)
                return power * step;
        }
    }
}

int partsOf(double seconds)
{
    if (seconds > 1)
        return seconds == 2                     ? 4
               : seconds == 15 || seconds == 30 ? 3
               : seconds == 120                 ? 4
               : seconds < 60                   ? 5
                                                : 6;
    const double mantissa = seconds / std::pow(10, std::floor(std::log10(seconds) + 1e-9));
    return mantissa > 1.5 && mantissa < 3 ? 4 : 5;
}

QString tickText(double seconds, double distance)
{
    const int digits = distance >= 1 ? 0 : int(std::ceil(-std::log10(distance) - 1e-9));
    const auto unit = std::int64_t(std::llround(std::pow(10, digits)));
    const std::int64_t units = std::llround(seconds * double(unit));
    const std::int64_t whole = units / unit;
    const auto two = [](std::int64_t number) {
        return QStringLiteral("%1").arg(number, 2, 10, QLatin1Char('0'));
    };
    QString text =
        whole >= 3600
            ? QStringLiteral("%1:%2:%3").arg(whole / 3600).arg(two(whole / 60 % 60), two(whole % 60))
            : QStringLiteral("%1:%2").arg(whole / 60).arg(two(whole % 60));
    if (digits > 0)
        text += QStringLiteral(".%1").arg(units % unit, digits, 10, QLatin1Char('0'));
    return text;
}

} // namespace avs::timeline
