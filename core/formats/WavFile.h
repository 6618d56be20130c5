// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <span>

namespace avs::formats {

/// Mono 16-bit PCM; samples in [−1, 1], what is beyond is clipped. Unwritable.
[[nodiscard]] base::Result<void> writeWav(const QString& path, std::span<const float> samples, int rateHz);

} // namespace avs::formats
