// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/MultiheadAttention.h"

#include <torch/nn/modules/normalization.h>

namespace avs::nn {

struct CrossAttentionLayerOptions
{
    std::int64_t dim = 0;
    std::int64_t heads = 1;
};

/// y = LN(x + MHA(q = x + queryPosition, k = v = memory)); TAViS' CrossAttentionLayer in its post-norm form
/// (sam2_video_predictor.py). Keys `multihead_attn.*`, `norm.*`.
class CrossAttentionLayerImpl : public torch::nn::Module
{
public:
    explicit CrossAttentionLayerImpl(const CrossAttentionLayerOptions& options);

    /// x [B, Lq, dim], memory [B, Lk, dim], queryPosition broadcastable to x or undefined -> [B, Lq, dim].
    torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& memory,
                          const torch::Tensor& queryPosition = {});

private:
    MultiheadAttention multihead_attn = nullptr;
    torch::nn::LayerNorm norm = nullptr;
};
TORCH_MODULE(CrossAttentionLayer);

} // namespace avs::nn
