// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/imagebind/Trunk.h"

#include <torch/nn/functional/activation.h>
#include <torch/nn/init.h>

namespace avs::nn {

namespace {

constexpr double kNormEps = 1e-6;

torch::nn::LayerNorm makeNorm(std::int64_t dim)
{
    return torch::nn::LayerNorm(torch::nn::LayerNormOptions({dim}).eps(kNormEps));
}

} // namespace

TrunkMlpImpl::TrunkMlpImpl(std::int64_t dim)
    : fc1(register_module("fc1", torch::nn::Linear(dim, 4 * dim)))
    , fc2(register_module("fc2", torch::nn::Linear(4 * dim, dim)))
{}

torch::Tensor TrunkMlpImpl::forward(const torch::Tensor& x)
{
    return fc2(torch::gelu(fc1(x)));
}

TrunkBlockImpl::TrunkBlockImpl(const TrunkOptions& options, double dropPath)
    : m_causal(options.causal)
    , m_dropPath(dropPath)
    , attn(register_module("attn", MultiheadAttention(MultiheadAttentionOptions{
                                       .dim = options.dim,
                                       .heads = options.heads,
                                       .biasKeyValue = options.biasKeyValue,
                                   })))
    , norm_1(register_module("norm_1", makeNorm(options.dim)))
    , mlp(register_module("mlp", TrunkMlp(options.dim)))
    , norm_2(register_module("norm_2", makeNorm(options.dim)))
{}

torch::Tensor TrunkBlockImpl::forward(torch::Tensor x)
{
    x = x + drop(attn->selfAttention(norm_1(x), m_causal));
    return x + drop(mlp(norm_2(x)));
}

torch::Tensor TrunkBlockImpl::drop(const torch::Tensor& residual) const
{
    if (!is_training() || m_dropPath == 0)
        return residual;
    const double keep = 1 - m_dropPath;
    const auto kept = torch::empty({residual.size(0), 1, 1}, residual.options()).bernoulli_(keep);
    return residual * kept / keep;
}

TrunkImpl::TrunkImpl(const TrunkOptions& options)
{
    if (options.normFirst) {
        pre_transformer_layer->push_back(makeNorm(options.dim));
        register_module("pre_transformer_layer", pre_transformer_layer);
    }
    for (std::int64_t i = 0; i < options.blocks; ++i) {
        const double share =
            options.blocks > 1 ? static_cast<double>(i) / static_cast<double>(options.blocks - 1) : 0;
        blocks->push_back(TrunkBlock(options, options.dropPath * share));
    }
    register_module("blocks", blocks);
    for (const auto& module : blocks->modules(/*include_self=*/false)) {
        if (auto* linear = module->as<torch::nn::LinearImpl>()) {
            torch::nn::init::xavier_uniform_(linear->weight);
            torch::nn::init::zeros_(linear->bias);
        }
    }
}

torch::Tensor TrunkImpl::forward(torch::Tensor tokens)
{
    for (const auto& layer : *pre_transformer_layer)
        tokens = layer->as<torch::nn::LayerNorm>()->forward(tokens);
    for (const auto& block : *blocks)
        tokens = block->as<TrunkBlock>()->forward(tokens);
    return tokens;
}

} // namespace avs::nn
