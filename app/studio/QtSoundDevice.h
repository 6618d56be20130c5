// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/DefaultSoundDevice.h"
#include "core/playback/SoundDevice.h"

#include <QThread>

namespace avs::studio {

class SoundOutput;

/// Plays through Qt Multimedia. The device is served on a thread of its own, so that a busy window never
/// makes the sound stutter.
class QtSoundDevice : public playback::SoundDevice
{
    Q_OBJECT

public:
    /// The device is not null.
    explicit QtSoundDevice(const SoundDeviceChoice& choice, QObject* parent = nullptr);
    ~QtSoundDevice() override;

    [[nodiscard]] int rateHz() const override { return m_format.sampleRate(); }
    [[nodiscard]] int channels() const override { return m_format.channelCount(); }
    void start(playback::SoundRunPtr run) override;
    void stop() override;

private:
    const QAudioFormat m_format;
    QThread m_thread;
    SoundOutput* m_output = nullptr; // lives on m_thread
};

} // namespace avs::studio
