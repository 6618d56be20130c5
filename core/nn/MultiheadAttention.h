// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

namespace avs::nn {

struct MultiheadAttentionOptions
{
    std::int64_t dim = 0;
    std::int64_t heads = 1;    ///< divides dim
    bool biasKeyValue = false; ///< one learned key and value more, appended after the projection
};

/// PyTorch's nn.MultiheadAttention with its parameter names (`in_proj_weight` [3·dim, dim] as q|k|v,
/// `in_proj_bias`, `out_proj.*`, `bias_k`/`bias_v` [1, 1, dim]), batch first and without dropout.
class MultiheadAttentionImpl : public torch::nn::Module
{
public:
    explicit MultiheadAttentionImpl(const MultiheadAttentionOptions& options);

    /// query [B, Lq, dim], key and value [B, Lk, dim] -> [B, Lq, dim]. `causal`: position i sees keys 0 … i
    /// only (self-attention; not together with biasKeyValue).
    torch::Tensor forward(const torch::Tensor& query, const torch::Tensor& key, const torch::Tensor& value,
                          bool causal = false);
    /// query = key = value = x, with one projection for all three.
    torch::Tensor selfAttention(const torch::Tensor& x, bool causal = false);

private:
    torch::Tensor attend(torch::Tensor q, torch::Tensor k, torch::Tensor v, bool causal);

    MultiheadAttentionOptions m_options;
    torch::Tensor in_proj_weight;
    torch::Tensor in_proj_bias;
    torch::Tensor bias_k;
    torch::Tensor bias_v;
    torch::nn::Linear out_proj = nullptr;
};
TORCH_MODULE(MultiheadAttention);

} // namespace avs::nn
