// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/nn/weights.
#pragma once

#include <c10/core/ScalarType.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace avs::nn {

/// The element type of a storage that a PyTorch file names ("FloatStorage"); nothing for one that is not
/// read.
[[nodiscard]] inline std::optional<c10::ScalarType> storageType(std::string_view name)
{
    using Named = std::pair<std::string_view, c10::ScalarType>;
    static constexpr std::array kTypes = {
        Named{"DoubleStorage", c10::ScalarType::Double}, Named{"FloatStorage", c10::ScalarType::Float},
        Named{"HalfStorage", c10::ScalarType::Half},     Named{"BFloat16Storage", c10::ScalarType::BFloat16},
        Named{"LongStorage", c10::ScalarType::Long},     Named{"IntStorage", c10::ScalarType::Int},
        Named{"ShortStorage", c10::ScalarType::Short},   Named{"CharStorage", c10::ScalarType::Char},
        Named{"ByteStorage", c10::ScalarType::Byte},     Named{"BoolStorage", c10::ScalarType::Bool},
    };
    const auto* it = std::ranges::find(kTypes, name, &Named::first);
    return it == kTypes.end() ? std::nullopt : std::optional(it->second);
}

} // namespace avs::nn
