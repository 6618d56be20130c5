// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/RgbImage.h"

#include <array>

namespace avs::imaging {

/// How strongly masks cover the picture unless someone chooses otherwise: in the window and in exported
/// films.
inline constexpr double kDefaultOverlayOpacity = 0.55;

/// How strongly a class covers the picture at an opacity of 0 … 1: 0 … 255.
struct OverlayStrength
{
    std::uint8_t inside = 0;
    std::uint8_t edge = 0; ///< more, unless the overlay is turned off
};
[[nodiscard]] OverlayStrength overlayStrength(double opacity);

/// 1 along the edges of classes (1 pixel, 2 from 480 rows up), else 0; 0 at class 0. The picture's own border
/// is no edge.
[[nodiscard]] LabelMap overlayEdges(const LabelMap& labels);

/// How strongly each pixel's class covers the picture under it, 0 … 255: overlayStrength() inside and
/// along overlayEdges(), nothing at class 0.
[[nodiscard]] LabelMap overlayWeights(const LabelMap& labels, double opacity);

/// Colours the pixels of each visible class with `displayColour(class)`, as strongly as overlayWeights()
/// says. `labels` has the size of `image`. `visible` is indexed by class.
void blendLabels(RgbImage& image, const LabelMap& labels, double opacity,
                 const std::array<bool, 256>& visible);

/// `labels` at another size; each pixel takes the label nearest to its centre. `w`, `h` > 0.
[[nodiscard]] LabelMap scaleLabels(const LabelMap& labels, int w, int h);

} // namespace avs::imaging
