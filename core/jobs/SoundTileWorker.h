// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Error.h"
#include "core/jobs/SoundTile.h"

#include <QObject>
#include <QString>

#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

namespace avs::jobs {

/// Makes the tiles that are wanted, on the thread it was moved to. A new list of wishes takes the place of
/// the one before; the tile that is being made goes on if it is still in the list.
class SoundTileWorker : public QObject
{
    Q_OBJECT

public:
    explicit SoundTileWorker(QObject* parent = nullptr);
    ~SoundTileWorker() override;

    /// Any thread; returns at once. `keys`: what is wanted of the file's sound, first things first. Each ends
    /// in `made`, or all of them in `failed`, unless another call came first. `clip` comes back with the
    /// answers; a new file needs a new one.
    void want(quint64 clip, const QString& path, std::vector<SoundTileKey> keys);
    void requestStop();

Q_SIGNALS:
    void made(quint64 clip, avs::jobs::SoundTilePtr tile);
    void failed(quint64 clip, const avs::base::Error& error);

private:
    struct Source;

    void work();

    std::mutex m_mutex; // guards from here …
    quint64 m_clip = 0;
    QString m_path;
    std::vector<SoundTileKey> m_wanted;
    std::optional<SoundTileKey> m_making;
    std::stop_source m_stop; // of what is being made
    bool m_posted = false;
    bool m_closed = false; // … to here

    std::unique_ptr<Source> m_source; // the worker's thread alone
};

} // namespace avs::jobs
