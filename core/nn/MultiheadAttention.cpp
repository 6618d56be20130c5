// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/MultiheadAttention.h"

#include <ATen/ops/scaled_dot_product_attention.h>
#include <torch/nn/functional/linear.h>
#include <torch/nn/init.h>

namespace avs::nn {

namespace F = torch::nn::functional;

MultiheadAttentionImpl::MultiheadAttentionImpl(const MultiheadAttentionOptions& options)
    : m_options(options)
{
    const auto dim = options.dim;
    TORCH_CHECK(dim > 0 && options.heads > 0 && dim % options.heads == 0, "attention width ", dim,
                " is not divisible by its ", options.heads, " heads");
    in_proj_weight = register_parameter("in_proj_weight", torch::empty({3 * dim, dim}));
    in_proj_bias = register_parameter("in_proj_bias", torch::zeros({3 * dim}));
    if (options.biasKeyValue) {
        bias_k = register_parameter("bias_k", torch::empty({1, 1, dim}));
        bias_v = register_parameter("bias_v", torch::empty({1, 1, dim}));
        torch::nn::init::xavier_normal_(bias_k);
        torch::nn::init::xavier_normal_(bias_v);
    }
    out_proj = register_module("out_proj", torch::nn::Linear(dim, dim));
    torch::nn::init::xavier_uniform_(in_proj_weight);
    torch::nn::init::zeros_(out_proj->bias);
}

torch::Tensor MultiheadAttentionImpl::forward(const torch::Tensor& query, const torch::Tensor& key,
                                              const torch::Tensor& value, bool causal)
{
    const auto w = in_proj_weight.chunk(3);
    const auto b = in_proj_bias.chunk(3);
    return attend(F::linear(query, w[0], b[0]), F::linear(key, w[1], b[1]), F::linear(value, w[2], b[2]),
                  causal);
}

torch::Tensor MultiheadAttentionImpl::selfAttention(const torch::Tensor& x, bool causal)
{
    const auto qkv = F::linear(x, in_proj_weight, in_proj_bias).chunk(3, -1);
    return attend(qkv[0], qkv[1], qkv[2], causal);
}

torch::Tensor MultiheadAttentionImpl::attend(torch::Tensor q, torch::Tensor k, torch::Tensor v, bool causal)
{
    const auto batch = q.size(0);
    const auto length = q.size(1);
    if (m_options.biasKeyValue) {
        k = torch::cat({k, bias_k.expand({batch, 1, -1})}, 1);
        v = torch::cat({v, bias_v.expand({batch, 1, -1})}, 1);
    }
    const auto split = [&](const torch::Tensor& t) {
        return t.unflatten(-1, {m_options.heads, m_options.dim / m_options.heads}).transpose(1, 2);
    };
    const auto out = at::scaled_dot_product_attention(split(q), split(k), split(v), {}, 0.0, causal);
    return out_proj(out.transpose(1, 2).reshape({batch, length, m_options.dim}));
}

} // namespace avs::nn
