// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/Regions.h"

#include <algorithm>

namespace avs::imaging {

namespace {

struct Pixel
{
    int x;
    int y;
};

/// Wipes the region around `start` out of `left` and returns its area. `open` is room to work in.
std::int64_t takeRegion(LabelMap& left, Pixel start, std::vector<Pixel>& open)
{
    const std::uint8_t label = left.at(start.x, start.y);
    std::int64_t area = 0;
    open.assign(1, start);
    left.at(start.x, start.y) = 0;
    while (!open.empty()) {
        const Pixel p = open.back();
        open.pop_back();
        ++area;
        for (int y = std::max(0, p.y - 1); y <= std::min(left.height - 1, p.y + 1); ++y)
            for (int x = std::max(0, p.x - 1); x <= std::min(left.width - 1, p.x + 1); ++x)
                if (left.at(x, y) == label) {
                    left.at(x, y) = 0;
                    open.push_back({x, y});
                }
    }
    return area;
}

} // namespace

std::vector<Region> regionsOf(const LabelMap& labels)
{
    LabelMap left = labels;
    std::vector<Region> regions;
    std::vector<Pixel> open;
    for (int y = 0; y < left.height; ++y)
        for (int x = 0; x < left.width; ++x)
            if (const std::uint8_t label = left.at(x, y); label != 0)
                regions.push_back({label, x, y, takeRegion(left, {x, y}, open)});
    return regions;
}

} // namespace avs::imaging
