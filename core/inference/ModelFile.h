// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <string>
#include <vector>

namespace torch::nn {
class Module;
}

namespace avs::inference {

// A model on disk is one .safetensors file with everything that is needed to run it: the weights under their
// published names, and in the metadata "tavis.config" (the model half of a configuration, JSON) and
// "tavis.classes" (a JSON array of names, index 0 "background").
inline constexpr const char* kConfigKey = "tavis.config";
inline constexpr const char* kClassesKey = "tavis.classes";

/// Written atomically: the old file survives whatever goes wrong. Unwritable.
[[nodiscard]] base::Result<void> writeModelFile(const QString& path, const torch::nn::Module& model,
                                                const std::string& modelJson,
                                                const std::vector<QString>& classNames);

} // namespace avs::inference
