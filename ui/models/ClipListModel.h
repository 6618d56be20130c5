// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/Thumbnail.h"

#include <QAbstractListModel>
#include <QHash>
#include <QQueue>
#include <QStringList>

#include <vector>

namespace avs::models {

/// The clips at hand, each once, in the order in which they came. Rows know of a clip only its path until its
/// thumbnail is set. GUI thread.
class ClipListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role
    {
        PathRole =
            Qt::UserRole + 1, ///< QString, absolute; the display role is the file's name, the tip its path
        SearchRole,           ///< QString, what a search looks through: folder and name
        DetailRole,           ///< QString, length and size or why it failed; empty while not known
        ThumbnailRole,        ///< media::ThumbnailPtr, null while not known
        FailedRole,           ///< bool
        CurrentRole,          ///< bool, whether it is the clip in the window
    };
    static constexpr int kMostThumbnails = 600; ///< older pictures are dropped (some 40 MB)

    using QAbstractListModel::QAbstractListModel;

    /// Appends those that are not there yet; returns how many were.
    int add(const QStringList& paths);
    void remove(const QStringList& paths);
    void clear();
    [[nodiscard]] QStringList paths() const;
    /// Invalid when it is not in the list.
    [[nodiscard]] QModelIndex indexOf(const QString& path) const;

    /// Empty or not in the list: none.
    void setCurrent(const QString& path);
    [[nodiscard]] QString current() const { return m_current; }
    /// Paths that are not in the list are ignored.
    void setThumbnail(const QString& path, const media::ThumbnailPtr& thumbnail);
    /// `sentence` is for people.
    void setFailed(const QString& path, const QString& sentence);
    /// Whether it would help to read a row's thumbnail.
    [[nodiscard]] bool lacksThumbnail(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

    /// Absolute and without detours, as the list keeps paths. Does not touch the disk.
    [[nodiscard]] static QString cleaned(const QString& path);

private:
    struct Clip
    {
        QString path;
        QString detail;
        QString failure;
        media::ThumbnailPtr thumbnail;
    };
    void rebuildRows();
    void rowChanged(int row);

    std::vector<Clip> m_clips;
    QHash<QString, int> m_rows; ///< by path
    QString m_current;
    QQueue<QString> m_pictured; ///< clips with thumbnails, oldest first
};

} // namespace avs::models
