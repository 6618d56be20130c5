// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace avs::nn {

// As much of Unicode as a tokenizer needs, since the numeric core uses neither Qt nor ICU. Any thread.

[[nodiscard]] bool isLetter(char32_t code); ///< categories Lu, Ll, Lt, Lm, Lo
[[nodiscard]] bool isNumber(char32_t code); ///< categories Nd, Nl, No
[[nodiscard]] bool isSpace(char32_t code);  ///< property White_Space

/// Simple mapping of one code point; the few that become two (İ) or depend on their place (final Σ) do not.
[[nodiscard]] char32_t toLower(char32_t code);

/// Bytes that are no UTF-8 become U+FFFD each.
[[nodiscard]] std::u32string fromUtf8(std::string_view text);
void appendUtf8(std::string& out, char32_t code);

} // namespace avs::nn
