// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/synthesis/Classes.h"
#include "core/synthesis/Random.h"
#include "core/synthesis/Raster.h"

namespace avs::synthesis {

/// The drawing of a class: fixed parts, colours varied around the class's own.
[[nodiscard]] Icon makeIcon(ClassId id, Random& random);

/// Hue in turns, saturation and value in [0, 1] (hue wraps, the others are clamped).
[[nodiscard]] Colour fromHsv(double hue, double saturation, double value);

} // namespace avs::synthesis
