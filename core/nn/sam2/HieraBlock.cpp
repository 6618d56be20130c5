// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/sam2/HieraBlock.h"

#include "core/nn/sam2/Windows.h"

#include <ATen/ATen.h>

namespace avs::nn {

namespace {

constexpr std::int64_t kMlpRatio = 4;

/// x [B, H, W, C] -> [B, H/2, W/2, C]; the permuted view is channels-last memory, so nothing is copied.
torch::Tensor maxPool(const torch::Tensor& x)
{
    return at::max_pool2d(x.permute({0, 3, 1, 2}), {2, 2}, {2, 2}).permute({0, 2, 3, 1});
}

torch::nn::LayerNorm layerNorm(std::int64_t width)
{
    return torch::nn::LayerNorm(torch::nn::LayerNormOptions({width}).eps(1e-6));
}

} // namespace

HieraMlpImpl::HieraMlpImpl(std::int64_t width, std::int64_t hidden)
    : m_first(width, hidden)
    , m_second(hidden, width)
{
    m_layers->push_back(m_first);
    m_layers->push_back(m_second);
    register_module("layers", m_layers);
}

torch::Tensor HieraMlpImpl::forward(const torch::Tensor& x)
{
    // Linear adds its bias in the same pass for matrices only.
    return m_second(at::gelu(m_first(x.flatten(0, -2)))).view(x.sizes());
}

HieraAttentionImpl::HieraAttentionImpl(const HieraBlockOptions& options)
    : m_options(options)
    , m_qkv(register_module("qkv", torch::nn::Linear(options.width, 3 * options.outWidth)))
    , m_proj(register_module("proj", torch::nn::Linear(options.outWidth, options.outWidth)))
{
    TORCH_CHECK(options.heads > 0 && options.outWidth % options.heads == 0, "Hiera: ", options.heads,
                " heads do not divide ", options.outWidth, " channels");
}

torch::Tensor HieraAttentionImpl::forward(const torch::Tensor& x)
{
    const auto batch = x.size(0);
    auto height = x.size(1);
    auto width = x.size(2);
    const auto heads = m_options.heads;
    const auto headDim = m_options.outWidth / heads;

    // Unbound rather than selected: then one gradient is put together, instead of three filled and added.
    const auto qkv = m_qkv(x.flatten(0, 2)).view({batch, height * width, 3, heads, headDim}).unbind(2);
    auto q = qkv[0]; // [N, hw, heads, headDim]
    if (m_options.pooled) {
        q = maxPool(q.flatten(2).view({batch, height, width, m_options.outWidth}));
        height = q.size(1);
        width = q.size(2);
        q = q.reshape({batch, height * width, heads, headDim});
    }
    const auto out =
        at::scaled_dot_product_attention(q.transpose(1, 2), qkv[1].transpose(1, 2), qkv[2].transpose(1, 2));
    const auto pixels = out.transpose(1, 2).reshape({batch * height * width, m_options.outWidth});
    return m_proj(pixels).view({batch, height, width, m_options.outWidth});
}

HieraBlockImpl::HieraBlockImpl(const HieraBlockOptions& options)
    : m_options(options)
    , m_norm1(register_module("norm1", layerNorm(options.width)))
    , m_attn(register_module("attn", HieraAttention(options)))
    , m_norm2(register_module("norm2", layerNorm(options.outWidth)))
    , m_mlp(register_module("mlp", HieraMlp(options.outWidth, kMlpRatio * options.outWidth)))
{
    TORCH_CHECK(!options.pooled || (options.window > 0 && options.window % 2 == 0),
                "Hiera: a pooled block needs an even window, not ", options.window);
    TORCH_CHECK(!options.pooled || options.width != options.outWidth,
                "Hiera: a pooled block changes the width");
    if (options.width != options.outWidth)
        m_proj = register_module("proj", torch::nn::Linear(options.width, options.outWidth));
}

torch::Tensor HieraBlockImpl::forward(const torch::Tensor& x)
{
    auto y = m_norm1(x);
    auto shortcut = x;
    if (m_proj) {
        shortcut = m_proj(y);
        if (m_options.pooled)
            shortcut = maxPool(shortcut);
    }
    if (m_options.window > 0)
        y = mergeWindows(m_attn(partitionWindows(y, m_options.window)), shortcut.size(1), shortcut.size(2));
    else
        y = m_attn(y);
    y = shortcut + y;
    return y + m_mlp(m_norm2(y));
}

} // namespace avs::nn
