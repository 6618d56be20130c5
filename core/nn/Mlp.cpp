// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/Mlp.h"

#include <torch/nn/modules/linear.h>

namespace avs::nn {

MlpImpl::MlpImpl(const MlpOptions& options)
    : m_options(options)
{
    TORCH_CHECK(options.layers >= 1, "an MLP has at least one layer, not ", options.layers);
    for (int i = 0; i < options.layers; ++i) {
        const auto in = i == 0 ? options.input : options.hidden;
        const auto out = i == options.layers - 1 ? options.output : options.hidden;
        m_layers->push_back(torch::nn::Linear(in, out));
    }
    register_module("layers", m_layers);
}

torch::Tensor MlpImpl::forward(torch::Tensor x)
{
    for (std::size_t i = 0; i < m_layers->size(); ++i) {
        x = m_layers[i]->as<torch::nn::Linear>()->forward(x);
        if (i + 1 < m_layers->size())
            x = torch::relu(x);
    }
    return m_options.sigmoidOutput ? torch::sigmoid(x) : x;
}

} // namespace avs::nn
