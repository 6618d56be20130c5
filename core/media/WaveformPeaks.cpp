// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/WaveformPeaks.h"

#include <QtGlobal>

#include <algorithm>

namespace avs::media {

WaveformPeaks::Peak WaveformPeaks::range(std::int64_t from, std::int64_t to) const
{
    from = std::max<std::int64_t>(from, 0);
    to = std::min(to, sampleCount);
    if (from >= to)
        return {};
    const auto first = std::size_t(from / samplesPerPeak);
    const auto last = std::size_t((to - 1) / samplesPerPeak);
    Peak result = peaks[first];
    for (std::size_t i = first + 1; i <= last; ++i) {
        result.min = std::min(result.min, peaks[i].min);
        result.max = std::max(result.max, peaks[i].max);
    }
    return result;
}

WaveformPeaksPtr makeWaveformPeaks(const AudioSamples& audio, int samplesPerPeak)
{
    Q_ASSERT(samplesPerPeak > 0);
    auto result = std::make_shared<WaveformPeaks>();
    result->rateHz = audio.rateHz;
    result->samplesPerPeak = samplesPerPeak;
    result->sampleCount = audio.frameCount();
    result->peaks.reserve(std::size_t(result->sampleCount / samplesPerPeak + 1));
    const float share = audio.channels > 0 ? 1.0F / float(audio.channels) : 0.0F;
    const float* sample = audio.samples.data();
    for (std::int64_t i = 0; i < result->sampleCount; ++i, sample += audio.channels) {
        float mixed = 0;
        for (int c = 0; c < audio.channels; ++c)
            mixed += sample[c];
        mixed *= share;
        if (i % samplesPerPeak == 0) {
            result->peaks.push_back({mixed, mixed});
        } else {
            WaveformPeaks::Peak& peak = result->peaks.back();
            peak.min = std::min(peak.min, mixed);
            peak.max = std::max(peak.max, mixed);
        }
    }
    return result;
}

} // namespace avs::media
