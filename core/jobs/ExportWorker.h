// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Error.h"
#include "core/formats/SegmentationWriter.h"
#include "core/jobs/LatestRequest.h"

#include <QObject>

namespace avs::jobs {

/// Writes a segmentation to a folder (formats::writeSegmentation) on the thread it was moved to.
class ExportWorker : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Any thread; returns at once. Ends, with the returned id, in `finished`, `cancelled` or `failed`.
    quint64 start(const formats::SegmentationExport& what, const QString& folder);
    void cancel();
    void requestStop();

Q_SIGNALS:
    void progressed(quint64 request, double share); ///< 0 … 1
    void finished(quint64 request, const QString& folder);
    void cancelled(quint64 request);
    void failed(quint64 request, const avs::base::Error& error);

private:
    void writeNow(const LatestRequest::Ticket& ticket, const formats::SegmentationExport& what,
                  const QString& folder);

    LatestRequest m_request;
};

} // namespace avs::jobs
