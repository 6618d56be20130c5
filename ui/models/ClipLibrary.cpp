// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/ClipLibrary.h"

#include <QSettings>

namespace avs::models {

namespace {
const QString kListKey = QStringLiteral("clips/list");
const QString kRecentKey = QStringLiteral("clips/recent");
constexpr int kSaveDelayMs = 1000;
} // namespace

ClipLibrary::ClipLibrary(const Workers& workers, QObject* parent)
    : QObject(parent)
    , m_workers(workers)
{
    load();
    m_save.setSingleShot(true);
    m_save.setInterval(kSaveDelayMs);
    connect(&m_save, &QTimer::timeout, this, &ClipLibrary::save);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&m_clips, signal, &m_save, QOverload<>::of(&QTimer::start));
    connect(&m_clips, &QAbstractItemModel::modelReset, &m_save, QOverload<>::of(&QTimer::start));
    connect(this, &ClipLibrary::recentChanged, &m_save, QOverload<>::of(&QTimer::start));

    if (m_workers.scan) {
        connect(m_workers.scan, &jobs::FolderScanWorker::found, this,
                [this](quint64 scan, const QStringList& files) {
                    if (m_scans.contains(scan))
                        m_clips.add(files);
                });
        connect(m_workers.scan, &jobs::FolderScanWorker::finished, this,
                [this](quint64 scan, int, bool complete) { onScanned(scan, complete); });
    }
    if (m_workers.thumbnails) {
        connect(m_workers.thumbnails, &jobs::ThumbnailWorker::ready, &m_clips, &ClipListModel::setThumbnail);
        connect(m_workers.thumbnails, &jobs::ThumbnailWorker::failed, &m_clips,
                [this](const QString& path, const base::Error& error) {
                    m_clips.setFailed(path, error.message);
                });
    }
}

ClipLibrary::~ClipLibrary()
{
    if (m_save.isActive())
        save();
}

void ClipLibrary::load()
{
    const QSettings settings;
    m_clips.add(settings.value(kListKey).toStringList());
    m_recent = settings.value(kRecentKey).toStringList().mid(0, kMostRecent);
}

void ClipLibrary::save()
{
    QSettings settings;
    settings.setValue(kListKey, m_clips.paths());
    settings.setValue(kRecentKey, m_recent);
}

void ClipLibrary::add(const QStringList& paths)
{
    if (paths.isEmpty() || !m_workers.scan)
        return;
    const bool first = m_scans.isEmpty();
    m_scans.insert(m_workers.scan->scan(paths));
    if (first)
        Q_EMIT scanningChanged(true);
}

void ClipLibrary::onScanned(quint64 scan, bool complete)
{
    if (!m_scans.remove(scan))
        return;
    if (m_scans.isEmpty())
        Q_EMIT scanningChanged(false);
    if (!complete)
        Q_EMIT scanTruncated();
}

void ClipLibrary::remove(const QStringList& paths)
{
    m_clips.remove(paths);
}

void ClipLibrary::clear()
{
    if (m_workers.scan)
        m_workers.scan->cancel();
    if (!std::exchange(m_scans, {}).isEmpty())
        Q_EMIT scanningChanged(false);
    m_clips.clear();
}

void ClipLibrary::clearRecent()
{
    m_recent.clear();
    Q_EMIT recentChanged();
}

void ClipLibrary::wantThumbnails(const QStringList& paths)
{
    if (m_workers.thumbnails)
        m_workers.thumbnails->want(paths);
}

void ClipLibrary::noteOpened(const QString& path)
{
    const QString clip = ClipListModel::cleaned(path);
    m_clips.add({clip});
    m_clips.setCurrent(clip);
    m_recent.removeAll(clip);
    m_recent.prepend(clip);
    m_recent = m_recent.mid(0, kMostRecent);
    Q_EMIT recentChanged();
}

void ClipLibrary::noteFailed(const QString& path, const QString& sentence, bool gone)
{
    m_clips.setFailed(path, sentence);
    if (gone && m_recent.removeAll(ClipListModel::cleaned(path)) > 0)
        Q_EMIT recentChanged();
}

} // namespace avs::models
