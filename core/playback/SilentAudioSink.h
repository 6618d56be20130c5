// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/playback/AudioSink.h"

#include <chrono>

namespace avs::playback {

/// Stands in where there is no sound device: a steady clock, nothing heard.
class SilentAudioSink : public AudioSink
{
    Q_OBJECT

public:
    using AudioSink::AudioSink;

    void start(base::MediaTime from) override;
    void stop() override;
    [[nodiscard]] base::MediaTime position() const override;
    void setSound(const QString&) override {}
    /// Below 0 time runs backwards.
    void setSpeed(double speed) override { m_nextSpeed = speed; }
    void setMuted(bool) override {}

private:
    bool m_running = false;
    double m_speed = 1;
    double m_nextSpeed = 1;
    base::MediaTime m_from;
    std::chrono::steady_clock::time_point m_started;
};

} // namespace avs::playback
