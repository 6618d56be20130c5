// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Time.h"

#include <QString>

namespace avs::timeline {

/// The distance of a ruler's ticks: the least round number of seconds (1, 2, 5 by powers of ten below a
/// second; parts of minutes and hours above) that is at least `seconds`. `seconds` > 0.
[[nodiscard]] double roundSeconds(double seconds);
/// The least of 1, 2, 5, 10, 20, 50 … that is at least `count`.
[[nodiscard]] std::int64_t roundCount(double count);
/// How many parts a tick's distance is divided into by small ticks.
[[nodiscard]] int partsOf(double seconds);
/// The time of a tick, as precise as its distance: "0:03", "0:03.25", "1:02:03".
[[nodiscard]] QString tickText(double seconds, double distance);

} // namespace avs::timeline
