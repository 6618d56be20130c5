// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/DeviceSink.h"

#include <chrono>
#include <cmath>
#include <utility>

namespace avs::playback {

using base::MediaTime;

std::int64_t steadyMicroseconds()
{
    using namespace std::chrono;
    return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}

DeviceSink::DeviceSink(std::unique_ptr<SoundDevice> device, std::function<std::int64_t()> now,
                       QObject* parent)
    : AudioSink(parent)
    , m_device(std::move(device))
    , m_now(std::move(now))
{
    m_options.rateHz = m_device->rateHz();
    m_options.channels = m_device->channels();
    connect(m_device.get(), &SoundDevice::failed, this, &AudioSink::failed);
}

DeviceSink::~DeviceSink()
{
    if (m_run)
        m_run->end();
}

void DeviceSink::start(MediaTime from)
{
    if (m_run)
        m_run->end();
    m_options.from = from;
    m_loop = m_nextLoop && from < m_nextLoop->end ? m_nextLoop : std::nullopt;
    m_run = std::make_shared<SoundRun>(m_options);
    m_feeder.feed(m_run, m_loop);
    m_device->start(m_run);
}

void DeviceSink::stop()
{
    if (!m_run)
        return;
    m_held = position();
    m_run->end();
    m_run = nullptr;
    m_device->stop();
}

MediaTime DeviceSink::position() const
{
    return m_run ? roundTheLoop(m_run->position(m_now())) : m_held;
}

/// The run counts on: each turn is as long as what the feeder puts in for it, in whole samples.
MediaTime DeviceSink::roundTheLoop(MediaTime position) const
{
    if (!m_loop || position < m_loop->end)
        return position;
    const auto frameOf = [this](MediaTime time) {
        return double(std::llround(time.seconds() * m_options.rateHz));
    };
    const double turn = (frameOf(m_loop->end) - frameOf(m_loop->begin)) / m_options.rateHz;
    const double beyond = (position - m_loop->end).seconds();
    return turn > 0 ? m_loop->begin + MediaTime::fromSeconds(std::fmod(beyond, turn)) : m_loop->begin;
}

void DeviceSink::setMuted(bool muted)
{
    m_options.muted = muted;
    if (m_run)
        m_run->setMuted(muted);
}

} // namespace avs::playback
