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
        addPause(begin + fed, frames - fed);
    m_heard.taken(frames);
    m_roomMade.release();
}

void SoundRun::addPause(std::int64_t begin, std::int64_t length)
{
    const std::int64_t lastEnd = m_pauseBegin + m_pauseLength;
    ++m_pauseVersion;
    if (begin == lastEnd) {
        m_pauseLength += length;
    } else {
        m_pauseBefore += m_pauseLength;
        m_pauseBegin = begin;
        m_pauseLength = length;
    }
    ++m_pauseVersion;
}

SoundRun::Pause SoundRun::pause() const
{
    Pause pause;
    unsigned version = 0;
    do {
        version = m_pauseVersion;
        pause = {m_pauseBegin, m_pauseLength, m_pauseBefore};
    } while (version % 2 != 0 || version != m_pauseVersion);
    return pause;
}

base::MediaTime SoundRun::position(std::int64_t nowUs)
{
    const std::int64_t heard = m_heard.heard(nowUs);
    const Pause last = pause();
    std::int64_t ofClip = heard - last.before;
    if (heard > last.begin)
        ofClip -= std::min(last.length, heard - last.begin);
    return m_options.from + base::MediaTime::fromSeconds(double(std::max<std::int64_t>(0, ofClip)) *
                                                         m_options.speed / m_options.rateHz);
}

} // namespace avs::playback
