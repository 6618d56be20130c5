// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

namespace avs::imaging {

struct Rgb
{
    std::uint8_t r = 0;
    std::uint8_t g = 0;
    std::uint8_t b = 0;
    friend bool operator==(const Rgb&, const Rgb&) = default;
};

/// The Pascal VOC palette that AVSBench-semantic uses: colour of class j takes j three bits at a time,
/// bit 0 to R, bit 1 to G, bit 2 to B, the first group into bit 7, the next into bit 6, and so on.
/// Entry 0 (background) is black.
[[nodiscard]] const std::array<Rgb, 256>& vocPalette();

/// The colour in which a class is shown over video and in legends: vivid, light enough to be seen on any
/// picture, and far from that of the classes next to it. Masks on disk keep `vocPalette()`.
/// `classIndex` 0 … 255; 0 gives black.
[[nodiscard]] Rgb displayColour(int classIndex);

} // namespace avs::imaging
