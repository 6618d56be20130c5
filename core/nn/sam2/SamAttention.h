// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

namespace avs::nn {

struct SamAttentionOptions
{
    std::int64_t dim = 256;      ///< width of queries and result
    std::int64_t heads = 8;      ///< divides dim / downsample
    std::int64_t downsample = 1; ///< the attention itself is dim / downsample wide
    std::int64_t keyDim = 0;     ///< width of keys and values, 0 = dim
    double dropout = 0;          ///< of the attention weights, in training
};

/// Multi-head attention of SAM 2's decoder (sam/transformer.py Attention, RoPEAttention;
/// facebookresearch/sam2 2b90b9f, Apache-2.0). Parameters `q_proj`, `k_proj`, `v_proj`, `out_proj`.
class SamAttentionImpl : public torch::nn::Module
{
public:
    explicit SamAttentionImpl(const SamAttentionOptions& options);

    /// q [B, Lq, dim], k and v [B, Lk, keyDim] -> [B, Lq, dim].
    torch::Tensor forward(const torch::Tensor& q, const torch::Tensor& k, const torch::Tensor& v);

    /// The same with rotary positions. rotations: complex [Lq, head dim / 2] (RotaryEncoding). The last
    /// `unrotatedKeys` keys keep no position; of the others there is one or more whole sets of Lq.
    torch::Tensor forwardRotary(const torch::Tensor& q, const torch::Tensor& k, const torch::Tensor& v,
                                const torch::Tensor& rotations, std::int64_t unrotatedKeys = 0);

private:
    [[nodiscard]] torch::Tensor splitHeads(const torch::Tensor& x) const;
    torch::Tensor attend(const torch::Tensor& q, const torch::Tensor& k, const torch::Tensor& v);

    SamAttentionOptions m_options;
    torch::nn::Linear m_qProj{nullptr};
    torch::nn::Linear m_kProj{nullptr};
    torch::nn::Linear m_vProj{nullptr};
    torch::nn::Linear m_outProj{nullptr};
};
TORCH_MODULE(SamAttention);

} // namespace avs::nn
