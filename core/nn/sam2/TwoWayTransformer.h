// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/Mlp.h"
#include "core/nn/sam2/SamAttention.h"

#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/modules/normalization.h>

#include <vector>

namespace avs::nn {

struct TwoWayTransformerOptions
{
    std::int64_t depth = 2;
    std::int64_t dim = 256;
    std::int64_t heads = 8; ///< divides dim / 2: the attention between tokens and image is half as wide
    std::int64_t mlpDim = 2048;
};

/// Tokens and image as the layers hand them on.
struct TwoWayState
{
    torch::Tensor tokens; ///< [R, T, dim]
    torch::Tensor image;  ///< [R, H·W, dim]
};

/// One layer; parameters as published (`self_attn`, `norm1`, `cross_attn_token_to_image`, ...).
class TwoWayBlockImpl : public torch::nn::Module
{
public:
    /// The first layer's self-attention has neither positions nor a residual path.
    TwoWayBlockImpl(const TwoWayTransformerOptions& options, bool first);
    TwoWayState forward(TwoWayState state, const torch::Tensor& tokenPositions,
                        const torch::Tensor& imagePositions);

private:
    bool m_first;
    SamAttention m_selfAttn{nullptr};
    torch::nn::LayerNorm m_norm1{nullptr};
    SamAttention m_tokenToImage{nullptr};
    torch::nn::LayerNorm m_norm2{nullptr};
    Mlp m_mlp{nullptr};
    torch::nn::LayerNorm m_norm3{nullptr};
    torch::nn::LayerNorm m_norm4{nullptr};
    SamAttention m_imageToToken{nullptr};
};
TORCH_MODULE(TwoWayBlock);

/// SAM's two-way transformer (sam/transformer.py; facebookresearch/sam2 2b90b9f, Apache-2.0).
class TwoWayTransformerImpl : public torch::nn::Module
{
public:
    explicit TwoWayTransformerImpl(const TwoWayTransformerOptions& options);

    /// image [R, H·W, dim], imagePositions [1 or R, H·W, dim], tokens [R, T, dim], which are
    /// also their own positions.
    TwoWayState forward(const torch::Tensor& image, const torch::Tensor& imagePositions,
                        const torch::Tensor& tokens);

private:
    torch::nn::ModuleList m_layers;
    std::vector<TwoWayBlock> m_typedLayers;
    SamAttention m_finalAttention{nullptr};
    torch::nn::LayerNorm m_finalNorm{nullptr};
};
TORCH_MODULE(TwoWayTransformer);

} // namespace avs::nn
