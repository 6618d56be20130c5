// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/sam2/TwoWayTransformer.h"

namespace avs::nn {

namespace {

constexpr std::int64_t kCrossDownsample = 2;

torch::nn::LayerNorm layerNorm(std::int64_t dim)
{
    return torch::nn::LayerNorm(torch::nn::LayerNormOptions({dim}));
}

SamAttention crossAttention(const TwoWayTransformerOptions& options)
{
    return SamAttention(
        SamAttentionOptions{.dim = options.dim, .heads = options.heads, .downsample = kCrossDownsample});
}

} // namespace

TwoWayBlockImpl::TwoWayBlockImpl(const TwoWayTransformerOptions& options, bool first)
    : m_first(first)
    , m_selfAttn(register_module(
          "self_attn", SamAttention(SamAttentionOptions{.dim = options.dim, .heads = options.heads})))
    , m_norm1(register_module("norm1", layerNorm(options.dim)))
    , m_tokenToImage(register_module("cross_attn_token_to_image", crossAttention(options)))
    , m_norm2(register_module("norm2", layerNorm(options.dim)))
    , m_mlp(register_module(
          "mlp", Mlp(MlpOptions{
                     .input = options.dim, .hidden = options.mlpDim, .output = options.dim, .layers = 2})))
    , m_norm3(register_module("norm3", layerNorm(options.dim)))
    , m_norm4(register_module("norm4", layerNorm(options.dim)))
    , m_imageToToken(register_module("cross_attn_image_to_token", crossAttention(options)))
{}

TwoWayState TwoWayBlockImpl::forward(TwoWayState state, const torch::Tensor& tokenPositions,
                                     const torch::Tensor& imagePositions)
{
    auto tokens = state.tokens;
    if (m_first) {
        tokens = m_selfAttn(tokens, tokens, tokens);
    } else {
        const auto placed = tokens + tokenPositions;
        tokens = tokens + m_selfAttn(placed, placed, tokens);
    }
    tokens = m_norm1(tokens);

    const auto placedImage = state.image + imagePositions; // serves both directions: the image changes last
    tokens = m_norm2(tokens + m_tokenToImage(tokens + tokenPositions, placedImage, state.image));
    tokens = m_norm3(tokens + m_mlp(tokens));
    const auto image = m_norm4(state.image + m_imageToToken(placedImage, tokens + tokenPositions, tokens));
    return {tokens, image};
}

TwoWayTransformerImpl::TwoWayTransformerImpl(const TwoWayTransformerOptions& options)
{
    for (std::int64_t i = 0; i < options.depth; ++i) {
        m_typedLayers.emplace_back(TwoWayBlock(options, i == 0));
        m_layers->push_back(m_typedLayers.back());
    }
    register_module("layers", m_layers);
    m_finalAttention = register_module("final_attn_token_to_image", crossAttention(options));
    m_finalNorm = register_module("norm_final_attn", layerNorm(options.dim));
}

TwoWayState TwoWayTransformerImpl::forward(const torch::Tensor& image, const torch::Tensor& imagePositions,
                                           const torch::Tensor& tokens)
{
    TwoWayState state{tokens, image};
    for (auto& layer : m_typedLayers)
        state = layer(state, tokens, imagePositions);
    const auto attended = m_finalAttention(state.tokens + tokens, state.image + imagePositions, state.image);
    state.tokens = m_finalNorm(state.tokens + attended);
    return state;
}

} // namespace avs::nn
