// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/DefaultSoundDevice.h"
#include "core/base/Error.h"
#include "core/playback/SoundRun.h"

#include <QAudioSink>
#include <QIODevice>
#include <QTimer>

#include <memory>
#include <vector>

namespace avs::studio {

/// What the device reads from: a run's sound, without end, in the device's format.
class SampleFeed : public QIODevice
{
    Q_OBJECT

public:
    SampleFeed(const QAudioFormat& format, QObject* parent);

    void setRun(playback::SoundRunPtr run) { m_run = std::move(run); }
    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] qint64 bytesAvailable() const override;

protected:
    qint64 readData(char* data, qint64 maxSize) override;
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    const QAudioFormat m_format;
    playback::SoundRunPtr m_run;
    std::vector<float> m_samples; ///< on their way to a format of whole numbers
};

/// The device, on the sound's thread.
class SoundOutput : public QObject
{
    Q_OBJECT

public:
    explicit SoundOutput(const SoundDeviceChoice& choice);
    ~SoundOutput() override;

    // On the sound's thread.
    void start(const playback::SoundRunPtr& run);
    void stop();

Q_SIGNALS:
    void failed(const avs::base::Error& error);

private:
    void observe();
    void onStateChanged(QAudio::State state);
    void fail();

    const QAudioDevice m_device;
    const QAudioFormat m_format;
    SampleFeed* m_feed;
    QTimer* m_watchdog;
    QTimer* m_observer;
    std::unique_ptr<QAudioSink> m_sink;
    playback::SoundRunPtr m_run;
    std::int64_t m_takenBefore = 0; ///< when the watchdog looked last
};

} // namespace avs::studio
