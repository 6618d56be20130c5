// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/ThumbnailWorker.h"

#include "core/jobs/Guarded.h"

#include <utility>

namespace avs::jobs {

void ThumbnailWorker::want(const QStringList& paths)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_wanted = paths;
        if (paths.isEmpty() || std::exchange(m_reading, true))
            return;
    }
    QMetaObject::invokeMethod(this, &ThumbnailWorker::readNext, Qt::QueuedConnection);
}

void ThumbnailWorker::requestStop()
{
    m_closing.request_stop();
}

void ThumbnailWorker::readNext()
{
    QString path;
    {
        const std::scoped_lock lock(m_mutex);
        if (m_wanted.isEmpty() || m_closing.stop_requested()) {
            m_reading = false;
            return;
        }
        path = m_wanted.takeFirst();
    }
    const auto thumbnail =
        guarded([&] { return media::readThumbnail(path, kMaxWidth, kMaxHeight, m_closing.get_token()); });
    if (thumbnail)
        Q_EMIT ready(path, *thumbnail);
    else if (thumbnail.error().code != base::ErrorCode::Cancelled)
        Q_EMIT failed(path, thumbnail.error());
    QMetaObject::invokeMethod(this, &ThumbnailWorker::readNext, Qt::QueuedConnection);
}

} // namespace avs::jobs
