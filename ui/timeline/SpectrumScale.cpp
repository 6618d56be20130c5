// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/SpectrumScale.h"

#include <algorithm>
#include <cmath>

namespace avs::timeline {

using analysis::Spectrogram;
using analysis::SpectrumKind;

namespace {

/// The values that the colours reach from and to: natural logarithms of energies, and decibels.
constexpr float kMelLow = Spectrogram::kMelFloor;
constexpr float kMelHigh = 5;
constexpr float kStftLow = -105;
constexpr float kStftHigh = -15;

/// What a row of pixels shows: the loudest of bands first … last, or a mixture of two.
struct Row
{
    int first = 0;
    int last = 0;
    float share = 0; ///< of `last`; below 0: the loudest

    [[nodiscard]] float of(const float* column) const
    {
        if (share >= 0)
            return column[first] + (column[last] - column[first]) * share;
        return *std::max_element(column + first, column + last + 1);
    }
};

} // namespace

SpectrumScale::SpectrumScale(const analysis::SpectrumBands& bands, bool log)
    : m_bands(bands)
    , m_log(log && bands.kind == SpectrumKind::Stft)
{}

double SpectrumScale::frequencyHz(double share) const
{
    const int count = m_bands.count();
    if (m_bands.kind == SpectrumKind::Mel)
        return m_bands.frequencyHz(share * count - 0.5);
    const double highest = m_bands.rateHz / 2.0;
    return m_log ? kLowestHz * std::pow(highest / kLowestHz, share) : highest * share;
}

double SpectrumScale::shareOf(double frequencyHz) const
{
    if (m_bands.kind == SpectrumKind::Mel)
        return (m_bands.bandAt(frequencyHz) + 0.5) / m_bands.count();
    const double highest = m_bands.rateHz / 2.0;
    return m_log ? std::log(frequencyHz / kLowestHz) / std::log(highest / kLowestHz) : frequencyHz / highest;
}

QImage SpectrumScale::draw(const jobs::SoundTile& tile, int height, imaging::Ground ground) const
{
    const int top = m_bands.count() - 1;
    const auto clamped = [top](double at) { return std::clamp(int(at), 0, top); };
    std::vector<Row> rows;
    for (int y = 0; y < height; ++y) {
        const double low = band(double(height - 1 - y) / height);
        const double high = band(double(height - y) / height);
        if (high - low >= 1) {
            rows.push_back({clamped(std::ceil(low)), clamped(std::floor(high)), -1});
        } else {
            const double middle = std::clamp((low + high) / 2, 0.0, double(top));
            rows.push_back({clamped(middle), clamped(middle + 1), float(middle - std::floor(middle))});
        }
    }
    const auto& heat = imaging::heatColours(ground);
    std::array<QRgb, 256> colours;
    for (std::size_t i = 0; i < colours.size(); ++i)
        colours[i] = qRgb(heat[i].r, heat[i].g, heat[i].b);
    const bool mel = m_bands.kind == SpectrumKind::Mel;
    const float low = mel ? kMelLow : kStftLow;
    const float scale = 255 / ((mel ? kMelHigh : kStftHigh) - low);
    QImage image(tile.columns, height, QImage::Format_RGB32);
    for (int y = 0; y < height; ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < tile.columns; ++x) {
            const float level = (rows[std::size_t(y)].of(tile.column(x)) - low) * scale;
            line[x] = colours[std::size_t(std::clamp(level, 0.0F, 255.0F))];
        }
    }
    return image;
}

} // namespace avs::timeline
