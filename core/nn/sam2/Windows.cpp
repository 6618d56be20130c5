// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/sam2/Windows.h"

#include <ATen/ATen.h>

namespace avs::nn {

namespace {

std::int64_t windowCount(std::int64_t size, std::int64_t window)
{
    return (size + window - 1) / window;
}

} // namespace

torch::Tensor partitionWindows(const torch::Tensor& x, std::int64_t window)
{
    const auto height = x.size(1);
    const auto width = x.size(2);
    if (height == window && width == window)
        return x;
    const auto rows = windowCount(height, window);
    const auto columns = windowCount(width, window);
    auto padded = x;
    if (rows * window != height || columns * window != width)
        padded = at::constant_pad_nd(x, {0, 0, 0, columns * window - width, 0, rows * window - height});
    return padded.view({x.size(0), rows, window, columns, window, x.size(3)})
        .transpose(2, 3)
        .reshape({-1, window, window, x.size(3)});
}

torch::Tensor mergeWindows(const torch::Tensor& windows, std::int64_t height, std::int64_t width)
{
    const auto window = windows.size(1);
    if (height == window && width == window)
        return windows;
    const auto rows = windowCount(height, window);
    const auto columns = windowCount(width, window);
    const auto channels = windows.size(3);
    const auto whole = windows.view({-1, rows, columns, window, window, channels})
                           .transpose(2, 3)
                           .reshape({-1, rows * window, columns * window, channels});
    if (rows * window == height && columns * window == width)
        return whole; // a slice that cuts nothing off would still cost a copy on the way back
    return whole.slice(1, 0, height).slice(2, 0, width);
}

} // namespace avs::nn
