// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jobs/SoundTileWorker.h"

#include <QObject>

#include <list>
#include <map>

namespace avs::models {

/// The pieces of the open clip's sound that views draw: kept in memory up to a bound, made again when they
/// are looked at again. GUI thread.
class SoundTiles : public QObject
{
    Q_OBJECT

public:
    static constexpr qint64 kMaxBytes = qint64(96) << 20;

    /// `worker` outlives this, or is null: then nothing ever arrives.
    explicit SoundTiles(jobs::SoundTileWorker* worker, QObject* parent = nullptr,
                        qint64 maxBytes = kMaxBytes);

    /// Empty: no clip, or one without sound.
    void setClip(const QString& path);

    /// Null when it is not there (yet).
    [[nodiscard]] jobs::SoundTilePtr find(const jobs::SoundTileKey& key);
    /// What `view` shows now, first things first. What is missing is made, and comes with `arrived`; what is
    /// there is kept while it is shown.
    void show(const QObject* view, std::vector<jobs::SoundTileKey> keys);
    [[nodiscard]] qint64 bytes() const { return m_bytes; }

Q_SIGNALS:
    void arrived(const avs::jobs::SoundTilePtr& tile);
    /// All tiles are gone: another clip.
    void cleared();

private:
    using Tiles = std::list<jobs::SoundTilePtr>; // used last first

    void request();
    void onMade(quint64 clip, const jobs::SoundTilePtr& tile);
    void removeOldest();

    jobs::SoundTileWorker* m_worker;
    qint64 m_maxBytes;
    quint64 m_clip = 0;
    QString m_path;
    bool m_failed = false;
    Tiles m_tiles;
    std::map<jobs::SoundTileKey, Tiles::iterator> m_places;
    qint64 m_bytes = 0;
    std::map<const QObject*, std::vector<jobs::SoundTileKey>> m_shown;
};

} // namespace avs::models
