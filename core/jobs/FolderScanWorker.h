// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

#include <mutex>
#include <stop_token>

namespace avs::jobs {

/// Finds the media files in folders and in the folders below them, on the thread it was moved to.
class FolderScanWorker : public QObject
{
    Q_OBJECT

public:
    static constexpr int kMostFiles = 20000; ///< of one scan
    static constexpr int kMostAtOnce = 500;  ///< in one signal, so that who gets it is soon done with it

    using QObject::QObject;

    /// Any thread; returns at once. A path that is no folder is found as it is. Scans queue up. Each ends in
    /// `finished` with the returned id, unless cancelled.
    quint64 scan(const QStringList& paths);
    /// Ends the scan under way and all that wait.
    void cancel();
    void requestStop();

Q_SIGNALS:
    /// Files of one folder, as media::mediaFilesIn lists them; a folder's own come before those below it.
    void found(quint64 scan, const QStringList& files);
    /// `complete`: false when there are more than kMostFiles.
    void finished(quint64 scan, int files, bool complete);

private:
    struct Count
    {
        int files = 0;
        bool complete = true;
    };
    void scanNow(quint64 id, const std::stop_token& stop, const QStringList& paths);
    void scanFolder(quint64 id, const std::stop_token& stop, const QString& folder, Count& count);

    std::mutex m_mutex; // guards all below
    std::stop_source m_stop;
    quint64 m_lastId = 0;
    bool m_closed = false;
};

} // namespace avs::jobs
