// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/ClipListModel.h"

#include <QDir>
#include <QFileInfo>
#include <QSet>

#include <algorithm>

namespace avs::models {

namespace {

QString lengthText(base::MediaTime duration)
{
    const qint64 seconds = qRound64(duration.seconds());
    const auto two = [](qint64 number) { return QStringLiteral("%1").arg(number, 2, 10, QLatin1Char('0')); };
    const QString tail = two(seconds % 60);
    if (seconds < 3600)
        return QStringLiteral("%1:%2").arg(seconds / 60).arg(tail);
    return QStringLiteral("%1:%2:%3").arg(seconds / 3600).arg(two(seconds / 60 % 60), tail);
}

QString detailOf(const media::ClipInfo& info)
{
    QStringList parts;
    if (info.duration > base::MediaTime())
        parts += lengthText(info.duration);
    if (info.hasVideo)
        parts += QStringLiteral("%1 × %2").arg(info.width).arg(info.height);
    else
        parts += ClipListModel::tr("sound only");
    return parts.join(QStringLiteral(" · "));
}

} // namespace

QString ClipListModel::cleaned(const QString& path)
{
    return QDir::cleanPath(QDir::isAbsolutePath(path) ? path : QDir::current().absoluteFilePath(path));
}

int ClipListModel::add(const QStringList& paths)
{
    std::vector<Clip> added;
    for (const QString& given : paths) {
        const QString path = cleaned(given);
        if (m_rows.contains(path))
            continue;
        m_rows.insert(path, static_cast<int>(m_clips.size() + added.size()));
        added.push_back({path, {}, {}, {}});
    }
    if (added.empty())
        return 0;
    const int first = rowCount();
    const int count = static_cast<int>(added.size());
    beginInsertRows({}, first, first + count - 1);
    std::move(added.begin(), added.end(), std::back_inserter(m_clips));
    endInsertRows();
    return count;
}

void ClipListModel::remove(const QStringList& paths)
{
    std::vector<int> rows;
    for (const QString& path : paths) {
        const auto found = m_rows.constFind(cleaned(path));
        if (found != m_rows.constEnd())
            rows.push_back(*found);
    }
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    // Neighbours go together, from the end, so that the rows before keep their numbers.
    while (!rows.empty()) {
        const int last = rows.back();
        int first = last;
        rows.pop_back();
        while (!rows.empty() && rows.back() == first - 1) {
            first = rows.back();
            rows.pop_back();
        }
        beginRemoveRows({}, first, last);
        m_clips.erase(m_clips.begin() + first, m_clips.begin() + last + 1);
        rebuildRows();
        endRemoveRows();
    }
}

void ClipListModel::clear()
{
    beginResetModel();
    m_clips.clear();
    m_rows.clear();
    m_pictured.clear();
    endResetModel();
}

QStringList ClipListModel::paths() const
{
    QStringList result;
    result.reserve(rowCount());
    for (const Clip& clip : m_clips)
        result.append(clip.path);
    return result;
}

QModelIndex ClipListModel::indexOf(const QString& path) const
{
    const int row = m_rows.value(cleaned(path), -1);
    return row < 0 ? QModelIndex() : index(row);
}

void ClipListModel::setCurrent(const QString& path)
{
    const QString before = std::exchange(m_current, path.isEmpty() ? QString() : cleaned(path));
    for (const QString& changed : {before, m_current}) {
        if (const auto row = m_rows.constFind(changed); row != m_rows.constEnd())
            rowChanged(*row);
    }
}

void ClipListModel::setThumbnail(const QString& path, const media::ThumbnailPtr& thumbnail)
{
    const int row = m_rows.value(cleaned(path), -1);
    if (row < 0)
        return;
    Clip& clip = m_clips[static_cast<std::size_t>(row)];
    clip.thumbnail = thumbnail;
    clip.detail = detailOf(thumbnail->info);
    clip.failure.clear();
    rowChanged(row);
    m_pictured.removeOne(clip.path);
    m_pictured.enqueue(clip.path);
    if (m_pictured.size() <= kMostThumbnails)
        return;
    if (const int oldest = m_rows.value(m_pictured.dequeue(), -1); oldest >= 0) {
        m_clips[static_cast<std::size_t>(oldest)].thumbnail.reset();
        rowChanged(oldest);
    }
}

void ClipListModel::setFailed(const QString& path, const QString& sentence)
{
    const int row = m_rows.value(cleaned(path), -1);
    if (row < 0)
        return;
    Clip& clip = m_clips[static_cast<std::size_t>(row)];
    clip.failure = sentence;
    clip.thumbnail.reset();
    rowChanged(row);
}

bool ClipListModel::lacksThumbnail(int row) const
{
    const Clip& clip = m_clips[static_cast<std::size_t>(row)];
    return !clip.thumbnail && clip.failure.isEmpty();
}

int ClipListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_clips.size());
}

QVariant ClipListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Clip& clip = m_clips[static_cast<std::size_t>(index.row())];
    const QFileInfo file(clip.path); // of the name alone; the disk is not asked
    switch (role) {
    case Qt::DisplayRole:
        return file.fileName();
    case Qt::ToolTipRole:
        return clip.failure.isEmpty() ? QDir::toNativeSeparators(clip.path) : clip.failure;
    case PathRole:
        return clip.path;
    case SearchRole:
        return QString(QFileInfo(file.path()).fileName() + QLatin1Char('/') + file.fileName());
    case DetailRole:
        return clip.failure.isEmpty() ? clip.detail : tr("cannot be opened");
    case ThumbnailRole:
        return QVariant::fromValue(clip.thumbnail);
    case FailedRole:
        return !clip.failure.isEmpty();
    case CurrentRole:
        return clip.path == m_current;
    default:
        return {};
    }
}

void ClipListModel::rebuildRows()
{
    m_rows.clear();
    for (int row = 0; row < rowCount(); ++row)
        m_rows.insert(m_clips[static_cast<std::size_t>(row)].path, row);
}

void ClipListModel::rowChanged(int row)
{
    Q_EMIT dataChanged(index(row), index(row));
}

} // namespace avs::models
