// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/image/PilResize.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace avs::nn {

namespace {

constexpr int kPrecisionBits = 32 - 8 - 2;
constexpr std::int32_t kHalf = 1 << (kPrecisionBits - 1);

double bilinear(double x)
{
    x = std::abs(x);
    return x < 1.0 ? 1.0 - x : 0.0;
}

double bicubic(double x)
{
    constexpr double a = -0.5;
    x = std::abs(x);
    if (x < 1.0)
        return ((a + 2.0) * x - (a + 3.0)) * x * x + 1;
    if (x < 2.0)
        return (((x - 5) * x + 8) * x - 4) * a;
    return 0.0;
}

/// The weights of one pass. Output i is made of inputs first[i] … first[i] + count[i] − 1.
struct Taps
{
    std::int64_t stride = 0; ///< weights kept per output
    std::vector<std::int64_t> first;
    std::vector<std::int64_t> count;
    std::vector<std::int32_t> weights;
};

Taps makeTaps(std::int64_t inputSize, std::int64_t outputSize, PilFilter filter)
{
    const auto function = filter == PilFilter::Bilinear ? bilinear : bicubic;
    const double scale = static_cast<double>(inputSize) / static_cast<double>(outputSize);
    const double filterScale = std::max(scale, 1.0);
    const double support = (filter == PilFilter::Bilinear ? 1.0 : 2.0) * filterScale;
    const double perStep = 1.0 / filterScale;

    Taps taps;
    taps.stride = static_cast<std::int64_t>(std::ceil(support)) * 2 + 1;
    taps.weights.resize(static_cast<std::size_t>(taps.stride * outputSize));
    std::vector<double> exact(static_cast<std::size_t>(taps.stride));
    for (std::int64_t i = 0; i < outputSize; ++i) {
        const double centre = (static_cast<double>(i) + 0.5) * scale;
        // Casts towards zero, not floor: that is what Pillow does before it cuts at the border.
        const auto first = std::max<std::int64_t>(static_cast<std::int64_t>(centre - support + 0.5), 0);
        const auto last = std::min(static_cast<std::int64_t>(centre + support + 0.5), inputSize);
        double sum = 0;
        for (auto x = first; x < last; ++x) {
            const double weight = function((static_cast<double>(x) - centre + 0.5) * perStep);
            exact[static_cast<std::size_t>(x - first)] = weight;
            sum += weight;
        }
        for (std::int64_t x = 0; x < last - first; ++x) {
            const double weight =
                (sum != 0 ? exact[static_cast<std::size_t>(x)] / sum : 0) * (1 << kPrecisionBits);
            taps.weights[static_cast<std::size_t>(i * taps.stride + x)] =
                static_cast<std::int32_t>(weight < 0 ? weight - 0.5 : weight + 0.5);
        }
        taps.first.push_back(first);
        taps.count.push_back(last - first);
    }
    return taps;
}

std::uint8_t clip8(std::int32_t sum)
{
    return static_cast<std::uint8_t>(std::clamp(sum >> kPrecisionBits, 0, 255));
}

torch::Tensor resizeRows(const torch::Tensor& image, std::int64_t width, PilFilter filter)
{
    const auto taps = makeTaps(image.size(2), width, filter);
    auto out = torch::empty({image.size(0), image.size(1), width}, torch::kByte);
    const auto* source = image.const_data_ptr<std::uint8_t>();
    auto* target = out.mutable_data_ptr<std::uint8_t>();
    const auto rows = image.size(0) * image.size(1);
    for (std::int64_t y = 0; y < rows; ++y, source += image.size(2), target += width) {
        for (std::int64_t x = 0; x < width; ++x) {
            const auto i = static_cast<std::size_t>(x);
            const auto* weights = taps.weights.data() + x * taps.stride;
            const auto* pixels = source + taps.first[i];
            std::int32_t sum = kHalf;
            for (std::int64_t k = 0; k < taps.count[i]; ++k)
                sum += pixels[k] * weights[k];
            target[x] = clip8(sum);
        }
    }
    return out;
}

torch::Tensor resizeColumns(const torch::Tensor& image, std::int64_t height, PilFilter filter)
{
    const auto taps = makeTaps(image.size(1), height, filter);
    const auto width = image.size(2);
    auto out = torch::empty({image.size(0), height, width}, torch::kByte);
    const auto* plane = image.const_data_ptr<std::uint8_t>();
    auto* target = out.mutable_data_ptr<std::uint8_t>();
    std::vector<std::int32_t> sums(static_cast<std::size_t>(width));
    for (std::int64_t c = 0; c < image.size(0); ++c, plane += image.size(1) * width) {
        for (std::int64_t y = 0; y < height; ++y, target += width) {
            const auto i = static_cast<std::size_t>(y);
            std::fill(sums.begin(), sums.end(), kHalf);
            // Row by row, so that the inner loop runs along memory.
            for (std::int64_t k = 0; k < taps.count[i]; ++k) {
                const auto weight = taps.weights[static_cast<std::size_t>(y * taps.stride + k)];
                const auto* row = plane + (taps.first[i] + k) * width;
                for (std::int64_t x = 0; x < width; ++x)
                    sums[static_cast<std::size_t>(x)] += row[x] * weight;
            }
            for (std::int64_t x = 0; x < width; ++x)
                target[x] = clip8(sums[static_cast<std::size_t>(x)]);
        }
    }
    return out;
}

/// Where Pillow's nearest neighbour looks; it adds up the steps, and so do their rounding errors.
torch::Tensor nearestIndex(std::int64_t inputSize, std::int64_t outputSize)
{
    const double step = static_cast<double>(inputSize) / static_cast<double>(outputSize);
    auto index = torch::empty({outputSize}, torch::kLong);
    auto* out = index.mutable_data_ptr<std::int64_t>();
    double position = step * 0.5;
    for (std::int64_t i = 0; i < outputSize; ++i, position += step)
        out[i] = std::min(static_cast<std::int64_t>(position), inputSize - 1);
    return index;
}

} // namespace

torch::Tensor resizePil(const torch::Tensor& image, std::int64_t height, std::int64_t width, PilFilter filter)
{
    TORCH_CHECK(image.dim() == 3 && image.scalar_type() == torch::kByte && image.is_cpu(),
                "resizePil needs a uint8 image [C, H, W] on the CPU, not ", image.toString(), image.sizes());
    TORCH_CHECK(image.size(1) > 0 && image.size(2) > 0 && height > 0 && width > 0, "cannot resize ",
                image.sizes(), " to ", height, "×", width);
    auto out = image.contiguous();
    if (width != out.size(2))
        out = resizeRows(out, width, filter);
    if (height != out.size(1))
        out = resizeColumns(out, height, filter);
    return out;
}

torch::Tensor resizeLabelsPil(const torch::Tensor& labels, std::int64_t height, std::int64_t width)
{
    TORCH_CHECK(labels.dim() == 2 && labels.numel() > 0 && labels.is_cpu() && height > 0 && width > 0,
                "resizeLabelsPil needs labels [H, W] on the CPU, not ", labels.sizes());
    return labels.index_select(0, nearestIndex(labels.size(0), height))
        .index_select(1, nearestIndex(labels.size(1), width));
}

} // namespace avs::nn
