// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/SilentAudioSink.h"

namespace avs::playback {

void SilentAudioSink::start(base::MediaTime from)
{
    m_from = from;
    m_speed = m_nextSpeed;
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
    const std::chrono::duration<double> run = std::chrono::steady_clock::now() - m_started;
    return m_from + base::MediaTime::fromSeconds(run.count() * m_speed);
}

} // namespace avs::playback
