// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/FolderScanWorker.h"

#include "core/media/MediaFiles.h"

#include <QFileInfo>

#include <algorithm>

namespace avs::jobs {

quint64 FolderScanWorker::scan(const QStringList& paths)
{
    const std::scoped_lock lock(m_mutex);
    const quint64 id = ++m_lastId;
    QMetaObject::invokeMethod(
        this, [this, id, stop = m_stop.get_token(), paths] { scanNow(id, stop, paths); },
        Qt::QueuedConnection);
    return id;
}

void FolderScanWorker::cancel()
{
    const std::scoped_lock lock(m_mutex);
    m_stop.request_stop();
    if (!m_closed)
        m_stop = {};
}

void FolderScanWorker::requestStop()
{
    const std::scoped_lock lock(m_mutex);
    m_closed = true;
    m_stop.request_stop();
}

void FolderScanWorker::scanNow(quint64 id, const std::stop_token& stop, const QStringList& paths)
{
    Count count;
    for (const QString& path : paths) {
        if (QFileInfo(path).isDir()) {
            scanFolder(id, stop, path, count);
        } else if (!stop.stop_requested()) {
            ++count.files;
            Q_EMIT found(id, {path});
        }
    }
    if (!stop.stop_requested())
        Q_EMIT finished(id, count.files, count.complete);
}

void FolderScanWorker::scanFolder(quint64 id, const std::stop_token& stop, const QString& folder,
                                  Count& count)
{
    if (stop.stop_requested() || !count.complete)
        return;
    QStringList files = media::mediaFilesIn(folder);
    const int room = std::max(0, kMostFiles - count.files);
    if (files.size() > room) {
        files.resize(room);
        count.complete = false;
    }
    count.files += static_cast<int>(files.size());
    for (qsizetype begin = 0; begin < files.size(); begin += kMostAtOnce)
        Q_EMIT found(id, files.mid(begin, kMostAtOnce));
    for (const QString& below : media::foldersIn(folder))
        scanFolder(id, stop, below, count);
}

} // namespace avs::jobs
