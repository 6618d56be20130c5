// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/AudioLoadWorker.h"

#include "core/jobs/Guarded.h"

namespace avs::jobs {

namespace {

struct Sound
{
    media::AudioSamplesPtr samples;
    media::WaveformPeaksPtr peaks;
};

base::Result<Sound> readSound(const QString& path, const std::stop_token& stop)
{
    auto samples = media::readAudio(path, AudioLoadWorker::kRateHz, AudioLoadWorker::kChannels, stop);
    if (!samples)
        return samples.error();
    return Sound{*samples, media::makeWaveformPeaks(**samples)};
}

} // namespace

quint64 AudioLoadWorker::load(const QString& path)
{
    const auto ticket = m_request.begin();
    QMetaObject::invokeMethod(
        this, [this, ticket, path] { loadNow(ticket, path); }, Qt::QueuedConnection);
    return ticket.id;
}

void AudioLoadWorker::cancel()
{
    m_request.cancel();
}

void AudioLoadWorker::requestStop()
{
    m_request.close();
}

void AudioLoadWorker::loadNow(const LatestRequest::Ticket& ticket, const QString& path)
{
    if (ticket.stop.stop_requested())
        return;
    auto sound = guarded([&] { return readSound(path, ticket.stop); });
    if (ticket.stop.stop_requested())
        return;
    if (sound)
        Q_EMIT loaded(ticket.id, sound->samples, sound->peaks);
    else
        Q_EMIT failed(ticket.id, sound.error());
}

} // namespace avs::jobs
