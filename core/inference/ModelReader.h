// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/inference.
#pragma once

#include "core/base/Result.h"
#include "core/inference/ModelSession.h"
#include "core/nn/tavis/Tavis.h"

namespace avs::inference {

struct ReadModel
{
    nn::Tavis model = nullptr;       ///< on the CPU, float32, in evaluation mode
    std::vector<QString> classNames; ///< background first
};

/// A model file (ModelFile.h), or a bare state dict of TAViS, .pth or .safetensors: the released checkpoints.
/// Their configuration is `options.configPath` or that of the released model, their classes the ones given or
/// AVSBench's. Strict: every key has its place, but for ImageBind's towers that nothing uses. Errors as
/// ModelSession::load(); throws WeightError, JsonError.
[[nodiscard]] base::Result<ReadModel> readModel(const QString& path, const LoadOptions& options);

} // namespace avs::inference
