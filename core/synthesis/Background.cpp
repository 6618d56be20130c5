// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synthesis/Background.h"

#include "core/synthesis/Icons.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace avs::synthesis {
namespace {

/// Smooth noise in [0, 1]: random values on a lattice, interpolated, three octaves.
class ValueNoise
{
public:
    ValueNoise(double cell, Random& random)
        : m_cell(cell)
        , m_salt(random.bits())
    {}

    [[nodiscard]] double at(double x, double y) const
    {
        return (octave(x, y, m_cell, 0) * 4 + octave(x, y, m_cell / 2, 1) * 2 + octave(x, y, m_cell / 4, 2)) /
               7;
    }

private:
    [[nodiscard]] double lattice(std::int64_t x, std::int64_t y, std::uint64_t layer) const
    {
        std::uint64_t h = m_salt ^ (static_cast<std::uint64_t>(x) * 0x9e3779b97f4a7c15ULL) ^
                          (static_cast<std::uint64_t>(y) * 0xc2b2ae3d27d4eb4fULL) ^ (layer << 56);
        h = (h ^ (h >> 31)) * 0xbf58476d1ce4e5b9ULL;
        h ^= h >> 29;
        return static_cast<double>(h >> 11) * 0x1.0p-53;
    }
    [[nodiscard]] double octave(double x, double y, double cell, std::uint64_t layer) const
    {
        const double gx = x / cell;
        const double gy = y / cell;
        const auto ix = static_cast<std::int64_t>(std::floor(gx));
        const auto iy = static_cast<std::int64_t>(std::floor(gy));
        const auto ease = [](double t) { return t * t * (3 - 2 * t); };
        const double fx = ease(gx - static_cast<double>(ix));
        const double fy = ease(gy - static_cast<double>(iy));
        const double top = std::lerp(lattice(ix, iy, layer), lattice(ix + 1, iy, layer), fx);
        const double bottom = std::lerp(lattice(ix, iy + 1, layer), lattice(ix + 1, iy + 1, layer), fx);
        return std::lerp(top, bottom, fy);
    }

    double m_cell;
    std::uint64_t m_salt;
};

/// How far the wall's colour is from the first to the second one at a pixel, in [0, 1].
class Pattern
{
public:
    Pattern(int width, int height, Random& random)
        : m_kind(random.index(4))
        , m_angle(random.phase())
        , m_period(height * random.uniform(0.08, 0.22))
        , m_diagonal(std::hypot(width, height))
        , m_noise(height * random.uniform(0.15, 0.45), random)
    {}

    [[nodiscard]] double at(double x, double y) const
    {
        const double along = x * std::cos(m_angle) + y * std::sin(m_angle);
        const double across = y * std::cos(m_angle) - x * std::sin(m_angle);
        const double clouds = m_noise.at(x, y);
        switch (m_kind) {
        case 0:
            return clouds;
        case 1:
            return 0.75 * (0.5 + along / m_diagonal * 0.5) + 0.25 * clouds;
        case 2:
            return 0.6 * edge(along) + 0.4 * clouds;
        default:
            return 0.5 * std::abs(edge(along) - edge(across)) + 0.5 * clouds;
        }
    }

private:
    /// Soft-edged bands.
    [[nodiscard]] double edge(double along) const
    {
        return 0.5 + 0.5 * std::tanh(3.0 * std::sin(2 * std::numbers::pi * along / m_period / 2));
    }

    int m_kind;
    double m_angle;
    double m_period;
    double m_diagonal;
    ValueNoise m_noise;
};

} // namespace

imaging::RgbImage makeBackground(int width, int height, Random& random)
{
    const double hue = random.uniform();
    const double value = random.uniform(0.35, 0.75);
    const double saturation = random.uniform(0.05, 0.30);
    const double brighter = random.chance(0.5) ? 1 : -1;
    const double contrast = brighter * random.uniform(0.10, 0.22);
    const Colour first = fromHsv(hue, saturation, value);
    const Colour second = fromHsv(hue + random.uniform(-0.15, 0.15), saturation, value + contrast);
    const Pattern pattern(width, height, random);
    const double grain = random.uniform(0.0, 0.03);

    imaging::RgbImage image(width, height);
    for (int y = 0; y < height; ++y) {
        std::uint8_t* row = image.row(y);
        for (int x = 0; x < width; ++x) {
            const double mix = std::clamp(pattern.at(x, y), 0.0, 1.0);
            const double speck = grain * random.noise();
            const std::array<double, 3> rgb{std::lerp(first.r, second.r, mix),
                                            std::lerp(first.g, second.g, mix),
                                            std::lerp(first.b, second.b, mix)};
            for (int c = 0; c < 3; ++c)
                row[3 * x + c] = static_cast<std::uint8_t>(std::clamp(rgb[c] + speck, 0.0, 1.0) * 255 + 0.5);
        }
    }
    return image;
}

} // namespace avs::synthesis
