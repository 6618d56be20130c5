// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace avs::nn {

/// Where a mask belongs to a component of at most `maxArea` pixels, 8-connected. mask [N, 1, H, W] bool ->
/// same. For GPUs: the number of steps depends on maxArea only, so nothing is waited for. (fillHoles() takes
/// a flood fill on the CPU, which is faster there.)
[[nodiscard]] torch::Tensor smallComponents(const torch::Tensor& mask, std::int64_t maxArea);

} // namespace avs::nn
