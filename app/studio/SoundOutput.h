// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Error.h"
#include "core/media/AudioDecoder.h"
#include "core/playback/HeardPosition.h"

#include <QAudioDevice>
#include <QAudioSink>
#include <QIODevice>
#include <QTimer>

#include <atomic>
#include <cstdint>
#include <memory>

namespace avs::studio {

/// Microseconds of a steady clock.
[[nodiscard]] std::int64_t steadyMicroseconds();

/// One stretch of playing, from a press of Play or a seek to the next. Shared by the window's thread, which
/// reads `heard`, and the sound's thread, which plays.
struct SoundRun
{
    SoundRun(media::AudioSamplesPtr clip, base::MediaTime start, int rateHz, std::int64_t bufferFrames)
        : sound(std::move(clip))
        , from(start)
        , heard(rateHz, bufferFrames)
    {}

    const media::AudioSamplesPtr sound; ///< null: silence
    const base::MediaTime from;
    playback::HeardPosition heard;
    std::atomic<bool> over = false; ///< replaced or stopped; not worth starting any more
};

/// What the device reads from: the clip's samples from the run's start on, then silence without end, since
/// the pictures may go on.
class SampleFeed : public QIODevice
{
    Q_OBJECT

public:
    SampleFeed(const QAudioFormat& format, QObject* parent);

    void setRun(std::shared_ptr<SoundRun> run);
    void setMuted(bool muted) { m_muted = muted; }
    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] qint64 bytesAvailable() const override;

protected:
    qint64 readData(char* data, qint64 maxSize) override;
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    [[nodiscard]] float sampleAt(std::int64_t frame, int channel) const;

    const QAudioFormat m_format;
    std::shared_ptr<SoundRun> m_run;
    std::int64_t m_frame = 0;
    std::atomic<bool> m_muted = false;
};

/// The device, on the sound's thread.
class SoundOutput : public QObject
{
    Q_OBJECT

public:
    explicit SoundOutput(const QAudioDevice& device);
    ~SoundOutput() override;

    [[nodiscard]] int rateHz() const { return m_format.sampleRate(); }
    /// Any thread.
    void setMuted(bool muted) { m_feed->setMuted(muted); }

    // On the sound's thread.
    void start(const std::shared_ptr<SoundRun>& run);
    void stop();

Q_SIGNALS:
    void failed(const avs::base::Error& error);

private:
    void onStateChanged(QAudio::State state);
    void fail();

    const QAudioDevice m_device;
    QAudioFormat m_format;
    SampleFeed* m_feed;
    QTimer* m_watchdog;
    std::unique_ptr<QAudioSink> m_sink;
    std::shared_ptr<SoundRun> m_run;
};

} // namespace avs::studio
