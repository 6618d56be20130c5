// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace avs::studio {

/// Milliseconds since the operating system began this process, so that loading the libraries counts too. On
/// systems other than Linux, since this was first called. Good to 10 ms.
[[nodiscard]] std::int64_t processAgeMs();

} // namespace avs::studio
