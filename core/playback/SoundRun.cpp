// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/SoundRun.h"

#include <algorithm>

namespace avs::playback {

namespace {
constexpr double kRingSeconds = 0.5;

std::size_t ringCapacity(const SoundRunOptions& options)
{
    return std::size_t(kRingSeconds * options.rateHz) * std::size_t(options.channels);
}
} // namespace

SoundRun::SoundRun(const SoundRunOptions& options)
    : m_options(options)
    , m_ring(ringCapacity(options))
    , m_heard(options.rateHz)
    , m_muted(options.muted)
{}

void SoundRun::end()
{
    m_stop.request_stop();
    m_roomMade.release();
}

std::int64_t SoundRun::room() const
{
    return std::int64_t(m_ring.room()) / m_options.channels;
}

void SoundRun::take(std::span<float> out)
{
    const std::int64_t begin = m_heard.takenFrames();
    const auto frames = std::int64_t(out.size()) / m_options.channels;
    const bool isFinished = m_finished; // asked first: what was put in before it is in the ring by now
    const std::size_t got = m_ring.read(out);
    std::fill(out.begin() + std::ptrdiff_t(got), out.end(), 0.0F);
    if (m_muted)
        std::fill(out.begin(), out.end(), 0.0F);
    const std::int64_t fed = std::int64_t(got) / m_options.channels;
    if (fed < frames && !isFinished)
        addPause({begin + fed, frames - fed});
    m_heard.taken(frames);
    m_roomMade.release();
}

void SoundRun::addPause(const Pause& pause)
{
    ++m_pauseVersion;
    if (auto& last = m_pauses[m_lastPause]; last.begin + last.length == pause.begin) {
        last.length += pause.length;
    } else {
        m_lastPause = (m_lastPause + 1) % kPauses;
        auto& oldest = m_pauses[m_lastPause];
        m_pausesBefore += oldest.length;
        oldest.begin = pause.begin;
        oldest.length = pause.length;
    }
    ++m_pauseVersion;
}

SoundRun::Pauses SoundRun::pauses() const
{
    Pauses pauses;
    unsigned version = 0;
    do {
        version = m_pauseVersion;
        for (std::size_t i = 0; i < kPauses; ++i)
            pauses.latest[i] = {m_pauses[i].begin, m_pauses[i].length};
        pauses.before = m_pausesBefore;
    } while (version % 2 != 0 || version != m_pauseVersion);
    return pauses;
}

base::MediaTime SoundRun::position(std::int64_t nowUs)
{
    const std::int64_t heard = m_heard.heard(nowUs);
    const Pauses known = pauses();
    std::int64_t paused = known.before;
    for (const auto& pause : known.latest)
        paused += std::clamp<std::int64_t>(heard - pause.begin, 0, pause.length);
    const auto ofClip = double(std::max<std::int64_t>(0, heard - paused));
    return m_options.from + base::MediaTime::fromSeconds(ofClip * m_options.speed / m_options.rateHz);
}

} // namespace avs::playback
