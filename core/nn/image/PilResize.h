// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace avs::nn {

enum class PilFilter
{
    Bilinear,
    Bicubic
};

/// Pillow's Image.resize, bit for bit (Pillow, src/libImaging/Resample.c): filters widened when shrinking,
/// the horizontal pass first, 22-bit weights, rounded to 8 bit after each pass. Bicubic is the one with a =
/// -0.5. image [C, H, W] uint8 on the CPU -> [C, height, width] uint8. Any thread.
[[nodiscard]] torch::Tensor resizePil(const torch::Tensor& image, std::int64_t height, std::int64_t width,
                                      PilFilter filter);

/// Pillow's nearest neighbour. labels [H, W] of any integer type, on the CPU -> [height, width].
[[nodiscard]] torch::Tensor resizeLabelsPil(const torch::Tensor& labels, std::int64_t height,
                                            std::int64_t width);

} // namespace avs::nn
