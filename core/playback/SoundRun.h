// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Time.h"
#include "core/playback/HeardPosition.h"
#include "core/playback/SampleRing.h"

#include <QString>

#include <array>
#include <atomic>
#include <memory>
#include <semaphore>
#include <span>
#include <stop_token>

namespace avs::playback {

/// What is played, and how.
struct SoundRunOptions
{
    QString path;         ///< empty: silence
    base::MediaTime from; ///< on the clip's axis
    double speed = 1;     ///< clip seconds per second, above 0
    int rateHz = 48000;   ///< the device's
    int channels = 2;     ///< the device's
    bool muted = false;
};

/// One stretch of playing, from a press of Play or a seek to the next. Three threads share it: the feeder
/// puts sound in, the device takes it out, and the owner of the clock asks for the position.
class SoundRun
{
public:
    explicit SoundRun(const SoundRunOptions& options);

    [[nodiscard]] const SoundRunOptions& options() const { return m_options; }

    /// \name The clock's owner
    /// \{
    /// Replaced or stopped: not worth feeding or starting any more. Any thread.
    void end();
    [[nodiscard]] bool isOver() const { return m_stop.stop_requested(); }
    [[nodiscard]] std::stop_token stopToken() const { return m_stop.get_token(); }
    /// What is heard at `nowUs` (a steady clock, microseconds), on the clip's axis.
    [[nodiscard]] base::MediaTime position(std::int64_t nowUs);
    void setMuted(bool muted) { m_muted = muted; }
    /// \}

    /// \name The feeder
    /// \{
    /// Sample frames that can be put in now.
    [[nodiscard]] std::int64_t room() const;
    void put(std::span<const float> interleaved) { m_ring.write(interleaved); }
    /// Nothing more will come: from now on silence is part of the clip.
    void finish() { m_finished = true; }
    /// Until something was taken out, or the run is over.
    void awaitRoom() { m_roomMade.acquire(); }
    /// \}

    /// \name The device
    /// \{
    /// Fills all of `out`, whole frames. Where the feeder is late there is silence, and the clip's time
    /// waits. Neither waits nor locks.
    void take(std::span<float> out);
    /// As HeardPosition::observe.
    void observe(std::int64_t framesPlayed, std::int64_t nowUs) { m_heard.observe(framesPlayed, nowUs); }
    [[nodiscard]] std::int64_t takenFrames() const { return m_heard.takenFrames(); }
    /// \}

private:
    /// A stretch of silence that is not the clip's, in sample frames taken.
    struct Pause
    {
        std::int64_t begin = 0;
        std::int64_t length = 0;
    };
    /// What a device holds back is short: pauses before so many are over when they are forgotten.
    static constexpr std::size_t kPauses = 16;
    struct Pauses
    {
        std::array<Pause, kPauses> latest; ///< in any order; unused ones are empty
        std::int64_t before = 0;           ///< length of all that were forgotten
    };

    void addPause(const Pause& pause);
    [[nodiscard]] Pauses pauses() const;

    const SoundRunOptions m_options;
    SampleRing m_ring;
    HeardPosition m_heard;
    std::stop_source m_stop;
    std::counting_semaphore<> m_roomMade{0};
    std::atomic<bool> m_finished = false;
    std::atomic<bool> m_muted = false;

    // Written by the device alone. Readers try again when the version was odd or changed.
    struct AtomicPause
    {
        std::atomic<std::int64_t> begin = 0;
        std::atomic<std::int64_t> length = 0;
    };
    std::atomic<unsigned> m_pauseVersion = 0;
    std::array<AtomicPause, kPauses> m_pauses;
    std::size_t m_lastPause = 0; ///< the device's
    std::atomic<std::int64_t> m_pausesBefore = 0;
};
using SoundRunPtr = std::shared_ptr<SoundRun>;

} // namespace avs::playback
