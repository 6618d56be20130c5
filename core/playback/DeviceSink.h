// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/playback/AudioSink.h"
#include "core/playback/SoundDevice.h"
#include "core/playback/SoundFeeder.h"

#include <functional>
#include <memory>

namespace avs::playback {

/// Microseconds of a steady clock.
[[nodiscard]] std::int64_t steadyMicroseconds();

/// Plays a clip's sound through a device, whose clock is the master; round a loop without a gap. Memory does
/// not grow with the clip.
class DeviceSink : public AudioSink
{
    Q_OBJECT

public:
    /// `now`: microseconds of the clock that the device observes by.
    explicit DeviceSink(std::unique_ptr<SoundDevice> device,
                        std::function<std::int64_t()> now = &steadyMicroseconds, QObject* parent = nullptr);
    ~DeviceSink() override;

    void start(base::MediaTime from) override;
    void stop() override;
    [[nodiscard]] base::MediaTime position() const override;
    void setSound(const QString& path) override { m_options.path = path; }
    void setSpeed(double speed) override { m_options.speed = speed; }
    void setMuted(bool muted) override;
    void setLoop(const std::optional<base::TimeRange>& loop) override { m_nextLoop = loop; }

private:
    [[nodiscard]] base::MediaTime roundTheLoop(base::MediaTime position) const;

    const std::unique_ptr<SoundDevice> m_device;
    const std::function<std::int64_t()> m_now;
    SoundFeeder m_feeder;
    SoundRunOptions m_options;                 ///< of the next run
    SoundRunPtr m_run;                         ///< null while stopped
    std::optional<base::TimeRange> m_nextLoop; ///< of the next run
    std::optional<base::TimeRange> m_loop;     ///< that the present run goes round
    base::MediaTime m_held;
};

} // namespace avs::playback
