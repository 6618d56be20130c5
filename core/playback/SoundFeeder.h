// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/playback/SoundRun.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace avs::playback {

/// Decodes, stretches and puts into a run what its device takes out, on a thread of its own, half a second
/// ahead. A file without (readable) sound is silence.
class SoundFeeder
{
public:
    SoundFeeder();
    ~SoundFeeder();

    /// Feeds this run from now on; the one before must be over. Any thread; returns at once.
    void feed(SoundRunPtr run);

private:
    void work(const std::stop_token& stop);
    [[nodiscard]] SoundRunPtr awaitRun(const std::stop_token& stop);

    std::mutex m_mutex; // guards m_next
    std::condition_variable_any m_arrived;
    SoundRunPtr m_next;
    std::jthread m_thread;
};

} // namespace avs::playback
