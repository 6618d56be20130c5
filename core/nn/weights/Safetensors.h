// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/weights/WeightError.h"

#include <torch/types.h>

#include <map>
#include <string>

namespace avs::nn {

using TensorMap = std::map<std::string, torch::Tensor>;

/// A .safetensors file, memory-mapped. Every offset, size, shape and dtype is checked when it is opened.
/// https://github.com/huggingface/safetensors (format description).
struct SafetensorsFile
{
    /// Tensors are read-only views of the mapping (which lives as long as any of them): clone to change.
    /// F64, F32, F16, BF16, I64, I32, I16, I8, U8 and BOOL are read. Throws WeightError.
    [[nodiscard]] static SafetensorsFile open(const std::string& path);

    TensorMap tensors;
    std::map<std::string, std::string> metadata; ///< the header's "__metadata__"
};

/// Writes `path` atomically (a temporary file beside it, synced, then renamed): after a crash or on a full
/// disk the old file is still whole. Tensors may be on any device. Throws WeightError.
void writeSafetensors(const std::string& path, const TensorMap& tensors,
                      const std::map<std::string, std::string>& metadata = {});

} // namespace avs::nn
