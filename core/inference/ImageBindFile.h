// SPDX-License-Identifier: GPL-3.0-or-later
// For .cpp files that see LibTorch.
#pragma once

#include "core/base/Result.h"
#include "core/nn/imagebind/ImageBind.h"

#include <QString>

namespace avs::inference {

/// ImageBind from a weight file: the published imagebind_huge.pth as it was downloaded (its depth, thermal
/// and IMU towers are passed over), or any .safetensors with a configuration in its metadata. Otherwise as
/// loadSam2().
[[nodiscard]] base::Result<nn::ImageBind> loadImageBind(const QString& path, const QString& configPath = {});

} // namespace avs::inference
