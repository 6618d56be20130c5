// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/SilentAudioSink.h"

namespace avs::playback {

void SilentAudioSink::start(base::MediaTime from)
{
    m_from = from;
    m_started = std::chrono::steady_clock::now();
    m_running = true;
}

void SilentAudioSink::stop()
{
    m_from = position();
    m_running = false;
}

base::MediaTime SilentAudioSink::position() const
{
    if (!m_running)
        return m_from;
    using std::chrono::duration_cast;
    using std::chrono::microseconds;
    const auto run = duration_cast<microseconds>(std::chrono::steady_clock::now() - m_started);
    return m_from + base::MediaTime::fromMicroseconds(run.count());
}

} // namespace avs::playback
