// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/tavis/CrossAttentionLayer.h"

namespace avs::nn {

CrossAttentionLayerImpl::CrossAttentionLayerImpl(const CrossAttentionLayerOptions& options)
{
    multihead_attn = register_module("multihead_attn", MultiheadAttention(MultiheadAttentionOptions{
                                                           .dim = options.dim, .heads = options.heads}));
    norm = register_module("norm", torch::nn::LayerNorm(torch::nn::LayerNormOptions({options.dim})));
}

torch::Tensor CrossAttentionLayerImpl::forward(const torch::Tensor& x, const torch::Tensor& memory,
                                               const torch::Tensor& queryPosition)
{
    const auto query = queryPosition.defined() ? x + queryPosition : x;
    return norm(x + multihead_attn(query, memory, memory));
}

} // namespace avs::nn
