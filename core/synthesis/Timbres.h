// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/synthesis/Classes.h"
#include "core/synthesis/Random.h"

#include <vector>

namespace avs::synthesis {

/// `sampleCount` mono samples of a class's sound at `rateHz` (≥ 8000), with a pitch, tempo and character
/// drawn from `random`. It begins at once, is never quiet for more than half a second, ends with a short
/// fade, and is levelled: RMS about 0.1, peak below 0.6.
[[nodiscard]] std::vector<float> makeTimbre(ClassId id, int sampleCount, int rateHz, Random& random);

} // namespace avs::synthesis
