// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/sam2/LayerNorm2d.h"

#include <ATen/ATen.h>

namespace avs::nn {

LayerNorm2dImpl::LayerNorm2dImpl(std::int64_t channels)
    : m_weight(register_parameter("weight", torch::ones({channels})))
    , m_bias(register_parameter("bias", torch::zeros({channels})))
{}

torch::Tensor LayerNorm2dImpl::forward(const torch::Tensor& x)
{
    // One copy at most, then the fused kernel: far cheaper than mean and variance over a strided axis.
    const auto channelsLast = x.permute({0, 2, 3, 1});
    return at::layer_norm(channelsLast, m_weight.sizes(), m_weight, m_bias, 1e-6).permute({0, 3, 1, 2});
}

} // namespace avs::nn
