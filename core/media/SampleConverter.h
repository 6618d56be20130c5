// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/media.
#pragma once

#include "core/media/AvHandles.h"
#include "core/media/ChannelMix.h"

#include <optional>
#include <vector>

namespace avs::media {

/// Turns decoded sound of whatever format, also one that changes on the way, into interleaved floats in
/// [-1, 1] at one rate. One thread.
class SampleConverter
{
public:
    /// Replaces `out` by the frame's sound; returns the number of sample frames, or a negative FFmpeg code.
    [[nodiscard]] int convert(const AVFrame& frame, int rateHz, int channels, std::vector<float>& out);

private:
    [[nodiscard]] int prepare(const AVFrame& frame, int rateHz, int channels);

    SwrPtr m_swr; ///< made anew when what it takes changes
    std::optional<ChannelMix> m_mix;
    int m_frameRateHz = 0;
    int m_frameFormat = -1;
    int m_frameChannels = 0;
    std::vector<float> m_unmixed;
};

} // namespace avs::media
