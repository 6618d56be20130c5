// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/media/WaveformPyramid.h"

#include <QString>

#include <functional>
#include <stop_token>

namespace avs::media {

/// Makes a WaveformPyramid from sound that comes bit by bit. One thread.
class WaveformBuilder
{
public:
    WaveformBuilder(int rateHz, int channels);
    ~WaveformBuilder();

    /// Whole sample frames, interleaved; any number.
    void add(std::span<const float> samples);
    /// Of what came so far, without the chunk that is being filled.
    [[nodiscard]] WaveformPyramidPtr snapshot() const;
    /// Of all that came. Nothing can be added afterwards.
    [[nodiscard]] WaveformPyramidPtr finish();

private:
    void endBlock();
    void endChunk();

    int m_rateHz;
    int m_channels;
    std::vector<std::shared_ptr<const WaveformPyramid::Chunk>> m_chunks;
    std::shared_ptr<WaveformPyramid::Chunk> m_chunk;
    std::vector<std::vector<float>> m_block; ///< of each channel, and then of their mix
    int m_filled = 0;
};

/// Decodes the first sound stream at its own rate, a long one in several places at once, each on a thread of
/// its own. `grown` is called on the caller's thread a few times a second with what is known so far; it may
/// be empty. Errors as AudioReader.
[[nodiscard]] base::Result<WaveformPyramidPtr>
readWaveform(const QString& path, const std::function<void(const WaveformPyramidPtr&)>& grown,
             std::stop_token stop = {});

} // namespace avs::media
