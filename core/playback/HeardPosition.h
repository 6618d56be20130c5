// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <limits>

namespace avs::playback {

/// How many sample frames of one run have been heard. A sound device takes them in gulps, holds some back,
/// and has a clock of its own, which drifts against the computer's. So now and then the device is asked how
/// many it has played; between answers a steady clock carries on, drawn gently to what the answers say.
/// Nothing here locks.
class HeardPosition
{
public:
    explicit HeardPosition(int rateHz)
        : m_rateHz(rateHz)
    {}

    /// `frames` more were handed to the device. The device's callback.
    void taken(std::int64_t frames) { m_taken += frames; }
    [[nodiscard]] std::int64_t takenFrames() const { return m_taken; }
    /// The device had played `frames` at `nowUs` (a steady clock, microseconds). One thread.
    void observe(std::int64_t frames, std::int64_t nowUs);
    /// Heard frames at `nowUs`; never falls, and 0 until the first answer. One reading thread.
    [[nodiscard]] std::int64_t heard(std::int64_t nowUs);

private:
    static constexpr std::int64_t kUnknown = std::numeric_limits<std::int64_t>::min();

    /// What the steady clock has counted by then, in sample frames.
    [[nodiscard]] std::int64_t steady(std::int64_t nowUs) const;

    const int m_rateHz;
    std::atomic<std::int64_t> m_taken = 0;
    std::atomic<std::int64_t> m_offset = kUnknown; ///< heard minus steady, in 1/256 sample frames
    std::int64_t m_last = 0;                       ///< the reader's
};

} // namespace avs::playback
