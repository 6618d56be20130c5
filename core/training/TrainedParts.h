// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/TrainingConfig.h"

#include <torch/nn/module.h>

#include <string>
#include <utility>
#include <vector>

namespace avs::training {

using NamedTensors = std::vector<std::pair<std::string, torch::Tensor>>;

/// The parameters that a stage trains, in the model's order.
[[nodiscard]] NamedTensors trainedParameters(const torch::nn::Module& model, const TrainingStage& stage,
                                             const std::vector<std::string>& frozen);

/// Gradients for these parameters and for no others.
void openOnly(torch::nn::Module& model, const NamedTensors& trained);

/// Whether a parameter whose name begins with one of `prefixes` is open.
[[nodiscard]] bool anyOpen(const torch::nn::Module& model, const std::vector<std::string>& prefixes);

/// Training mode; with `frozenEval`, evaluation mode for modules that have parameters and none open.
void setTrainingMode(torch::nn::Module& model, bool frozenEval);

} // namespace avs::training
