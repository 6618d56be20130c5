// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/sam2/MemoryAttention.h"

#include "core/nn/sam2/JsonInts.h"

#include <ATen/ATen.h>

namespace avs::nn {

namespace {

constexpr double kInputPositionWeight = 0.1;

torch::nn::LayerNorm layerNorm(std::int64_t dim)
{
    return torch::nn::LayerNorm(torch::nn::LayerNormOptions({dim}));
}

} // namespace

MemoryAttentionOptions MemoryAttentionOptions::fromJson(const Json& json)
{
    requireFlag(json, "pos_enc_at_input", true);
    requireFlag(json, "pos_enc_at_attn", false);
    requireFlag(json, "pos_enc_at_cross_attn_keys", true);
    requireFlag(json, "pos_enc_at_cross_attn_queries", false);
    MemoryAttentionOptions options;
    options.dim = json.intOr("d_model", options.dim);
    options.memoryDim = json.intOr("kv_in_dim", options.memoryDim);
    options.layers = json.intOr("num_layers", options.layers);
    options.ffnDim = json.intOr("dim_feedforward", options.ffnDim);
    options.heads = json.intOr("num_heads", options.heads);
    options.ropeTheta = json.doubleOr("rope_theta", options.ropeTheta);
    options.dropout = json.doubleOr("dropout", options.dropout);
    if (options.heads < 1)
        throw JsonError("num_heads must be above zero");
    return options;
}

MemoryAttentionLayerImpl::MemoryAttentionLayerImpl(const MemoryAttentionOptions& options)
    : m_dropout(options.dropout)
    , m_selfAttn(register_module("self_attn", SamAttention(SamAttentionOptions{.dim = options.dim,
                                                                               .heads = options.heads,
                                                                               .dropout = options.dropout})))
    , m_crossAttn(
          register_module("cross_attn_image", SamAttention(SamAttentionOptions{.dim = options.dim,
                                                                               .heads = options.heads,
                                                                               .keyDim = options.memoryDim,
                                                                               .dropout = options.dropout})))
    , m_linear1(register_module("linear1", torch::nn::Linear(options.dim, options.ffnDim)))
    , m_linear2(register_module("linear2", torch::nn::Linear(options.ffnDim, options.dim)))
    , m_norm1(register_module("norm1", layerNorm(options.dim)))
    , m_norm2(register_module("norm2", layerNorm(options.dim)))
    , m_norm3(register_module("norm3", layerNorm(options.dim)))
{}

torch::Tensor MemoryAttentionLayerImpl::dropout(const torch::Tensor& x) const
{
    return is_training() && m_dropout > 0 ? at::dropout(x, m_dropout, /*train=*/true) : x;
}

torch::Tensor MemoryAttentionLayerImpl::forward(torch::Tensor x, const MemoryBank& memory,
                                                const torch::Tensor& placedMemory,
                                                const torch::Tensor& rotations)
{
    const auto own = m_norm1(x);
    x = x + dropout(m_selfAttn->forwardRotary(own, own, own, rotations));
    x = x + dropout(m_crossAttn->forwardRotary(m_norm2(x), placedMemory, memory.features, rotations,
                                               memory.pointerTokens));
    return x + dropout(m_linear2(dropout(at::relu(m_linear1(m_norm3(x))))));
}

MemoryAttentionImpl::MemoryAttentionImpl(const MemoryAttentionOptions& options)
    : m_rotary(options.dim / options.heads, options.ropeTheta)
{
    for (std::int64_t i = 0; i < options.layers; ++i) {
        m_typedLayers.emplace_back(options);
        m_layers->push_back(m_typedLayers.back());
    }
    register_module("layers", m_layers);
    m_norm = register_module("norm", layerNorm(options.dim));
}

torch::Tensor MemoryAttentionImpl::forward(const torch::Tensor& current,
                                           const torch::Tensor& currentPositions, const MemoryBank& memory)
{
    const auto height = current.size(2);
    const auto width = current.size(3);
    const auto rows = memory.features.size(0);
    auto x = (current + kInputPositionWeight * currentPositions).flatten(2).transpose(1, 2); // [R, h·w, dim]
    x = x.expand({rows, -1, -1}).contiguous();
    const auto placedMemory = memory.features + memory.positions;
    const auto rotations = m_rotary.rotations(height, width, x);
    for (auto& layer : m_typedLayers)
        x = layer(x, memory, placedMemory, rotations);
    return m_norm(x).transpose(1, 2).unflatten(2, {height, width});
}

} // namespace avs::nn
