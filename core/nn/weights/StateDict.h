// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/weights/Safetensors.h"

#include <torch/nn/module.h>

#include <string>
#include <vector>

namespace avs::nn {

/// Parameters and buffers of a module by their full names, detached, sharing storage.
[[nodiscard]] TensorMap stateDict(const torch::nn::Module& module);

/// How the keys of a file and of a module differ.
struct KeyDifferences
{
    std::vector<std::string> missing;
    std::vector<std::string> unexpected;
    std::vector<std::string> wrongShape; ///< "name is [2, 3] instead of [3, 2]"

    [[nodiscard]] bool none() const { return missing.empty() && unexpected.empty() && wrongShape.empty(); }
    /// All of them in one line.
    [[nodiscard]] std::string text() const;
};
/// Keys of `tensors` that begin with one of `ignoredPrefixes` are passed over.
[[nodiscard]] KeyDifferences compareKeys(const torch::nn::Module& module, const TensorMap& tensors,
                                         const std::vector<std::string>& ignoredPrefixes = {});

/// Copies `tensors` into the module (converting the dtype). Strict: if any keys differ, all are listed in one
/// WeightError of kind Mismatch, and nothing is changed.
void loadStrict(torch::nn::Module& module, const TensorMap& tensors,
                const std::vector<std::string>& ignoredPrefixes = {});

/// The same without copying: the module's tensors become those of the file, so that memory is needed once;
/// only tensors of another type than the module's are converted. For a module made in an UninitialisedScope,
/// on the CPU.
void adoptStrict(torch::nn::Module& module, const TensorMap& tensors,
                 const std::vector<std::string>& ignoredPrefixes = {});

} // namespace avs::nn
