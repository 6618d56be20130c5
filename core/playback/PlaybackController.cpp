// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/PlaybackController.h"

#include <algorithm>
#include <utility>

namespace avs::playback {

using base::MediaTime;

namespace {
constexpr int kTickMs = 15;
constexpr int kLoopSettlesMs = 150;
constexpr MediaTime kStepWithoutPictures = MediaTime::fromMicroseconds(40'000);
} // namespace

PlaybackController::PlaybackController(QObject* parent)
    : QObject(parent)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(kTickMs);
    connect(&m_timer, &QTimer::timeout, this, &PlaybackController::tick);
    m_loopSettles.setSingleShot(true);
    m_loopSettles.setInterval(kLoopSettlesMs);
    connect(&m_loopSettles, &QTimer::timeout, this, &PlaybackController::onLoopSettled);
    setSink(std::make_unique<SilentAudioSink>());
}

PlaybackController::~PlaybackController() = default;

void PlaybackController::setSink(std::unique_ptr<AudioSink> sink)
{
    if (m_sink)
        m_sink->stop();
    m_sink = std::move(sink);
    // Queued: the failed sink must not be destroyed while it is emitting.
    connect(m_sink.get(), &AudioSink::failed, this, &PlaybackController::onSinkFailed, Qt::QueuedConnection);
    m_sink->setSound(m_sound);
    m_sink->setMuted(m_muted);
    if (m_playing)
        run();
}

void PlaybackController::onSinkFailed(const base::Error& error)
{
    if (sender() != m_sink.get()) // also news of a sink that is gone by now
        return;
    setSink(std::make_unique<SilentAudioSink>());
    Q_EMIT soundFailed(error);
}

void PlaybackController::setClip(std::shared_ptr<const media::FrameTable> frames, MediaTime duration)
{
    pause();
    m_frames = std::move(frames);
    m_duration = duration;
    setLoop({});
    m_sound.clear();
    m_sink->setSound({});
    m_frame = base::FrameIndex();
    m_position = MediaTime();
    Q_EMIT positionChanged(m_position);
    Q_EMIT frameChanged(m_frame);
}

void PlaybackController::setFrames(std::shared_ptr<const media::FrameTable> frames)
{
    Q_ASSERT(frames && !frames->isEmpty());
    m_frames = std::move(frames);
    // Not every container tells its length.
    m_duration = std::max(m_duration, m_frames->endOf(base::FrameIndex(m_frames->size() - 1)));
    moveTo(m_position);
}

void PlaybackController::setSound(const QString& path)
{
    m_sound = path;
    m_sink->setSound(m_sound);
    if (m_playing)
        run();
}

void PlaybackController::setSpeed(double speed)
{
    speed = std::clamp(speed, kSlowest, kFastest);
    const bool isNew = std::exchange(m_speed, speed) != speed;
    if (isNew)
        Q_EMIT speedChanged(speed);
    if (m_rate != speed)
        setRate(speed);
}

void PlaybackController::setLoop(std::optional<base::TimeRange> loop)
{
    if (loop && loop->isEmpty())
        loop.reset();
    if (std::exchange(m_loop, loop) == loop)
        return;
    Q_EMIT loopChanged();
    if (!m_playing || m_rate < 0)
        return;
    // The sink goes another way from here on. Starting it takes a moment, in which the clock stands still.
    if (!m_loopSettles.isActive())
        seek(clock().position());
    m_loopSettles.start();
}

void PlaybackController::onLoopSettled()
{
    if (m_playing && m_rate > 0 && m_sinkLoop != m_loop)
        seek(clock().position());
}

/// Takes effect at once.
void PlaybackController::setRate(double rate)
{
    if (m_rate == rate)
        return;
    if (m_playing) {
        moveTo(clock().position());
        clock().stop();
    }
    m_rate = rate;
    Q_EMIT rateChanged(rate);
    if (m_playing)
        run();
}

PlaybackClock& PlaybackController::clock()
{
    return m_rate < 0 ? static_cast<PlaybackClock&>(m_backwards) : *m_sink;
}

void PlaybackController::run()
{
    if (m_rate < 0) {
        m_backwards.setSpeed(m_rate);
    } else {
        m_sink->setSpeed(m_rate);
        m_sink->setLoop(m_loop);
        m_sinkLoop = m_loop;
    }
    clock().start(m_position);
}

void PlaybackController::setMuted(bool muted)
{
    if (std::exchange(m_muted, muted) == muted)
        return;
    m_sink->setMuted(muted);
    Q_EMIT mutedChanged(muted);
}

void PlaybackController::play()
{
    if (m_playing || m_duration <= MediaTime())
        return;
    // Stepping to the last frame is an end too. Pausing within it is none: it may be long, and sound may go
    // on after the pictures.
    const bool atLastFrame = m_frames && m_frames->size() > 1 &&
                             m_position == m_frames->timeOf(base::FrameIndex(m_frames->size() - 1));
    if (m_loop && !m_loop->contains(m_position))
        moveTo(m_loop->begin);
    else if (m_rate > 0 && (m_position >= m_duration || atLastFrame))
        moveTo(MediaTime());
    m_playing = true;
    run();
    m_timer.start();
    Q_EMIT playingChanged(true);
}

void PlaybackController::pause()
{
    if (!m_playing)
        return;
    m_playing = false;
    m_timer.stop();
    clock().stop();
    Q_EMIT playingChanged(false);
    setRate(m_speed);
}

void PlaybackController::togglePlaying()
{
    if (m_playing)
        pause();
    else
        play();
}

void PlaybackController::shuttleForward()
{
    if (!m_playing || m_rate < 0) {
        setRate(m_speed);
        play();
    } else {
        setRate(m_rate < 2 ? 2 : kFastest);
    }
}

void PlaybackController::shuttleBack()
{
    if (m_duration <= MediaTime())
        return;
    setRate(!m_playing || m_rate > 0 ? -1 : m_rate > -2 ? -2 : -kFastest);
    play();
}

void PlaybackController::seek(MediaTime position)
{
    moveTo(position);
    if (m_playing)
        run();
}

void PlaybackController::skip(MediaTime distance)
{
    seek(m_position + distance);
}

void PlaybackController::step(int frames)
{
    pause();
    if (!m_frames || m_frames->isEmpty()) {
        moveTo(m_position + MediaTime::fromMicroseconds(kStepWithoutPictures.microseconds() * frames));
        return;
    }
    const auto index = std::clamp<std::int64_t>(m_frame.value() + frames, 0, m_frames->size() - 1);
    moveTo(m_frames->timeOf(base::FrameIndex(index)));
}

void PlaybackController::toStart()
{
    seek(MediaTime());
}

void PlaybackController::toEnd()
{
    pause();
    if (m_frames && !m_frames->isEmpty())
        moveTo(m_frames->timeOf(base::FrameIndex(m_frames->size() - 1)));
    else
        moveTo(m_duration);
}

void PlaybackController::tick()
{
    const MediaTime now = clock().position();
    const bool isForward = m_rate > 0;
    if (m_loop && (isForward ? now >= m_loop->end : now < m_loop->begin)) {
        // The frame that holds the end is not in the loop.
        const MediaTime last = m_loop->end - MediaTime::fromMicroseconds(1);
        seek(isForward ? m_loop->begin : last);
        return;
    }
    moveTo(now);
    if (isForward ? now >= m_duration : now <= MediaTime())
        pause();
}

void PlaybackController::moveTo(MediaTime position)
{
    position = std::clamp(position, MediaTime(), std::max(MediaTime(), m_duration));
    if (std::exchange(m_position, position) != position)
        Q_EMIT positionChanged(position);
    if (!m_frames || m_frames->isEmpty())
        return;
    const base::FrameIndex frame = m_frames->frameAt(position);
    if (std::exchange(m_frame, frame) != frame)
        Q_EMIT frameChanged(frame);
}

} // namespace avs::playback
