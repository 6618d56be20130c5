// SPDX-License-Identifier: GPL-3.0-or-later
// For .cpp files that see LibTorch.
#pragma once

#include "core/base/Result.h"
#include "core/nn/sam2/Sam2.h"

#include <QString>

namespace avs::inference {

/// SAM 2 or 2.1 from a weight file: a published sam2_hiera_*.pt or sam2.1_hiera_*.pt as it was downloaded, or
/// any .safetensors with a configuration in its metadata. The size is found from the file; `configPath` names
/// another configuration. On the CPU, in evaluation mode, in memory once: its tensors are the mapped file, so
/// the file must not be written to while the model lives. Any thread. Errors: as inspectWeights();
/// Unsupported when the file is of another model or no configuration is known, or when keys are missing,
/// unexpected or of a wrong shape (all are named).
[[nodiscard]] base::Result<nn::Sam2> loadSam2(const QString& path, const QString& configPath = {});

} // namespace avs::inference
