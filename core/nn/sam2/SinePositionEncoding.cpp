// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/sam2/SinePositionEncoding.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>
#include <torch/utils.h>

#include <numbers>

namespace avs::nn {

namespace {

constexpr std::size_t kMaxCached = 32;

/// positions 1..count of a side -> [count, channels], sines and cosines interleaved.
torch::Tensor encodeSide(std::int64_t count, std::int64_t channels, double temperature)
{
    const auto places = at::arange(1, count + 1, torch::kFloat);
    const auto angles = places / (static_cast<float>(count) + 1e-6F) * (2 * std::numbers::pi_v<float>);
    const auto exponents =
        at::arange(channels, torch::kFloat).div(2, "floor").mul(2.0 / static_cast<double>(channels));
    const auto phase = angles.unsqueeze(1) / at::pow(temperature, exponents);
    return at::stack({phase.slice(1, 0, {}, 2).sin(), phase.slice(1, 1, {}, 2).cos()}, 2).flatten(1);
}

} // namespace

SinePositionEncoding::SinePositionEncoding(std::int64_t channels, double temperature)
    : m_channels(channels)
    , m_temperature(temperature)
{
    TORCH_CHECK(channels % 4 == 0, "sine positions: the number of channels must be divisible by 4, not ",
                channels);
}

torch::Tensor SinePositionEncoding::at(std::int64_t height, std::int64_t width, const torch::Tensor& like)
{
    const Key key{height, width, like.device().str(), like.scalar_type()};
    if (const auto found = m_cache.find(key); found != m_cache.end())
        return found->second;
    // What is kept must be an ordinary tensor even if it is first asked for in inference mode: a later
    // training step may save it for the backward pass.
    const c10::InferenceMode ordinary(false);
    const torch::NoGradGuard noGrad;
    const auto half = m_channels / 2;
    const auto rows =
        encodeSide(height, half, m_temperature).view({height, 1, half}).expand({height, width, half});
    const auto columns =
        encodeSide(width, half, m_temperature).view({1, width, half}).expand({height, width, half});
    const auto encoded =
        at::cat({rows, columns}, 2).permute({2, 0, 1}).contiguous().unsqueeze(0).to(like.options());
    if (m_cache.size() >= kMaxCached)
        m_cache.clear();
    m_cache.emplace(key, encoded);
    return encoded;
}

} // namespace avs::nn
