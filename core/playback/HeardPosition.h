// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>

namespace avs::playback {

/// How many sample frames have been heard, from how many a sound device has taken. A device takes sound in
/// gulps and holds up to a buffer of it; between gulps a steady clock moves the position on, kept within what
/// the device can have played. The device's callback calls `taken` and nothing else; nothing here locks. One
/// object is one run from zero.
class HeardPosition
{
public:
    /// `bufferFrames`: the most that the device holds back, >= 0.
    HeardPosition(int rateHz, std::int64_t bufferFrames)
        : m_rateHz(rateHz)
        , m_bufferFrames(bufferFrames)
    {}

    /// Once the device says how much it really holds. Any thread.
    void setBuffer(std::int64_t frames) { m_bufferFrames = frames; }
    /// `frames` more were handed to the device at `nowUs` (a steady clock, microseconds).
    void taken(std::int64_t frames, std::int64_t nowUs);
    [[nodiscard]] std::int64_t takenFrames() const { return m_taken; }
    /// Heard frames at `nowUs`; never falls. One reading thread.
    [[nodiscard]] std::int64_t heard(std::int64_t nowUs);

private:
    const int m_rateHz;
    std::atomic<std::int64_t> m_bufferFrames;
    std::atomic<std::int64_t> m_taken = 0;
    std::atomic<std::int64_t> m_firstTakenUs = -1;

    // The reader's: shifts the steady clock where the device ran otherwise.
    std::int64_t m_shift = 0;
    std::int64_t m_last = 0;
};

} // namespace avs::playback
