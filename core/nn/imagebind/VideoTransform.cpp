// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/imagebind/VideoTransform.h"

#include "core/nn/InputError.h"
#include "core/nn/image/ImageTransform.h"

#include <algorithm>
#include <cmath>

namespace avs::nn {

namespace {

constexpr double kClipSeconds = 2;

} // namespace

std::vector<std::array<std::int64_t, 2>> videoClipFrames(std::int64_t frames, double framesPerSecond,
                                                         std::int64_t clips)
{
    TORCH_CHECK(clips > 0, "cannot take ", clips, " clips of a video");
    if (frames < 1 || !(framesPerSecond > 0) || !std::isfinite(framesPerSecond))
        throw InputError(
            c10::str("a video of ", frames, " frames at ", framesPerSecond, " frames a second has no clips"));
    const double duration = static_cast<double>(frames) / framesPerSecond;
    const double spare = std::max(duration - kClipSeconds, 0.0);
    const auto divisor = static_cast<double>(std::max<std::int64_t>(clips - 1, 1));
    const auto frameFrom = [&](double seconds) {
        return static_cast<std::int64_t>(std::ceil(framesPerSecond * seconds));
    };
    std::vector<std::array<std::int64_t, 2>> pairs;
    for (std::int64_t k = 0; k < clips; ++k) {
        const double start = spare * static_cast<double>(k) / divisor;
        const auto first = std::min(frameFrom(start), frames - 1);
        const auto end = std::clamp(frameFrom(start + kClipSeconds), first + 1, frames);
        pairs.push_back({first, end - 1});
    }
    return pairs;
}

torch::Tensor videoViews(const torch::Tensor& pictures, std::int64_t size)
{
    TORCH_CHECK(pictures.dim() == 4 && pictures.size(1) == 3 && pictures.scalar_type() == torch::kByte,
                "a clip's pictures must be [T, 3, H, W] of bytes, not ", pictures.sizes(), " of ",
                pictures.scalar_type());
    const auto height = pictures.size(2);
    const auto width = pictures.size(3);
    if (pictures.numel() == 0)
        throw InputError(c10::str("a clip of ", pictures.size(0), " pictures of ", width, " × ", height,
                                  " pixels has nothing to see"));
    const auto longSide = [size](std::int64_t longer, std::int64_t shorter) {
        return static_cast<std::int64_t>(std::floor(
            static_cast<double>(longer) / static_cast<double>(shorter) * static_cast<double>(size)));
    };
    const bool portrait = width < height;
    const std::array<std::int64_t, 2> scaled{portrait ? longSide(height, width) : size,
                                             portrait ? size : longSide(width, height)};
    const auto resized =
        at::upsample_bilinear2d(pictures.to(torch::kFloat) / 255, scaled, /*align_corners=*/false);
    const auto video = normalisePixels(resized, kClipStatistics).transpose(0, 1); // [3, T, h, w]

    const auto spare = std::max(scaled[0], scaled[1]) - size;
    const auto longAxis = portrait ? 2 : 3;
    std::vector<torch::Tensor> views;
    for (const auto offset : {std::int64_t{0}, (spare + 1) / 2, spare})
        views.push_back(video.narrow(longAxis, offset, size));
    return torch::stack(views);
}

} // namespace avs::nn
