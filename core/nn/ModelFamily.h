// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/Json.h"

#include <optional>

namespace avs::nn {

enum class ModelFamily
{
    Tavis,
    Sam2,
    ImageBind
};

/// Of which model a configuration is, by its keys; nothing when of none that is known.
[[nodiscard]] std::optional<ModelFamily> familyOf(const Json& config);

/// A configuration file holds a model, or under "model" a model beside its training.
[[nodiscard]] Json modelIn(const Json& config);

} // namespace avs::nn
