// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/AudioLoadWorker.h"

#include "core/jobs/Guarded.h"

namespace avs::jobs {

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
    auto sound = guarded([&] { return media::readAudio(path, kRateHz, kChannels, ticket.stop); });
    if (ticket.stop.stop_requested())
        return;
    if (sound)
        Q_EMIT loaded(ticket.id, *sound);
    else
        Q_EMIT failed(ticket.id, sound.error());
}

} // namespace avs::jobs
