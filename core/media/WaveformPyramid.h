// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace avs::media {

/// Smallest, largest and root-mean-square value of a stretch of sound; silence is all zero.
struct Peak
{
    float min = 0;
    float max = 0;
    float rms = 0;

    friend bool operator==(const Peak&, const Peak&) = default;
};

/// A lane of a waveform: a channel from 0, or kMixed, the mean over all channels.
inline constexpr int kMixed = -1;

/// What a stretch of sound looks like from afar, for all channels and their mix, in a time that does not
/// depend on the stretch's length. Immutable; a growing waveform is a row of snapshots, which share what they
/// have in common. Share freely between threads. 2.3 MB for an hour of each lane at 48 kHz.
class WaveformPyramid
{
public:
    static constexpr int kBlock = 256; ///< sample frames in the finest blocks

    /// A piece of about 20 s with all of its levels; made by WaveformBuilder.
    struct Chunk;

    /// `chunks`: null where nothing is known yet; all but the last one are full.
    WaveformPyramid(int rateHz, int channels, std::vector<std::shared_ptr<const Chunk>> chunks,
                    bool complete);

    [[nodiscard]] int rateHz() const { return m_rateHz; }
    [[nodiscard]] int channels() const { return m_channels; }
    /// Sample frames up to the last one that is known so far; there may be gaps before.
    [[nodiscard]] std::int64_t sampleCount() const { return m_sampleCount; }
    /// Whether the whole sound is known.
    [[nodiscard]] bool isComplete() const { return m_complete; }

    /// Over all blocks that share a sample frame with [from, to), so exact to one block at either end.
    /// Silence where nothing is known. `lane`: kMixed or 0 … channels() - 1. Values are exact to 1/32767.
    [[nodiscard]] Peak range(int lane, std::int64_t from, std::int64_t to) const;

    [[nodiscard]] const std::vector<std::shared_ptr<const Chunk>>& chunks() const { return m_chunks; }

private:
    int m_rateHz;
    int m_channels;
    bool m_complete;
    std::int64_t m_sampleCount = 0;
    std::vector<std::shared_ptr<const Chunk>> m_chunks;
};
using WaveformPyramidPtr = std::shared_ptr<const WaveformPyramid>;

/// Of interleaved samples, one lane; exact.
[[nodiscard]] Peak peakOf(std::span<const float> samples, int channels, int lane);

} // namespace avs::media
