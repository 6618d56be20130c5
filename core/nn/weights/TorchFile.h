// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/nn/weights.
#pragma once

#include "core/nn/weights/MappedFile.h"
#include "core/nn/weights/Safetensors.h"

namespace avs::nn {

/// Whether the file begins like one that PyTorch before 1.6 wrote: a bare pickle, which is refused with
/// advice.
[[nodiscard]] bool isOldTorchFile(const MappedFile& file);

/// See WeightFile::open().
[[nodiscard]] TensorMap readTorchFile(const MappedFile& file, const std::string& path);

} // namespace avs::nn
