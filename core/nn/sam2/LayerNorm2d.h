// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

namespace avs::nn {

/// Layer normalisation over the channels of a map, each pixel for itself; eps 1e-6. Parameters `weight`,
/// `bias`. SAM 2 (facebookresearch/sam2 2b90b9f, Apache-2.0), sam2_utils.py.
class LayerNorm2dImpl : public torch::nn::Module
{
public:
    explicit LayerNorm2dImpl(std::int64_t channels);
    /// x [B, C, H, W] -> the same shape, in channels-last memory.
    torch::Tensor forward(const torch::Tensor& x);

private:
    torch::Tensor m_weight;
    torch::Tensor m_bias;
};
TORCH_MODULE(LayerNorm2d);

} // namespace avs::nn
