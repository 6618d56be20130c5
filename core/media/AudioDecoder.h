// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/Time.h"

#include <memory>
#include <span>
#include <stop_token>
#include <vector>

namespace avs::media {

/// Sound as interleaved floats in [-1, 1]; sample 0 is at time 0 of the clip's axis (silence is put in
/// front of a stream that starts later, and what lies before zero is dropped).
struct AudioSamples
{
    int rateHz = 0;
    int channels = 0;
    std::vector<float> samples; ///< frames·channels, interleaved

    [[nodiscard]] std::int64_t frameCount() const
    {
        return channels > 0 ? static_cast<std::int64_t>(samples.size()) / channels : 0;
    }
};
using AudioSamplesPtr = std::shared_ptr<const AudioSamples>;

/// Decodes the whole first sound stream to `rateHz` and `channels` (1 mixes down; the model hears 16 kHz
/// mono, see inference). Any thread; memory is 4 bytes × rate × channels × seconds.
/// Errors as `probe()`; Unsupported when the file has no sound; Cancelled.
[[nodiscard]] base::Result<AudioSamplesPtr> readAudio(const QString& path, int rateHz, int channels,
                                                      std::stop_token stop = {});

} // namespace avs::media
