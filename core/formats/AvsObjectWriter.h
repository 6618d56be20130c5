// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/AvsBenchObject.h"
#include "core/formats/AvsBenchWriter.h"

#include <span>

namespace avs::formats {

// Writes AVSBench-object, see AvsBenchObject.h; clips are those of objectClip(). Unwritable.

/// Picture `k`, and its mask, black and white: what has a class sounds. Of S4's training clips only the first
/// gets a mask.
[[nodiscard]] base::Result<void> writeObjectFrame(const AvsClip& clip, int k, const imaging::RgbImage& image,
                                                  const imaging::LabelMap& labels);

[[nodiscard]] base::Result<void> writeObjectSound(const AvsClip& clip, std::span<const float> samples,
                                                  int rateHz);

/// The list. In S4 the category is the first of a row's classes.
[[nodiscard]] base::Result<void> writeObjectIndex(const QString& root, AvsLayout layout,
                                                  const std::vector<QString>& classNames,
                                                  const std::vector<AvsRow>& rows);

} // namespace avs::formats
