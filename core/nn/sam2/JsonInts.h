// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/Json.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace avs::nn {

[[nodiscard]] inline Json jsonInts(const std::vector<std::int64_t>& values)
{
    return Json(Json::Array(values.begin(), values.end()));
}

[[nodiscard]] inline std::vector<std::int64_t> intsOr(const Json& json, std::string_view key,
                                                      std::vector<std::int64_t> fallback)
{
    return json.contains(key) ? json.at(key).asInts() : std::move(fallback);
}

/// For switches that no published SAM 2 model sets otherwise: a configuration that does is refused.
inline void requireFlag(const Json& json, std::string_view key, bool value)
{
    if (json.boolOr(key, value) != value)
        throw JsonError(std::string(key) + " must be " + (value ? "true" : "false") +
                        ": the other way is not supported");
}

} // namespace avs::nn
