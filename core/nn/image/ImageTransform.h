// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/image/PilResize.h"

#include <torch/types.h>

#include <array>
#include <optional>

namespace avs::nn {

// From pictures to what the networks see. Images are RGB [3, H, W] uint8 on the CPU, so that no pixel can be
// other than a number; one without pixels is an InputError. Any thread.

/// Per-channel mean and standard deviation of pixels in [0, 1].
struct PixelStatistics
{
    std::array<double, 3> mean{};
    std::array<double, 3> std{};
};
inline constexpr PixelStatistics kImageNetStatistics{{0.485, 0.456, 0.406}, {0.229, 0.224, 0.225}};
inline constexpr PixelStatistics kClipStatistics{{0.48145466, 0.4578275, 0.40821073},
                                                 {0.26862954, 0.26130258, 0.27577711}};

/// image [..., 3, H, W] in [0, 1] -> (image − mean)/std.
[[nodiscard]] torch::Tensor normalisePixels(const torch::Tensor& image, const PixelStatistics& statistics);

/// ImageBind's own picture (data.py): short side to `size` by Pillow's bicubic, the middle size × size,
/// normalised with CLIP's statistics -> [3, size, size] float.
[[nodiscard]] torch::Tensor imagebindImage(const torch::Tensor& image, std::int64_t size = 224);

/// TAViS's two views of a frame (datasets/avsb_dataloader*.py).
struct TavisImages
{
    torch::Tensor normalised; ///< [3, size, size] with ImageNet's statistics, for SAM 2
    torch::Tensor initial;    ///< [3, size, size] in [0, 1], for ImageBind and the masked images
};
/// Stretched to size × size by Pillow's bilinear; `firstSize`: first to that square, as the data set loader
/// does (1024 for S4 and MS3, 512 for v2), which leaves its own rounding.
[[nodiscard]] TavisImages tavisImages(const torch::Tensor& image, std::int64_t size = 224,
                                      std::optional<std::int64_t> firstSize = {});

/// SAM 2's picture (sam2/utils/transforms.py): stretched to resolution × resolution in float, bilinear, with
/// or without antialiasing, normalised -> [3, resolution, resolution].
[[nodiscard]] torch::Tensor sam2Image(const torch::Tensor& image, std::int64_t resolution,
                                      bool antialias = true,
                                      const PixelStatistics& statistics = kImageNetStatistics);

/// SAM 2's video frame (sam2/utils/misc.py): as sam2Image, but by Pillow's bicubic.
[[nodiscard]] torch::Tensor sam2VideoFrame(const torch::Tensor& image, std::int64_t resolution,
                                           const PixelStatistics& statistics = kImageNetStatistics);

/// Points in pixels (x, y) [..., 2] of a height × width picture -> in pixels of the model's square input.
[[nodiscard]] torch::Tensor toModelPoints(const torch::Tensor& points, std::int64_t height,
                                          std::int64_t width, std::int64_t resolution);

/// Mask logits [N, C, h, w] -> [N, C, height, width], bilinear. Any device.
[[nodiscard]] torch::Tensor enlargeMasks(const torch::Tensor& masks, std::int64_t height, std::int64_t width);

} // namespace avs::nn
