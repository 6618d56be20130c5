// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/Palette.h"

#include <array>

namespace avs::imaging {

enum class Ground
{
    Dark, ///< small values are dark
    Light ///< small values are light
};

/// 256 colours for a quantity from small to large, for spectrograms: lightness (OKLab's) goes evenly from the
/// ground's to the other end while the hue turns from violet over red to yellow, so that equal steps look
/// equal, and order remains for those who see no colours. On a light ground the lightness runs the other way.
[[nodiscard]] const std::array<Rgb, 256>& heatColours(Ground ground);

/// OKLab's lightness of a colour, 0 (black) … 1 (white).
[[nodiscard]] double lightnessOf(Rgb colour);

} // namespace avs::imaging
