// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace avs::nn {

/// Closes small holes: background (logit <= 0) components of at most `maxArea` pixels, 8-connected, get the
/// logit 0.1 (SAM 2 utils/misc.py fill_holes_in_mask_scores). logits [..., H, W]; a GPU is not waited
/// for. Pixels filled pass no gradient on.
[[nodiscard]] torch::Tensor fillHoles(const torch::Tensor& logits, std::int64_t maxArea);

} // namespace avs::nn
