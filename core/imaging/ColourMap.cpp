// SPDX-License-Identifier: GPL-3.0-or-later
// OKLab: Björn Ottosson, "A perceptual color space for image processing", 2020 (the formulas are in the
// public domain).
#include "core/imaging/ColourMap.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace avs::imaging {

namespace {

struct LinearRgb
{
    double r = 0;
    double g = 0;
    double b = 0;

    [[nodiscard]] bool isShowable() const { return std::min({r, g, b}) >= 0 && std::max({r, g, b}) <= 1; }
};

LinearRgb fromOkLch(double lightness, double chroma, double hue)
{
    const double a = chroma * std::cos(hue);
    const double b = chroma * std::sin(hue);
    const double l = std::pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3);
    const double m = std::pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3);
    const double s = std::pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3);
    return {4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s};
}

std::uint8_t encoded(double linear)
{
    linear = std::clamp(linear, 0.0, 1.0);
    const double value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
    return std::uint8_t(std::lround(value * 255));
}

double decoded(std::uint8_t value)
{
    const double v = value / 255.0;
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

/// As much chroma as a screen can show, up to `chroma`.
Rgb colourOf(double lightness, double chroma, double hue)
{
    double low = 0;
    if (!fromOkLch(lightness, chroma, hue).isShowable()) {
        for (int i = 0; i < 24; ++i) {
            const double middle = (low + chroma) / 2;
            (fromOkLch(lightness, middle, hue).isShowable() ? low : chroma) = middle;
        }
        chroma = low;
    }
    const LinearRgb colour = fromOkLch(lightness, chroma, hue);
    return {encoded(colour.r), encoded(colour.g), encoded(colour.b)};
}

std::array<Rgb, 256> makeHeat(Ground ground)
{
    constexpr double kViolet = 285;
    constexpr double kTurn = 175; // over red, to 100: yellow
    std::array<Rgb, 256> colours;
    for (std::size_t i = 0; i < colours.size(); ++i) {
        const double t = double(i) / 255;
        const double lightness = ground == Ground::Dark ? 0.11 + 0.85 * t : 0.985 - 0.80 * t;
        // Against a light ground the yellow, which only light colours can have, comes first.
        const double way = ground == Ground::Dark ? t : 1 - t;
        const double hue = (kViolet + kTurn * way) * std::numbers::pi / 180;
        const double chroma = 0.19 * std::sin(std::numbers::pi * std::clamp(0.06 + 0.82 * t, 0.0, 1.0));
        colours[i] = colourOf(lightness, chroma, hue);
    }
    return colours;
}

} // namespace

const std::array<Rgb, 256>& heatColours(Ground ground)
{
    static const auto dark = makeHeat(Ground::Dark);
    static const auto light = makeHeat(Ground::Light);
    return ground == Ground::Dark ? dark : light;
}

double lightnessOf(Rgb colour)
{
    const double r = decoded(colour.r);
    const double g = decoded(colour.g);
    const double b = decoded(colour.b);
    return 0.2104542553 * std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) +
           0.7936177850 * std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) -
           0.0040720468 * std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
}

} // namespace avs::imaging
