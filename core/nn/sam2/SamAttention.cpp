// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/sam2/SamAttention.h"

#include "core/nn/sam2/RotaryEncoding.h"

#include <ATen/ATen.h>

namespace avs::nn {

SamAttentionImpl::SamAttentionImpl(const SamAttentionOptions& options)
    : m_options(options)
{
    const auto inner = options.dim / options.downsample;
    const auto keyDim = options.keyDim > 0 ? options.keyDim : options.dim;
    TORCH_CHECK(options.heads > 0 && inner % options.heads == 0, "attention: ", options.heads,
                " heads do not divide ", inner);
    m_qProj = register_module("q_proj", torch::nn::Linear(options.dim, inner));
    m_kProj = register_module("k_proj", torch::nn::Linear(keyDim, inner));
    m_vProj = register_module("v_proj", torch::nn::Linear(keyDim, inner));
    m_outProj = register_module("out_proj", torch::nn::Linear(inner, options.dim));
}

torch::Tensor SamAttentionImpl::splitHeads(const torch::Tensor& x) const
{
    return x.view({x.size(0), x.size(1), m_options.heads, -1}).transpose(1, 2); // [B, heads, L, head dim]
}

torch::Tensor SamAttentionImpl::attend(const torch::Tensor& q, const torch::Tensor& k, const torch::Tensor& v)
{
    const double dropout = is_training() ? m_options.dropout : 0.0;
    const auto out = at::scaled_dot_product_attention(q, k, v, /*attn_mask=*/{}, dropout);
    return m_outProj(out.transpose(1, 2).flatten(2));
}

torch::Tensor SamAttentionImpl::forward(const torch::Tensor& q, const torch::Tensor& k,
                                        const torch::Tensor& v)
{
    return attend(splitHeads(m_qProj(q)), splitHeads(m_kProj(k)), splitHeads(m_vProj(v)));
}

torch::Tensor SamAttentionImpl::forwardRotary(const torch::Tensor& q, const torch::Tensor& k,
                                              const torch::Tensor& v, const torch::Tensor& rotations,
                                              std::int64_t unrotatedKeys)
{
    const auto queries = rotate(splitHeads(m_qProj(q)), rotations);
    auto keys = splitHeads(m_kProj(k));
    const auto rotated = keys.size(2) - unrotatedKeys;
    TORCH_CHECK(rotated >= 0 && rotated % rotations.size(0) == 0, "attention: ", rotated,
                " keys with positions are not a whole number of maps of ", rotations.size(0));
    if (rotated > 0) {
        auto turned = rotate(keys.slice(2, 0, rotated), rotations);
        keys = unrotatedKeys > 0 ? at::cat({turned, keys.slice(2, rotated)}, 2) : turned;
    }
    return attend(queries, keys, splitHeads(m_vProj(v)));
}

} // namespace avs::nn
