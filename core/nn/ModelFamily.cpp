// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ModelFamily.h"

namespace avs::nn {

std::optional<ModelFamily> familyOf(const Json& config)
{
    if (config.contains("imagebind"))
        return ModelFamily::Tavis;
    if (config.contains("trunk"))
        return ModelFamily::Sam2;
    if (config.contains("vision") || config.contains("text") || config.contains("audio"))
        return ModelFamily::ImageBind;
    return std::nullopt;
}

Json modelIn(const Json& config)
{
    return config.contains("model") ? config.at("model") : config;
}

} // namespace avs::nn
