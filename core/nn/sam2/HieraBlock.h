// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

namespace avs::nn {

struct HieraBlockOptions
{
    std::int64_t width = 0;    ///< channels coming in
    std::int64_t outWidth = 0; ///< channels going out
    std::int64_t heads = 1;    ///< divides outWidth
    std::int64_t window = 0;   ///< side of the attention windows, 0 = the whole map
    bool pooled = false;       ///< queries are max-pooled 2×2; needs an even window
};

/// Linear, GELU, Linear; parameters `layers.{0,1}`.
class HieraMlpImpl : public torch::nn::Module
{
public:
    HieraMlpImpl(std::int64_t width, std::int64_t hidden);
    torch::Tensor forward(const torch::Tensor& x); ///< [..., width] -> the same shape

private:
    torch::nn::ModuleList m_layers;
    torch::nn::Linear m_first{nullptr};
    torch::nn::Linear m_second{nullptr};
};
TORCH_MODULE(HieraMlp);

/// Attention among the pixels of each window; parameters `qkv`, `proj`.
class HieraAttentionImpl : public torch::nn::Module
{
public:
    explicit HieraAttentionImpl(const HieraBlockOptions& options);
    /// x [N, h, w, width] -> [N, h, w, outWidth], or [N, h/2, w/2, outWidth] when pooled.
    torch::Tensor forward(const torch::Tensor& x);

private:
    HieraBlockOptions m_options;
    torch::nn::Linear m_qkv{nullptr};
    torch::nn::Linear m_proj{nullptr};
};
TORCH_MODULE(HieraAttention);

/// One block of Hiera. Source: SAM 2 (facebookresearch/sam2 2b90b9f, Apache-2.0), hieradet.py
/// MultiScaleBlock; "Hiera", arXiv:2306.00989.
class HieraBlockImpl : public torch::nn::Module
{
public:
    explicit HieraBlockImpl(const HieraBlockOptions& options);
    /// x [B, H, W, width] -> [B, H', W', outWidth]; H' = H/2 when pooled.
    torch::Tensor forward(const torch::Tensor& x);

private:
    HieraBlockOptions m_options;
    torch::nn::LayerNorm m_norm1{nullptr};
    HieraAttention m_attn{nullptr};
    torch::nn::LayerNorm m_norm2{nullptr};
    HieraMlp m_mlp{nullptr};
    torch::nn::Linear m_proj{nullptr}; ///< only when the width changes
};
TORCH_MODULE(HieraBlock);

} // namespace avs::nn
