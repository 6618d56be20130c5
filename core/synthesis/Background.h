// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/RgbImage.h"
#include "core/synthesis/Random.h"

namespace avs::synthesis {

/// A muted textured wall: clouds, a gradient, soft stripes or tiles, with some grain.
[[nodiscard]] imaging::RgbImage makeBackground(int width, int height, Random& random);

} // namespace avs::synthesis
