// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/imagebind/Heads.h"

#include "core/nn/Precision.h"

#include <torch/nn/functional/normalization.h>

#include <cmath>

namespace avs::nn {

namespace {

constexpr double kMaxScale = 100;

torch::nn::LayerNorm makeNorm(std::int64_t dim)
{
    return torch::nn::LayerNorm(torch::nn::LayerNormOptions({dim}).eps(1e-6));
}

torch::nn::Linear makeProjection(std::int64_t dim, std::int64_t outDim)
{
    return torch::nn::Linear(torch::nn::LinearOptions(dim, outDim).bias(false));
}

/// Exact: similarities are up to 2000 times a cosine, which leaves no digit to give away.
torch::Tensor project(torch::nn::LayerNorm& norm, torch::nn::Linear& projection, const torch::Tensor& x)
{
    const ExactScope exact;
    return projection(norm(atLeastFloat(x)));
}

} // namespace

TokenHeadImpl::TokenHeadImpl(std::int64_t dim, std::int64_t outDim)
    : m_norm(register_module("0", makeNorm(dim)))
    , m_projection(register_module("2", makeProjection(dim, outDim)))
{}

torch::Tensor TokenHeadImpl::forward(const torch::Tensor& x)
{
    return project(m_norm, m_projection, x);
}

TextHeadImpl::TextHeadImpl(std::int64_t dim, std::int64_t outDim)
{
    const auto proj = register_module("proj", std::make_shared<torch::nn::Module>());
    m_norm = proj->register_module("0", makeNorm(dim));
    m_projection = proj->register_module("1", makeProjection(dim, outDim));
}

torch::Tensor TextHeadImpl::forward(const torch::Tensor& x)
{
    return project(m_norm, m_projection, x);
}

LogitScaleImpl::LogitScaleImpl(double initial, bool learnable)
{
    const auto scaling = register_module("1", std::make_shared<torch::nn::Module>());
    const auto value = torch::scalar_tensor(std::log(initial), torch::kFloat);
    log_logit_scale = learnable ? scaling->register_parameter("log_logit_scale", value)
                                : scaling->register_buffer("log_logit_scale", value);
}

torch::Tensor LogitScaleImpl::forward(const torch::Tensor& x)
{
    return unitLength(x) * log_logit_scale.exp().clamp_max(kMaxScale);
}

torch::Tensor unitLength(const torch::Tensor& x)
{
    namespace F = torch::nn::functional;
    return F::normalize(x, F::NormalizeFuncOptions().dim(-1).eps(1e-12));
}

torch::Tensor similarity(const torch::Tensor& a, const torch::Tensor& b)
{
    const ExactScope exact;
    return atLeastFloat(a).mm(atLeastFloat(b).t());
}

} // namespace avs::nn
