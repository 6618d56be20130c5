// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/weights/Safetensors.h"

#include <torch/nn/module.h>

#include <string>
#include <vector>

namespace avs::nn {

/// Parameters and buffers of a module by their full names, detached, sharing storage.
[[nodiscard]] TensorMap stateDict(const torch::nn::Module& module);

/// Copies `tensors` into the module (converting the dtype). Strict: missing, unexpected and wrong-shaped keys
/// are all listed in one WeightError of kind Mismatch, and then nothing is changed. Keys that begin with one
/// of `ignoredPrefixes` are passed over.
void loadStrict(torch::nn::Module& module, const TensorMap& tensors,
                const std::vector<std::string>& ignoredPrefixes = {});

} // namespace avs::nn
