// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace avs::nn {

/// Replaces numeric entities and the common named ones ("&amp;" -> "&"); others stay as they are. Once, so
/// that
/// "&amp;lt;" becomes "&lt;". Any thread.
[[nodiscard]] std::u32string unescapeHtml(const std::u32string& text);

} // namespace avs::nn
