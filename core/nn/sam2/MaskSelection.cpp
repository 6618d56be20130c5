// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/sam2/MaskSelection.h"

#include <ATen/ATen.h>

namespace avs::nn {

namespace {

/// x [R, M, ...], index [R] -> [R, ...]
torch::Tensor pick(const torch::Tensor& x, const torch::Tensor& index)
{
    const auto rows = at::arange(index.size(0), index.options()) * x.size(1);
    return x.flatten(0, 1).index_select(0, rows + index);
}

} // namespace

BestMasks bestOf(const MaskCandidates& candidates)
{
    const auto index = candidates.ious.argmax(1);
    const auto& tokens = candidates.tokens;
    return {.masks = pick(candidates.masks, index).unsqueeze(1),
            .ious = pick(candidates.ious, index).unsqueeze(1),
            .tokens = tokens.size(1) == 1 ? tokens.squeeze(1) : pick(tokens, index),
            .index = index};
}

torch::Tensor maskStability(const torch::Tensor& logits, double delta)
{
    const auto pixels = logits.flatten(1);
    const auto inner = (pixels > delta).sum(1).to(torch::kFloat);
    const auto outer = (pixels > -delta).sum(1).to(torch::kFloat);
    return at::where(outer > 0, inner / outer, at::ones_like(inner));
}

} // namespace avs::nn
