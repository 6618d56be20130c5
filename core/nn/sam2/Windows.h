// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace avs::nn {

/// Cuts maps into square windows. x [B, H, W, C] -> [B·nH·nW, window, window, C], row by row; H and W are
/// zero-padded right and bottom to multiples of `window`. Returns x itself when one window is the whole map.
[[nodiscard]] torch::Tensor partitionWindows(const torch::Tensor& x, std::int64_t window);

/// The way back: [B·nH·nW, window, window, C] -> [B, height, width, C], without the padding.
[[nodiscard]] torch::Tensor mergeWindows(const torch::Tensor& windows, std::int64_t height,
                                         std::int64_t width);

} // namespace avs::nn
