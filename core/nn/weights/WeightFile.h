// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/weights/Safetensors.h"

#include <map>
#include <string>

namespace avs::nn {

/// A weight file of any kind that is read: .safetensors, or what `torch.save` wrote since PyTorch 1.6
/// (.pt, .pth). The kind is known from the content, not from the name.
struct WeightFile
{
    enum class Format
    {
        Safetensors,
        Torch
    };

    /// From a PyTorch file, tensors in nested dicts and lists are read, their keys joined with dots; numbers
    /// and strings beside them are passed over; nothing is executed. If the outermost dict has a dict "model"
    /// or "state_dict" with tensors, only that is read; a prefix "module." that all keys share is dropped.
    /// float64/32/16, bfloat16, int64/32/16/8, uint8 and bool are read. Tensors are views of the mapped file
    /// (writing to one copies its pages, never changes the file); tied ones share their storage. Throws
    /// WeightError.
    [[nodiscard]] static WeightFile open(const std::string& path);

    Format format = Format::Safetensors;
    TensorMap tensors;
    std::map<std::string, std::string> metadata; ///< of a .safetensors file
};

} // namespace avs::nn
