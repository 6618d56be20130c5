// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/media/AudioReader.h"

#include <memory>
#include <optional>
#include <vector>

namespace avs::inference {

/// What a model hears of a clip, read as it is needed: memory does not grow with the clip. One thread at a
/// time.
class ClipSound
{
public:
    /// Silence when the clip has no sound, or when it is broken (which the log tells). Cancelled.
    [[nodiscard]] static base::Result<ClipSound> open(const QString& path, std::stop_token stop = {});
    [[nodiscard]] static base::Result<ClipSound> silence() { return ClipSound(); }

    /// Whether there is nothing to hear: no sound track, a broken one, or it was not wanted.
    [[nodiscard]] bool isSilence() const { return !m_reader; }

    /// Where the sound ends, in seconds; reads on to there unless around() met the end. Cancelled.
    [[nodiscard]] base::Result<double> findEnd(std::stop_token stop = {});
    /// The same, once the end was met.
    [[nodiscard]] std::optional<double> endSeconds() const;

    /// The 2 s around `seconds`, shifted to lie inside the sound: mono, 16 kHz. All of a sound that is
    /// shorter. Quickest where `seconds` rises from call to call. Cancelled.
    [[nodiscard]] base::Result<std::vector<float>> around(double seconds, std::stop_token stop = {});

private:
    ClipSound() = default;
    /// Makes the buffer hold up to `count` samples from `begin` on; fewer only at the end of the sound.
    [[nodiscard]] base::Result<std::vector<float>> read(std::int64_t begin, std::int64_t count,
                                                        const std::stop_token& stop);

    std::unique_ptr<media::AudioReader> m_reader; ///< null: silence
    std::vector<float> m_buffer;                  ///< what was read last
    std::int64_t m_bufferBegin = 0;               ///< its place in the sound
    std::int64_t m_size = -1;                     ///< of the whole sound, once its end was met
};

} // namespace avs::inference
