// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/playback/AudioSink.h"

#include <QAudioDevice>
#include <QThread>

#include <memory>

namespace avs::studio {

class SoundOutput;
struct SoundRun;

/// Plays through Qt Multimedia. The device is fed on a thread of its own, so that a busy window never makes
/// the sound stutter; that thread only reads the decoded clip, which is immutable.
class QtAudioSink : public playback::AudioSink
{
    Q_OBJECT

public:
    /// `device` is not null.
    explicit QtAudioSink(const QAudioDevice& device, QObject* parent = nullptr);
    ~QtAudioSink() override;

    void start(base::MediaTime from) override;
    void stop() override;
    [[nodiscard]] base::MediaTime position() const override;
    void setSound(media::AudioSamplesPtr sound) override;
    void setMuted(bool muted) override;

private:
    QThread m_thread;
    SoundOutput* m_output = nullptr; // lives on m_thread
    media::AudioSamplesPtr m_sound;
    std::shared_ptr<SoundRun> m_run;
    base::MediaTime m_held;
    bool m_running = false;
};

} // namespace avs::studio
