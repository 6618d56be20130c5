// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/Spectrogram.h"
#include "core/imaging/ColourMap.h"
#include "core/jobs/SoundTile.h"

#include <QImage>

#include <vector>

namespace avs::timeline {

/// How a spectrogram fills a height: which frequency is where, and which value has which colour. A plain
/// value.
class SpectrumScale
{
public:
    static constexpr double kLowestHz = 30; ///< of the logarithmic scale

    SpectrumScale() = default;
    /// `log`: octaves are equally high (Stft; mel bands always are as high as each other).
    SpectrumScale(const analysis::SpectrumBands& bands, bool log);

    [[nodiscard]] const analysis::SpectrumBands& bands() const { return m_bands; }
    /// `share` of the height, 0 (bottom) … 1 (top).
    [[nodiscard]] double frequencyHz(double share) const;
    /// The inverse; may lie outside 0 … 1.
    [[nodiscard]] double shareOf(double frequencyHz) const;

    /// One pixel for each column, `height` pixels high, top row first. Where several bands meet in a pixel
    /// the loudest counts; where a band is higher than a pixel, neighbours run into each other.
    [[nodiscard]] QImage draw(const jobs::SoundTile& tile, int height, imaging::Ground ground) const;

private:
    [[nodiscard]] double band(double share) const { return m_bands.bandAt(frequencyHz(share)); }

    analysis::SpectrumBands m_bands;
    bool m_log = false;
};

} // namespace avs::timeline
