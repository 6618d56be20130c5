// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace avs::nn {

/// Candidates for R objects: M masks each, with what belongs to them.
struct MaskCandidates
{
    torch::Tensor masks{};  ///< logits [R, M, h, w]
    torch::Tensor ious{};   ///< predicted IoU [R, M]
    torch::Tensor tokens{}; ///< [R, M, C], from which object pointers are made
};

struct BestMasks
{
    torch::Tensor masks;  ///< logits [R, 1, h, w]
    torch::Tensor ious;   ///< [R, 1]
    torch::Tensor tokens; ///< [R, C]
    torch::Tensor index;  ///< int64 [R]: which candidate
};

/// Of each object the candidate with the largest predicted IoU; when there is one token only, that token.
[[nodiscard]] BestMasks bestOf(const MaskCandidates& candidates);

/// The share of a mask's pixels that stay when the threshold moves from -delta to +delta: logits [R, 1, h, w]
/// -> [R]; 1 where nothing is above -delta.
[[nodiscard]] torch::Tensor maskStability(const torch::Tensor& logits, double delta);

} // namespace avs::nn
