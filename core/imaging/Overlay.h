// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/RgbImage.h"

#include <array>

namespace avs::imaging {

/// How strongly masks cover the picture unless someone chooses otherwise: in the window and in exported
/// films.
inline constexpr double kDefaultOverlayOpacity = 0.55;

/// How strongly each pixel's class covers the picture under it, 0 … 255: `opacity` (0 … 1) inside, more along
/// the class's edge (1 pixel, 2 from 480 rows up), nothing at class 0.
[[nodiscard]] LabelMap overlayWeights(const LabelMap& labels, double opacity);

/// Colours the pixels of each visible class with `displayColour(class)`, as strongly as overlayWeights()
/// says. `labels` has the size of `image`. `visible` is indexed by class.
void blendLabels(RgbImage& image, const LabelMap& labels, double opacity,
                 const std::array<bool, 256>& visible);

/// `labels` at another size; each pixel takes the label nearest to its centre. `w`, `h` > 0.
[[nodiscard]] LabelMap scaleLabels(const LabelMap& labels, int w, int h);

} // namespace avs::imaging
