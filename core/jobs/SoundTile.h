// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/Spectrogram.h"
#include "core/base/Time.h"

#include <compare>
#include <cstdint>
#include <memory>
#include <vector>

namespace avs::jobs {

/// Names a piece of what is seen of a clip's sound.
///
/// Samples: kSampleFrames sample frames at the stream's own rate and channels. Mel, Stft: kColumns columns of
/// a spectrogram of the mix of all channels (Mel at 16 kHz, Stft at the stream's own rate); a level has twice
/// the distance between columns of the level before. Up to a limit a column holds each band's loudest value
/// in its stretch of time; at the coarsest levels only part of the stretch is listened to.
struct SoundTileKey
{
    enum class Kind
    {
        Samples,
        Mel,
        Stft
    };
    static constexpr int kSampleFrames = 32768;
    static constexpr int kColumns = 128;

    Kind kind = Kind::Samples;
    int fftSize = 0; ///< Stft only, as analysis::SpectrogramSettings
    int level = 0;   ///< from 0, the finest; 0 for Samples
    std::int64_t index = 0;

    friend auto operator<=>(const SoundTileKey&, const SoundTileKey&) = default;

    /// Sample frames from one column to the next.
    [[nodiscard]] std::int64_t hop() const;
    /// Columns, or sample frames.
    [[nodiscard]] static int columnsPerTile(Kind kind)
    {
        return kind == Kind::Samples ? kSampleFrames : kColumns;
    }
    /// When column `column` begins to be shown. `rateHz`: as SoundTile::rateHz.
    [[nodiscard]] double secondsOf(std::int64_t column, int rateHz) const;
    /// The tile of the same kind and level that is shown at `seconds`; its index may lie outside the clip.
    [[nodiscard]] SoundTileKey at(double seconds, int rateHz) const;
    /// The coarsest level whose columns are at most `seconds` apart, or 0.
    [[nodiscard]] static int levelFor(Kind kind, int fftSize, double seconds, int rateHz);
};

/// The numbers of one piece. Immutable once made. May have fewer columns than others, where the sound ends;
/// none beyond.
struct SoundTile
{
    SoundTileKey key;
    int rateHz = 0; ///< 16000 for Mel, else the stream's own
    int rows = 0;   ///< channels, or bands
    int columns = 0;
    std::vector<float> values; ///< column by column; sample values, or as analysis::Spectrogram

    [[nodiscard]] const float* column(int at) const { return values.data() + std::ptrdiff_t(at) * rows; }
    [[nodiscard]] std::int64_t bytes() const
    {
        return std::int64_t(values.size() * sizeof(float) + sizeof(*this));
    }
};
using SoundTilePtr = std::shared_ptr<const SoundTile>;

} // namespace avs::jobs
