// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/AudioDecoder.h"

#include <memory>
#include <vector>

namespace avs::media {

/// Smallest and largest sample of each block of `samplesPerPeak` samples of a mono track.
struct WaveformPeaks
{
    struct Peak
    {
        float min = 0;
        float max = 0;
    };
    int rateHz = 0;
    int samplesPerPeak = 0;
    std::int64_t sampleCount = 0;
    std::vector<Peak> peaks;

    /// Extremes over the samples [from, to); exact to one block. Empty ranges give {0, 0}.
    [[nodiscard]] Peak range(std::int64_t from, std::int64_t to) const;
};
using WaveformPeaksPtr = std::shared_ptr<const WaveformPeaks>;

/// `audio` mixed over its channels. Any thread.
[[nodiscard]] WaveformPeaksPtr makeWaveformPeaks(const AudioSamples& audio, int samplesPerPeak = 64);

} // namespace avs::media
