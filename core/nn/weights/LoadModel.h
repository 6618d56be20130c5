// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/weights/StateDict.h"
#include "core/nn/weights/UninitialisedScope.h"

namespace avs::nn {

/// A model with the weights of a file, on the CPU, in evaluation mode. Its tensors are those of the file (see
/// adoptStrict), so it takes the file's size once and no time for random weights. Throws WeightError
/// (Mismatch, with all keys that differ).
template <typename Model, typename Options>
[[nodiscard]] Model loadModel(const Options& options, const TensorMap& tensors,
                              const std::vector<std::string>& ignoredPrefixes = {})
{
    Model model = nullptr;
    {
        const UninitialisedScope scope;
        model = Model(options);
    }
    adoptStrict(*model, tensors, ignoredPrefixes);
    model->eval();
    return model;
}

} // namespace avs::nn
