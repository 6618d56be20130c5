// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/media: a piece of a waveform, and how blocks are put together.
#pragma once

#include "core/media/WaveformPyramid.h"

#include <vector>

namespace avs::media {

/// A Peak in 6 bytes: parts of 32767.
struct PackedPeak
{
    std::int16_t min = 0;
    std::int16_t max = 0;
    std::uint16_t rms = 0;

    [[nodiscard]] static PackedPeak of(const Peak& peak);
    friend bool operator==(const PackedPeak&, const PackedPeak&) = default;
};

/// Gathers blocks into one Peak; each weighs as many sample frames as it has.
class PeakSum
{
public:
    void add(const PackedPeak& block, std::int64_t samples);
    [[nodiscard]] Peak peak() const;

private:
    int m_min = 32767;
    int m_max = -32767;
    double m_energy = 0;
    std::int64_t m_samples = 0;
};

struct WaveformPyramid::Chunk
{
    static constexpr int kBlocks = 4096; ///< finest blocks in all chunks but the last
    static constexpr int kFactor = 8;    ///< blocks of one level in a block of the next
    static constexpr std::int64_t kSamples = std::int64_t(kBlocks) * kBlock;

    /// Finest level first; ends with the level of a single block.
    using Lane = std::vector<std::vector<PackedPeak>>;

    std::int64_t samples = 0; ///< 1 … kSamples
    std::vector<Lane> lanes;  ///< of the channels; the mix comes last, where there is more than one

    [[nodiscard]] std::int64_t blockCount() const { return (samples + kBlock - 1) / kBlock; }
    /// Makes the coarser levels from the finest ones.
    void build();
};

} // namespace avs::media
