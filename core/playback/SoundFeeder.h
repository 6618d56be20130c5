// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/playback/SoundRun.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace avs::playback {

/// Decodes, stretches and puts into a run what its device takes out, on a thread of its own, half a second
/// ahead. A file without (readable) sound is silence.
class SoundFeeder
{
public:
    SoundFeeder();
    ~SoundFeeder();

    /// Feeds this run from now on; the one before must be over. Where there is a loop, its start follows its
    /// end without a gap, for ever; one that lies behind the run's beginning is none. Any thread; returns at
    /// once.
    void feed(SoundRunPtr run, const std::optional<base::TimeRange>& loop = {});

private:
    void work(const std::stop_token& stop);
    struct Order
    {
        SoundRunPtr run; ///< null: none
        std::optional<base::TimeRange> loop;
    };
    [[nodiscard]] Order awaitOrder(const std::stop_token& stop);

    std::mutex m_mutex; // guards m_next
    std::condition_variable_any m_arrived;
    Order m_next;
    std::jthread m_thread;
};

} // namespace avs::playback
