// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/RgbImage.h"

#include <vector>

namespace avs::synthesis {

struct Point
{
    double x = 0;
    double y = 0;
};

/// Channels in [0, 1].
struct Colour
{
    double r = 0;
    double g = 0;
    double b = 0;
};

/// A filled polygon in the icon's own coordinates: y down, the icon about 1 high and centred on (0, 0).
struct Part
{
    std::vector<Point> outline;
    Colour colour;
    int group = 1; ///< a dark line is drawn where two groups, or a group and the background, meet
};

/// Later parts cover earlier ones. At most 250 parts.
struct Icon
{
    std::vector<Part> parts;
};

/// Where an icon stands: centre and size of its unit in pixels, turned clockwise by `angle` radians.
struct Pose
{
    Point centre;
    double unit = 100;
    double angle = 0;
    bool flipped = false;
};

/// Draws the icon anti-aliased (4 × 4 points a pixel) and writes `id` into `owners` at exactly the pixels
/// of which the icon covers at least half. `image` and `owners` have one size; what is outside is cut off.
void drawIcon(const Icon& icon, const Pose& pose, imaging::RgbImage& image, imaging::LabelMap& owners,
              std::uint8_t id);

} // namespace avs::synthesis
