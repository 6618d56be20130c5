// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/FolderScanWorker.h"
#include "core/jobs/ThumbnailWorker.h"
#include "ui/models/ClipListModel.h"

#include <QObject>
#include <QSet>
#include <QTimer>

namespace avs::models {

/// The clip list and what fills it: files and folders that were added, thumbnails, the clips opened last.
/// List and recent clips are kept in the settings ("clips/…"). GUI thread; nothing here waits for a disk.
class ClipLibrary : public QObject
{
    Q_OBJECT

public:
    /// Owned elsewhere, outliving the library. Without them (null) nothing is found and no thumbnail made.
    struct Workers
    {
        jobs::FolderScanWorker* scan = nullptr;
        jobs::ThumbnailWorker* thumbnails = nullptr;
    };
    static constexpr int kMostRecent = 12;

    explicit ClipLibrary(const Workers& workers, QObject* parent = nullptr);
    /// Writes what is not yet in the settings.
    ~ClipLibrary() override;

    [[nodiscard]] ClipListModel* clips() { return &m_clips; }
    /// Latest first.
    [[nodiscard]] const QStringList& recent() const { return m_recent; }
    [[nodiscard]] bool isScanning() const { return !m_scans.isEmpty(); }

    /// Files, and folders with all below them.
    void add(const QStringList& paths);
    void remove(const QStringList& paths);
    /// Empties the list and ends scans under way.
    void clear();
    void clearRecent();
    /// Thumbnails that are of use now, most wanted first; those asked for earlier are no longer.
    void wantThumbnails(const QStringList& paths);

    /// A clip is in the window now.
    void noteOpened(const QString& path);
    /// Opening a clip failed with this sentence; `gone`: the file does not exist.
    void noteFailed(const QString& path, const QString& sentence, bool gone);

Q_SIGNALS:
    void recentChanged();
    void scanningChanged(bool scanning);
    /// A scan found more than jobs::FolderScanWorker::kMostFiles; only so many were added.
    void scanTruncated();

private:
    void load();
    void save();
    void onScanned(quint64 scan, bool complete);

    Workers m_workers;
    ClipListModel m_clips;
    QStringList m_recent;
    QSet<quint64> m_scans; ///< under way
    QTimer m_save;
};

} // namespace avs::models
