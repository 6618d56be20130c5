// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/sam2/SmallComponents.h"

#include <ATen/ATen.h>

namespace avs::nn {

namespace {

/// Of each pixel's 3 × 3 neighbourhood the largest number.
torch::Tensor largestAround(const torch::Tensor& numbers)
{
    return at::max_pool2d(numbers, {3, 3}, {1, 1}, {1, 1});
}

} // namespace

torch::Tensor smallComponents(const torch::Tensor& mask, std::int64_t maxArea)
{
    const auto height = mask.size(2);
    const auto width = mask.size(3);
    const auto pixels = height * width;
    constexpr std::int64_t kExactInFloat = 1 << 24;
    const auto options = mask.options().dtype(pixels < kExactInFloat ? torch::kFloat : torch::kDouble);

    // Each pixel has a number. The largest spreads one pixel a step, so that after maxArea − 1 steps a small
    // component has one number all over.
    const auto inside = mask.to(options.dtype());
    auto number = at::arange(1, pixels + 1, options).view({1, 1, height, width}) * inside;
    for (std::int64_t step = 1; step < maxArea; ++step)
        number = largestAround(number) * inside;

    // Pixels with one number are a whole component when no pixel of the mask beside them has another one.
    const auto inverse = (pixels + 1 - number) * inside;
    const auto open = ((largestAround(number) > number) | (largestAround(inverse) > inverse)) & mask;
    const auto group = number.to(torch::kLong).flatten(1); // [N, H·W], 0 outside
    const auto totals = [&](const torch::Tensor& values) {
        const auto sums = at::zeros({group.size(0), pixels + 1}, options);
        return sums.scatter_add(1, group, values.to(options.dtype()).flatten(1)).gather(1, group);
    };
    const auto small = (totals(inside) <= maxArea) & (totals(open) == 0);
    return small.view_as(mask) & mask;
}

} // namespace avs::nn
