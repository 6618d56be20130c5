// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

namespace avs::nn {

/// Head of vision and audio: layer norm (`0`) and projection without bias (`2`; `1` selects the cls token,
/// which the caller has done). x [N, dim] -> [N, outDim].
class TokenHeadImpl : public torch::nn::Module
{
public:
    TokenHeadImpl(std::int64_t dim, std::int64_t outDim);
    torch::Tensor forward(const torch::Tensor& x);

private:
    torch::nn::LayerNorm m_norm = nullptr;
    torch::nn::Linear m_projection = nullptr;
};
TORCH_MODULE(TokenHead);

/// Head of text: as TokenHead, but named `proj.0` and `proj.1`. x [N, dim] at the end token -> [N, outDim].
class TextHeadImpl : public torch::nn::Module
{
public:
    TextHeadImpl(std::int64_t dim, std::int64_t outDim);
    torch::Tensor forward(const torch::Tensor& x);

private:
    torch::nn::LayerNorm m_norm = nullptr;
    torch::nn::Linear m_projection = nullptr;
};
TORCH_MODULE(TextHead);

/// Unit length, then times min(exp(`1.log_logit_scale`), 100): a parameter when `learnable`, else a buffer.
class LogitScaleImpl : public torch::nn::Module
{
public:
    LogitScaleImpl(double initial, bool learnable);
    torch::Tensor forward(const torch::Tensor& x); ///< [N, E] -> same

private:
    torch::Tensor log_logit_scale;
};
TORCH_MODULE(LogitScale);

/// x [N, E] at unit length, as the postprocessors do it.
[[nodiscard]] torch::Tensor unitLength(const torch::Tensor& x);

/// Dot products of embeddings a [N, E] and b [M, E] -> [N, M], in float32 at least, whatever PrecisionScope
/// is open: the logits of ImageBind's comparisons, since the embeddings have their scales in them.
[[nodiscard]] torch::Tensor similarity(const torch::Tensor& a, const torch::Tensor& b);

} // namespace avs::nn
