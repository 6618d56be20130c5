// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/MultiheadAttention.h"

#include <torch/nn/module.h>
#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

namespace avs::nn {

struct TrunkOptions
{
    std::int64_t dim = 0;
    std::int64_t blocks = 0;
    std::int64_t heads = 0;
    bool normFirst = false;    ///< a layer norm before the first block (`pre_transformer_layer.0`)
    bool biasKeyValue = false; ///< one learned key and value more in each attention
    bool causal = false;       ///< position i sees 0 … i only
    double dropPath = 0;       ///< probability in the last block, linear from 0 in the first
};

/// Linear, exact GELU, linear with four times the width between: `fc1`, `fc2`.
class TrunkMlpImpl : public torch::nn::Module
{
public:
    explicit TrunkMlpImpl(std::int64_t dim);
    torch::Tensor forward(const torch::Tensor& x);

private:
    torch::nn::Linear fc1 = nullptr;
    torch::nn::Linear fc2 = nullptr;
};
TORCH_MODULE(TrunkMlp);

/// One pre-norm block (transformer.py, BlockWithMasking). x [N, L, dim] -> same.
class TrunkBlockImpl : public torch::nn::Module
{
public:
    TrunkBlockImpl(const TrunkOptions& options, double dropPath);
    torch::Tensor forward(torch::Tensor x);

private:
    torch::Tensor drop(const torch::Tensor& residual) const;

    bool m_causal;
    double m_dropPath;
    MultiheadAttention attn = nullptr;
    torch::nn::LayerNorm norm_1 = nullptr;
    TrunkMlp mlp = nullptr;
    torch::nn::LayerNorm norm_2 = nullptr;
};
TORCH_MODULE(TrunkBlock);

/// The transformer of one tower (transformer.py, SimpleTransformer); batch first, no final norm: that is the
/// head's. In training mode whole residuals of random samples are left out (drop path), drawn from torch's
/// global generator.
class TrunkImpl : public torch::nn::Module
{
public:
    explicit TrunkImpl(const TrunkOptions& options);
    torch::Tensor forward(torch::Tensor tokens); ///< [N, L, dim] -> same

private:
    torch::nn::ModuleList pre_transformer_layer;
    torch::nn::ModuleList blocks;
};
TORCH_MODULE(Trunk);

} // namespace avs::nn
