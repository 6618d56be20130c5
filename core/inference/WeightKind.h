// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/inference.
#pragma once

#include "core/nn/weights/Safetensors.h"

#include <QString>

namespace avs::inference {

/// Which well-known model the names of these tensors are of, in the user's words: "SAM 2.1 weights".
[[nodiscard]] QString weightKind(const nn::TensorMap& tensors);

} // namespace avs::inference
