// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/sam2/RotaryEncoding.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>
#include <torch/utils.h>

namespace avs::nn {

namespace {

constexpr std::size_t kMaxCached = 16;

} // namespace

RotaryEncoding::RotaryEncoding(std::int64_t headDim, double theta)
    : m_headDim(headDim)
    , m_theta(theta)
{
    TORCH_CHECK(headDim % 4 == 0, "rotary positions: the head width must be divisible by 4, not ", headDim);
}

torch::Tensor RotaryEncoding::rotations(std::int64_t height, std::int64_t width, const torch::Tensor& like)
{
    const bool isDouble = like.scalar_type() == torch::kDouble;
    const Key key{height, width, like.device().str(), isDouble};
    if (const auto found = m_cache.find(key); found != m_cache.end())
        return found->second;
    // As in SinePositionEncoding: kept tensors must be fit for a later training step.
    const c10::InferenceMode ordinary(false);
    const torch::NoGradGuard noGrad;
    const auto real = isDouble ? torch::kDouble : torch::kFloat;
    const auto exponents = at::arange(0, m_headDim / 4, real) * (-4.0 / static_cast<double>(m_headDim));
    const auto frequencies = at::pow(m_theta, exponents);
    const auto places = at::arange(height * width, torch::kLong);
    const auto x = places.remainder(width).to(real).unsqueeze(1) * frequencies;
    const auto y = places.div(width, "floor").to(real).unsqueeze(1) * frequencies;
    const auto angles = at::cat({x, y}, 1);
    const auto table = at::polar(at::ones_like(angles), angles).to(like.device());
    if (m_cache.size() >= kMaxCached)
        m_cache.clear();
    m_cache.emplace(key, table);
    return table;
}

torch::Tensor rotate(const torch::Tensor& x, const torch::Tensor& rotations)
{
    // Complex numbers exist in single and double precision only.
    const auto real = x.scalar_type() == torch::kDouble ? torch::kDouble : torch::kFloat;
    const auto pairs = at::view_as_complex(x.to(real).unflatten(-1, {x.size(-1) / 2, 2}));
    const auto sets = pairs.unflatten(2, {x.size(2) / rotations.size(0), rotations.size(0)});
    return at::view_as_real(sets * rotations).flatten(-2).flatten(2, 3).to(x.scalar_type());
}

} // namespace avs::nn
