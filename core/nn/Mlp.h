// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

namespace avs::nn {

struct MlpOptions
{
    std::int64_t input = 0;
    std::int64_t hidden = 0;
    std::int64_t output = 0;
    int layers = 3; ///< linear layers, ReLU between them and none at the end
    bool sigmoidOutput = false;
};

/// SAM 2's MLP (sam2_utils.py): parameters `layers.{i}.weight/bias`. x [..., input] -> [..., output].
class MlpImpl : public torch::nn::Module
{
public:
    explicit MlpImpl(const MlpOptions& options);
    torch::Tensor forward(torch::Tensor x);

private:
    MlpOptions m_options;
    torch::nn::ModuleList m_layers;
};
TORCH_MODULE(Mlp);

} // namespace avs::nn
