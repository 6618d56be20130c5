// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Time.h"
#include "core/media/FrameTable.h"
#include "core/playback/AudioSink.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace avs::playback {

/// Plays one clip: keeps the position, and says which frame belongs on screen. The sink is the master clock.
/// GUI thread.
class PlaybackController : public QObject
{
    Q_OBJECT

public:
    /// With a silent sink until `setSink`.
    explicit PlaybackController(QObject* parent = nullptr);
    ~PlaybackController() override;

    /// Goes on where it was, on another sink. When the sink fails, a silent one takes over.
    void setSink(std::unique_ptr<AudioSink> sink);

    /// Pauses at the start of a new clip. `frames` is null for a clip without pictures.
    void setClip(std::shared_ptr<const media::FrameTable> frames, base::MediaTime duration);
    /// More frames of the same clip, as they become known; position and playing stay.
    void setFrames(std::shared_ptr<const media::FrameTable> frames);
    /// May come while playing; null is silence.
    void setSound(media::AudioSamplesPtr sound);
    void setMuted(bool muted);

    [[nodiscard]] bool isPlaying() const { return m_playing; }
    [[nodiscard]] bool isMuted() const { return m_muted; }
    [[nodiscard]] base::MediaTime position() const { return m_position; }
    [[nodiscard]] base::MediaTime duration() const { return m_duration; }
    [[nodiscard]] base::FrameIndex currentFrame() const { return m_frame; }

    /// At the end, or just where the last frame begins, playing begins again from the start.
    void play();
    void pause();
    void togglePlaying();
    /// Clamped to the clip; goes on playing if it was.
    void seek(base::MediaTime position);
    void skip(base::MediaTime distance);
    /// Pauses, and shows the frame that lies `frames` away (a fixed 1/25 s without pictures).
    void step(int frames);
    void toStart();
    /// Pauses on the last frame.
    void toEnd();

Q_SIGNALS:
    void positionChanged(avs::base::MediaTime position);
    void frameChanged(avs::base::FrameIndex frame);
    void playingChanged(bool playing);
    void mutedChanged(bool muted);
    /// The sound device went away; the clip goes on without sound.
    void soundFailed(const avs::base::Error& error);

private:
    void tick();
    void moveTo(base::MediaTime position);
    void onSinkFailed(const base::Error& error);

    std::unique_ptr<AudioSink> m_sink;
    std::shared_ptr<const media::FrameTable> m_frames;
    media::AudioSamplesPtr m_sound;
    base::MediaTime m_duration;
    base::MediaTime m_position;
    base::FrameIndex m_frame;
    bool m_playing = false;
    bool m_muted = false;
    QTimer m_timer;
};

} // namespace avs::playback
