// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Time.h"
#include "core/media/FrameTable.h"
#include "core/playback/SilentAudioSink.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

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
    /// The file whose sound is played; empty is silence. May come while playing.
    void setSound(const QString& path);
    void setMuted(bool muted);
    /// Clip seconds per second, held within [kSlowest, kFastest]; the pitch stays.
    void setSpeed(double speed);
    /// Playing that reaches the end of this stretch, or starts outside of it, goes on at its start. Empty
    /// stretches are none. Setting a clip takes the loop away. While it changes quickly, as when it is
    /// dragged, the sink is told of the first change and of the last.
    void setLoop(std::optional<base::TimeRange> loop);

    static constexpr double kSlowest = 0.25;
    static constexpr double kFastest = 4;

    [[nodiscard]] bool isPlaying() const { return m_playing; }
    [[nodiscard]] double speed() const { return m_speed; }
    /// How fast it plays, or would: the speed, or what the shuttle makes of it; below 0 it plays backwards.
    [[nodiscard]] double rate() const { return m_rate; }
    [[nodiscard]] std::optional<base::TimeRange> loop() const { return m_loop; }
    [[nodiscard]] bool isMuted() const { return m_muted; }
    [[nodiscard]] base::MediaTime position() const { return m_position; }
    [[nodiscard]] base::MediaTime duration() const { return m_duration; }
    [[nodiscard]] base::FrameIndex currentFrame() const { return m_frame; }

    /// At the end, or just where the last frame begins, playing begins again from the start.
    void play();
    void pause();
    void togglePlaying();
    /// The keys L and J of cutting rooms: play at the set speed, or backwards and silently; pressed again
    /// twice and four times as fast. Pausing ends it.
    void shuttleForward();
    void shuttleBack();
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
    void speedChanged(double speed);
    void rateChanged(double rate);
    void loopChanged();
    /// The sound device went away; the clip goes on without sound.
    void soundFailed(const avs::base::Error& error);

private:
    void tick();
    void moveTo(base::MediaTime position);
    void setRate(double rate);
    void run();
    [[nodiscard]] PlaybackClock& clock();
    void onSinkFailed(const base::Error& error);
    void onLoopSettled();

    std::unique_ptr<AudioSink> m_sink;
    SilentAudioSink m_backwards; ///< the clock of playing backwards
    std::shared_ptr<const media::FrameTable> m_frames;
    QString m_sound;
    base::MediaTime m_duration;
    base::MediaTime m_position;
    base::FrameIndex m_frame;
    std::optional<base::TimeRange> m_loop;
    std::optional<base::TimeRange> m_sinkLoop; ///< that the sink was started with
    double m_speed = 1;
    double m_rate = 1;
    bool m_playing = false;
    bool m_muted = false;
    QTimer m_timer;
    QTimer m_loopSettles;
};

} // namespace avs::playback
