// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/ExportWorker.h"

#include "core/jobs/Guarded.h"

namespace avs::jobs {

quint64 ExportWorker::start(const formats::SegmentationExport& what, const QString& folder)
{
    const auto ticket = m_request.begin();
    QMetaObject::invokeMethod(
        this, [this, ticket, what, folder] { writeNow(ticket, what, folder); }, Qt::QueuedConnection);
    return ticket.id;
}

void ExportWorker::cancel()
{
    m_request.cancel();
}

void ExportWorker::requestStop()
{
    m_request.close();
}

void ExportWorker::writeNow(const LatestRequest::Ticket& ticket, const formats::SegmentationExport& what,
                            const QString& folder)
{
    int lastPercent = -1;
    const auto onProgress = [&](double share) {
        const int percent = static_cast<int>(share * 100);
        if (percent != std::exchange(lastPercent, percent))
            Q_EMIT progressed(ticket.id, share);
    };
    const auto written =
        guarded([&] { return formats::writeSegmentation(what, folder, onProgress, ticket.stop); });
    if (written)
        Q_EMIT finished(ticket.id, folder);
    else if (written.error().code == base::ErrorCode::Cancelled)
        Q_EMIT cancelled(ticket.id);
    else
        Q_EMIT failed(ticket.id, written.error());
}

} // namespace avs::jobs
