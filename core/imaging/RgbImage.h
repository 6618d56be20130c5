// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace avs::imaging {

/// Three bytes a pixel, R G B, rows packed without padding, top row first. A plain value: copying copies
/// the pixels; share across threads as `std::shared_ptr<const …>`.
struct RgbImage
{
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels; ///< 3·width·height bytes

    RgbImage() = default;
    RgbImage(int w, int h)
        : width(w)
        , height(h)
        , pixels(static_cast<std::size_t>(w) * h * 3)
    {}

    [[nodiscard]] bool isEmpty() const { return width <= 0 || height <= 0; }
    [[nodiscard]] std::uint8_t* row(int y) { return pixels.data() + static_cast<std::size_t>(y) * width * 3; }
    [[nodiscard]] const std::uint8_t* row(int y) const
    {
        return pixels.data() + static_cast<std::size_t>(y) * width * 3;
    }

    friend bool operator==(const RgbImage&, const RgbImage&) = default;
};

/// One byte a pixel, rows packed. As a label map the byte is a class index, 0 is background.
struct LabelMap
{
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels; ///< width·height bytes

    LabelMap() = default;
    LabelMap(int w, int h)
        : width(w)
        , height(h)
        , pixels(static_cast<std::size_t>(w) * h)
    {}

    [[nodiscard]] bool isEmpty() const { return width <= 0 || height <= 0; }
    [[nodiscard]] std::uint8_t& at(int x, int y) { return pixels[static_cast<std::size_t>(y) * width + x]; }
    [[nodiscard]] std::uint8_t at(int x, int y) const
    {
        return pixels[static_cast<std::size_t>(y) * width + x];
    }

    friend bool operator==(const LabelMap&, const LabelMap&) = default;
};

} // namespace avs::imaging
