// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/WaveformWorker.h"

#include "core/jobs/Guarded.h"
#include "core/media/WaveformBuilder.h"

namespace avs::jobs {

WaveformWorker::WaveformWorker(media::WaveformCache cache, QObject* parent)
    : QObject(parent)
    , m_cache(std::move(cache))
{}

quint64 WaveformWorker::load(const QString& path)
{
    const auto ticket = m_request.begin();
    QMetaObject::invokeMethod(
        this, [this, ticket, path] { loadNow(ticket, path); }, Qt::QueuedConnection);
    return ticket.id;
}

void WaveformWorker::cancel()
{
    m_request.cancel();
}

void WaveformWorker::requestStop()
{
    m_request.close();
}

void WaveformWorker::loadNow(const LatestRequest::Ticket& ticket, const QString& path)
{
    if (ticket.stop.stop_requested())
        return;
    auto waveform = guarded([&]() -> base::Result<media::WaveformPyramidPtr> {
        const QByteArray key = media::contentKey(path);
        if (auto known = m_cache.load(key))
            return known;
        auto read = media::readWaveform(
            path,
            [&](const media::WaveformPyramidPtr& part) {
                if (!ticket.stop.stop_requested())
                    Q_EMIT grown(ticket.id, part);
            },
            ticket.stop);
        if (read && !ticket.stop.stop_requested())
            m_cache.store(key, **read);
        return read;
    });
    if (ticket.stop.stop_requested())
        return;
    if (waveform)
        Q_EMIT grown(ticket.id, *waveform);
    else
        Q_EMIT failed(ticket.id, waveform.error());
}

} // namespace avs::jobs
