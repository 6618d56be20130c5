// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/RgbImage.h"

#include <span>
#include <vector>

namespace avs::imaging {

/// Nearest neighbour as Pillow does it (its positions are summed up step by step, with their rounding).
/// `labels` is not empty; both sides at least 1.
[[nodiscard]] LabelMap resizedNearest(const LabelMap& labels, int width, int height);

/// A map of numbers [height, width], bilinear between pixel centres with the border repeated: PyTorch's
/// interpolate(mode="bilinear", align_corners=False). `values` has width·height entries; all sides at
/// least 1. Returns toWidth·toHeight values.
[[nodiscard]] std::vector<float> resizedBilinear(std::span<const float> values, int width, int height,
                                                 int toWidth, int toHeight);

} // namespace avs::imaging
