// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/SoundOutput.h"

#include "core/playback/DeviceSink.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace avs::studio {

namespace {
constexpr int kBufferMs = 80;
constexpr int kObserveMs = 20;
constexpr int kPatienceMs = 2000; // a device that took nothing for so long is as good as none
} // namespace

SampleFeed::SampleFeed(const QAudioFormat& format, QObject* parent)
    : QIODevice(parent)
    , m_format(format)
{
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

qint64 SampleFeed::bytesAvailable() const
{
    return std::numeric_limits<int>::max();
}

qint64 SampleFeed::readData(char* data, qint64 maxSize)
{
    const qint64 frames = maxSize / m_format.bytesPerFrame();
    if (!m_run || frames <= 0)
        return 0;
    const auto count = std::size_t(frames) * std::size_t(m_format.channelCount());
    if (m_format.sampleFormat() == QAudioFormat::Float) {
        m_run->take(std::span(reinterpret_cast<float*>(data), count));
    } else {
        m_samples.resize(count);
        m_run->take(m_samples);
        auto* out = reinterpret_cast<std::int16_t*>(data);
        for (const float sample : m_samples)
            *out++ = static_cast<std::int16_t>(std::lround(sample * 32767));
    }
    return frames * m_format.bytesPerFrame();
}

SoundOutput::SoundOutput(const SoundDeviceChoice& choice)
    : m_device(choice.device)
    , m_format(choice.format)
    , m_feed(new SampleFeed(m_format, this))
    , m_watchdog(new QTimer(this))
    , m_observer(new QTimer(this))
{
    m_watchdog->setInterval(kPatienceMs);
    connect(m_watchdog, &QTimer::timeout, this, [this] {
        if (m_run && std::exchange(m_takenBefore, m_run->takenFrames()) == m_run->takenFrames())
            fail();
    });
    m_observer->setTimerType(Qt::PreciseTimer);
    m_observer->setInterval(kObserveMs);
    connect(m_observer, &QTimer::timeout, this, &SoundOutput::observe);
}

SoundOutput::~SoundOutput() = default;

void SoundOutput::start(const playback::SoundRunPtr& run)
{
    if (run->isOver())
        return; // while scrubbing, starting the device for each place passed would fall behind
    stop();
    m_run = run;
    m_feed->setRun(run);
    if (!m_sink) {
        m_sink = std::make_unique<QAudioSink>(m_device, m_format);
        m_sink->setBufferSize(m_format.bytesForDuration(kBufferMs * 1000));
        connect(m_sink.get(), &QAudioSink::stateChanged, this, &SoundOutput::onStateChanged);
    }
    m_takenBefore = 0;
    m_watchdog->start();
    m_observer->start();
    m_sink->start(m_feed);
    if (m_sink->error() != QAudio::NoError)
        fail();
}

void SoundOutput::stop()
{
    m_watchdog->stop();
    m_observer->stop();
    m_run = nullptr;
    if (m_sink)
        m_sink->reset(); // drops what the device still holds
    m_feed->setRun(nullptr);
}

/// Played is what was taken and is not held any more.
void SoundOutput::observe()
{
    if (!m_run || !m_sink)
        return;
    const std::int64_t taken = m_run->takenFrames();
    const std::int64_t held =
        m_format.framesForBytes(static_cast<qint32>(m_sink->bufferSize() - m_sink->bytesFree()));
    const std::int64_t nowUs = playback::steadyMicroseconds();
    if (taken > 0 && taken == m_run->takenFrames())
        m_run->observe(std::clamp<std::int64_t>(taken - held, 0, taken), nowUs);
}

void SoundOutput::onStateChanged(QAudio::State state)
{
    if (m_run && state == QAudio::StoppedState && m_sink->error() != QAudio::NoError)
        fail();
}

void SoundOutput::fail()
{
    const QString name = m_device.description();
    const QString detail =
        QStringLiteral("QAudio error %1 on %2").arg(m_sink ? m_sink->error() : 0).arg(name);
    stop();
    Q_EMIT failed({base::ErrorCode::Device,
                   tr("The sound device “%1” cannot be used, so the clip plays without sound. "
                      "Connect it again, or another one: it is used at once.")
                       .arg(name),
                   detail,
                   {}});
}

} // namespace avs::studio
