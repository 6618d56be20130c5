// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/RgbImage.h"

#include <cstdint>
#include <vector>

namespace avs::imaging {

/// Pixels of one label, not 0, that hang together by sides or corners.
struct Region
{
    std::uint8_t label = 0;
    int x = 0; ///< its first pixel in reading order
    int y = 0;
    std::int64_t area = 0;
};

/// All regions of the map, by their first pixel in reading order. Time is linear in the pixels.
[[nodiscard]] std::vector<Region> regionsOf(const LabelMap& labels);

} // namespace avs::imaging
