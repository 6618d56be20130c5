// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/inference.
#pragma once

#include "core/base/Result.h"
#include "core/nn/ModelFamily.h"
#include "core/nn/weights/WeightFile.h"

#include <QString>

#include <optional>

namespace avs::inference {

/// The architecture of a weight file.
struct WeightConfig
{
    nn::Json config;
    nn::ModelFamily family{};
};

/// The configuration that comes with the program for the published size whose names and shapes `tensors` have
/// (SAM 2 and 2.1 in four sizes, ImageBind huge, TAViS); nothing for any other file.
[[nodiscard]] std::optional<nn::Json> publishedConfig(const nn::TensorMap& tensors);

/// That of `configPath`; when empty, the one in the file's metadata or publishedConfig(). `path` is for the
/// words of errors: Unsupported when no configuration is known. Throws JsonError.
[[nodiscard]] base::Result<WeightConfig> configOf(const nn::WeightFile& file, const QString& path,
                                                  const QString& configPath = {});

} // namespace avs::inference
