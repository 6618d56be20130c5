// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/SoundOutput.h"

#include "core/jobs/AudioLoadWorker.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

namespace avs::studio {

namespace {

constexpr int kBufferMs = 80;
constexpr int kPatienceMs = 2000; // a device that took nothing for so long is as good as none

QAudioFormat formatFor(const QAudioDevice& device)
{
    QAudioFormat format;
    format.setSampleRate(jobs::AudioLoadWorker::kRateHz);
    format.setChannelCount(jobs::AudioLoadWorker::kChannels);
    format.setSampleFormat(QAudioFormat::Float);
    if (!device.isFormatSupported(format))
        format.setSampleFormat(QAudioFormat::Int16);
    return format;
}

} // namespace

std::int64_t steadyMicroseconds()
{
    using namespace std::chrono;
    return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}

SampleFeed::SampleFeed(const QAudioFormat& format, QObject* parent)
    : QIODevice(parent)
    , m_format(format)
{
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

void SampleFeed::setRun(std::shared_ptr<SoundRun> run)
{
    m_run = std::move(run);
    m_frame =
        m_run ? static_cast<std::int64_t>(std::llround(m_run->from.seconds() * m_format.sampleRate())) : 0;
}

qint64 SampleFeed::bytesAvailable() const
{
    return std::numeric_limits<int>::max();
}

float SampleFeed::sampleAt(std::int64_t frame, int channel) const
{
    const auto& sound = m_run->sound;
    if (!sound || frame >= sound->frameCount())
        return 0;
    return std::clamp(sound->samples[frame * sound->channels + std::min(channel, sound->channels - 1)], -1.0F,
                      1.0F);
}

qint64 SampleFeed::readData(char* data, qint64 maxSize)
{
    const qint64 frames = maxSize / m_format.bytesPerFrame();
    if (!m_run || frames <= 0)
        return 0;
    const bool muted = m_muted;
    const int channels = m_format.channelCount();
    const bool floats = m_format.sampleFormat() == QAudioFormat::Float;
    auto* asFloat = reinterpret_cast<float*>(data);
    auto* asInt = reinterpret_cast<std::int16_t*>(data);
    for (qint64 i = 0; i < frames; ++i) {
        for (int c = 0; c < channels; ++c) {
            const float value = muted ? 0 : sampleAt(m_frame + i, c);
            if (floats)
                asFloat[i * channels + c] = value;
            else
                asInt[i * channels + c] = static_cast<std::int16_t>(std::lround(value * 32767));
        }
    }
    m_frame += frames;
    m_run->heard.taken(frames, steadyMicroseconds());
    return frames * m_format.bytesPerFrame();
}

SoundOutput::SoundOutput(const QAudioDevice& device)
    : m_device(device)
    , m_format(formatFor(device))
    , m_feed(new SampleFeed(m_format, this))
    , m_watchdog(new QTimer(this))
{
    m_watchdog->setSingleShot(true);
    m_watchdog->setInterval(kPatienceMs);
    connect(m_watchdog, &QTimer::timeout, this, [this] {
        if (m_run && m_run->heard.takenFrames() == 0)
            fail();
    });
}

SoundOutput::~SoundOutput() = default;

void SoundOutput::start(const std::shared_ptr<SoundRun>& run)
{
    if (run->over)
        return; // while scrubbing, starting the device for each place passed would fall behind
    stop();
    m_run = run;
    m_feed->setRun(run);
    if (!m_sink) {
        m_sink = std::make_unique<QAudioSink>(m_device, m_format);
        m_sink->setBufferSize(m_format.bytesForDuration(kBufferMs * 1000));
        connect(m_sink.get(), &QAudioSink::stateChanged, this, &SoundOutput::onStateChanged);
    }
    m_sink->start(m_feed);
    if (m_sink->error() != QAudio::NoError)
        fail();
    else
        run->heard.setBuffer(m_format.framesForBytes(static_cast<qint32>(m_sink->bufferSize())));
    m_watchdog->start();
}

void SoundOutput::stop()
{
    m_watchdog->stop();
    m_run = nullptr;
    if (m_sink)
        m_sink->reset(); // drops what the device still holds
    m_feed->setRun(nullptr);
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
                      "Connect or choose another device and open the clip again.")
                       .arg(name),
                   detail,
                   {}});
}

} // namespace avs::studio
