// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/Palette.h"

#include <QtGlobal>

#include <algorithm>
#include <cmath>

namespace avs::imaging {

namespace {

std::array<Rgb, 256> makeVocPalette()
{
    std::array<Rgb, 256> palette;
    for (int j = 0; j < 256; ++j) {
        Rgb& colour = palette[std::size_t(j)];
        int rest = j;
        for (int bit = 7; rest != 0; --bit, rest >>= 3) {
            colour.r |= std::uint8_t((rest & 1) << bit);
            colour.g |= std::uint8_t(((rest >> 1) & 1) << bit);
            colour.b |= std::uint8_t(((rest >> 2) & 1) << bit);
        }
    }
    return palette;
}

/// Chosen by hand: twelve hues that stay apart from each other and from skin, grass and sky.
constexpr std::array<Rgb, 12> kFirst{{{255, 82, 82},
                                      {64, 196, 255},
                                      {255, 214, 0},
                                      {118, 255, 3},
                                      {224, 64, 251},
                                      {255, 112, 0},
                                      {29, 233, 182},
                                      {255, 128, 191},
                                      {124, 135, 255},
                                      {0, 145, 234},
                                      {178, 223, 138},
                                      {197, 98, 30}}};

std::uint8_t channel(double value)
{
    return std::uint8_t(std::lround(std::clamp(value, 0.0, 1.0) * 255));
}

/// `hue`, `saturation` and `value` 0 … 1.
Rgb fromHsv(double hue, double saturation, double value)
{
    const auto part = [&](double offset) {
        const double k = std::fmod(offset + hue * 6.0, 6.0);
        return channel(value - value * saturation * std::clamp(std::min(k, 4.0 - k), 0.0, 1.0));
    };
    return {part(5.0), part(3.0), part(1.0)};
}

} // namespace

const std::array<Rgb, 256>& vocPalette()
{
    static const std::array<Rgb, 256> palette = makeVocPalette();
    return palette;
}

Rgb displayColour(int classIndex)
{
    Q_ASSERT(classIndex >= 0 && classIndex < 256);
    if (classIndex == 0)
        return {};
    if (std::size_t(classIndex) <= kFirst.size())
        return kFirst[std::size_t(classIndex) - 1];
    // Steps of the golden section keep neighbours far apart; three saturations set the rounds apart.
    constexpr double kGoldenStep = 0.61803398874989485;
    const double hue = std::fmod(classIndex * kGoldenStep, 1.0);
    return fromHsv(hue, 0.45 + 0.25 * (classIndex % 3), 1.0);
}

} // namespace avs::imaging
