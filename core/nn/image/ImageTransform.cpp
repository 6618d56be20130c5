// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/image/ImageTransform.h"

#include "core/nn/InputError.h"

#include <algorithm>
#include <cmath>

namespace avs::nn {

namespace {

torch::Tensor toUnit(const torch::Tensor& image)
{
    return image.to(torch::kFloat) / 255;
}

void requirePicture(const torch::Tensor& image)
{
    TORCH_CHECK(image.dim() == 3 && image.size(0) == 3 && image.scalar_type() == torch::kByte,
                "a picture must be [3, H, W] of bytes, not ", image.sizes(), " of ", image.scalar_type());
    if (image.numel() == 0)
        throw InputError(
            c10::str("a picture of ", image.size(2), " × ", image.size(1), " pixels has nothing to see"));
}

torch::Tensor perChannel(const std::array<double, 3>& values, const torch::Tensor& like)
{
    const std::array<float, 3> narrow{static_cast<float>(values[0]), static_cast<float>(values[1]),
                                      static_cast<float>(values[2])};
    return torch::tensor(at::ArrayRef<float>(narrow.data(), narrow.size()))
        .to(like.options())
        .view({3, 1, 1});
}

} // namespace

torch::Tensor normalisePixels(const torch::Tensor& image, const PixelStatistics& statistics)
{
    return (image - perChannel(statistics.mean, image)) / perChannel(statistics.std, image);
}

torch::Tensor imagebindImage(const torch::Tensor& image, std::int64_t size)
{
    requirePicture(image);
    const auto height = image.size(1);
    const auto width = image.size(2);
    const auto shortSide = std::min(height, width);
    const auto longSide = std::max(height, width) * size / shortSide;
    const bool portrait = height > width;
    const auto resized =
        resizePil(image, portrait ? longSide : size, portrait ? size : longSide, PilFilter::Bicubic);
    // Halves go to the even offset, as Python rounds.
    const auto offset = [size](std::int64_t length) {
        return static_cast<std::int64_t>(std::nearbyint(static_cast<double>(length - size) / 2));
    };
    const auto cropped =
        resized.narrow(1, offset(resized.size(1)), size).narrow(2, offset(resized.size(2)), size);
    return normalisePixels(toUnit(cropped), kClipStatistics);
}

TavisImages tavisImages(const torch::Tensor& image, std::int64_t size, std::optional<std::int64_t> firstSize)
{
    requirePicture(image);
    const auto first = firstSize ? resizePil(image, *firstSize, *firstSize, PilFilter::Bilinear) : image;
    const auto initial = toUnit(resizePil(first, size, size, PilFilter::Bilinear));
    return {.normalised = normalisePixels(initial, kImageNetStatistics), .initial = initial};
}

torch::Tensor sam2Image(const torch::Tensor& image, std::int64_t resolution, bool antialias,
                        const PixelStatistics& statistics)
{
    requirePicture(image);
    const std::array<std::int64_t, 2> size{resolution, resolution};
    const auto batch = toUnit(image).unsqueeze(0);
    const auto resized = antialias ? at::_upsample_bilinear2d_aa(batch, size, /*align_corners=*/false)
                                   : at::upsample_bilinear2d(batch, size, /*align_corners=*/false);
    return normalisePixels(resized.squeeze(0), statistics);
}

torch::Tensor sam2VideoFrame(const torch::Tensor& image, std::int64_t resolution,
                             const PixelStatistics& statistics)
{
    requirePicture(image);
    return normalisePixels(toUnit(resizePil(image, resolution, resolution, PilFilter::Bicubic)), statistics);
}

torch::Tensor toModelPoints(const torch::Tensor& points, std::int64_t height, std::int64_t width,
                            std::int64_t resolution)
{
    const std::array<float, 2> size{static_cast<float>(width), static_cast<float>(height)};
    const auto divisor = torch::tensor(at::ArrayRef<float>(size.data(), size.size())).to(points.device());
    return points.to(torch::kFloat) / divisor * static_cast<double>(resolution);
}

torch::Tensor enlargeMasks(const torch::Tensor& masks, std::int64_t height, std::int64_t width)
{
    return at::upsample_bilinear2d(masks, {height, width}, /*align_corners=*/false);
}

} // namespace avs::nn
