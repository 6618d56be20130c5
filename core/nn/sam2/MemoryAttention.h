// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/Json.h"
#include "core/nn/sam2/RotaryEncoding.h"
#include "core/nn/sam2/SamAttention.h"

#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/modules/normalization.h>

#include <vector>

namespace avs::nn {

struct MemoryAttentionOptions
{
    std::int64_t dim = 256;      ///< d_model
    std::int64_t memoryDim = 64; ///< kv_in_dim
    std::int64_t layers = 4;     ///< num_layers
    std::int64_t ffnDim = 2048;  ///< dim_feedforward
    std::int64_t heads = 1;      ///< num_heads; dim / heads is divisible by 4
    double ropeTheta = 10000;    ///< rope_theta
    double dropout = 0.1;        ///< dropout, in training

    [[nodiscard]] static MemoryAttentionOptions fromJson(const Json& json);
};

/// What is remembered, as one sequence per object.
struct MemoryBank
{
    torch::Tensor features;  ///< [R, F·h·w + P, memoryDim]: F maps, row by row, then P pointer tokens
    torch::Tensor positions; ///< the same shape, or 1 instead of R
    std::int64_t pointerTokens = 0; ///< P: these have no place in the picture
};

/// One layer: self-attention, attention to memory, feed-forward, each on normalised input and with a
/// residual path.
class MemoryAttentionLayerImpl : public torch::nn::Module
{
public:
    explicit MemoryAttentionLayerImpl(const MemoryAttentionOptions& options);
    /// x [R, h·w, dim]; placedMemory: features + positions; rotations: RotaryEncoding of h × w.
    torch::Tensor forward(torch::Tensor x, const MemoryBank& memory, const torch::Tensor& placedMemory,
                          const torch::Tensor& rotations);

private:
    [[nodiscard]] torch::Tensor dropout(const torch::Tensor& x) const;

    double m_dropout;
    SamAttention m_selfAttn{nullptr};
    SamAttention m_crossAttn{nullptr};
    torch::nn::Linear m_linear1{nullptr};
    torch::nn::Linear m_linear2{nullptr};
    torch::nn::LayerNorm m_norm1{nullptr};
    torch::nn::LayerNorm m_norm2{nullptr};
    torch::nn::LayerNorm m_norm3{nullptr};
};
TORCH_MODULE(MemoryAttentionLayer);

/// SAM 2's memory attention (memory_attention.py, facebookresearch/sam2 2b90b9f, Apache-2.0), with the
/// switches of the published models: positions at the input and at the keys of the memory.
class MemoryAttentionImpl : public torch::nn::Module
{
public:
    explicit MemoryAttentionImpl(const MemoryAttentionOptions& options);

    /// current, currentPositions [R or 1, dim, h, w] -> [R, dim, h, w]: the map with what is remembered taken
    /// in. R is that of the memory.
    torch::Tensor forward(const torch::Tensor& current, const torch::Tensor& currentPositions,
                          const MemoryBank& memory);

private:
    torch::nn::ModuleList m_layers;
    std::vector<MemoryAttentionLayer> m_typedLayers;
    torch::nn::LayerNorm m_norm{nullptr};
    RotaryEncoding m_rotary;
};
TORCH_MODULE(MemoryAttention);

} // namespace avs::nn
