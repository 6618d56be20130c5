// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/SoundTileWorker.h"

#include "core/jobs/Guarded.h"
#include "core/jobs/SoundTileMaker.h"

#include <algorithm>

namespace avs::jobs {

/// The file whose tiles were made last.
struct SoundTileWorker::Source
{
    quint64 clip = 0;
    SoundTileMaker maker;
};

SoundTileWorker::SoundTileWorker(QObject* parent)
    : QObject(parent)
{}

SoundTileWorker::~SoundTileWorker() = default;

void SoundTileWorker::want(quint64 clip, const QString& path, std::vector<SoundTileKey> keys)
{
    const std::scoped_lock lock(m_mutex);
    if (m_making && (clip != m_clip || std::find(keys.begin(), keys.end(), *m_making) == keys.end()))
        m_stop.request_stop();
    else if (m_making && !m_stop.stop_requested()) // one that was given up and is wanted again is made again
        std::erase(keys, *m_making);
    m_clip = clip;
    m_path = path;
    m_wanted = std::move(keys);
    if (m_posted || m_wanted.empty() || m_closed)
        return;
    m_posted = true;
    QMetaObject::invokeMethod(this, &SoundTileWorker::work, Qt::QueuedConnection);
}

void SoundTileWorker::requestStop()
{
    const std::scoped_lock lock(m_mutex);
    m_closed = true;
    m_wanted.clear();
    m_stop.request_stop();
}

void SoundTileWorker::work()
{
    for (;;) {
        quint64 clip = 0;
        QString path;
        SoundTileKey key;
        std::stop_token stop;
        {
            const std::scoped_lock lock(m_mutex);
            if (m_wanted.empty() || m_closed) {
                m_posted = false;
                return;
            }
            key = m_wanted.front();
            m_wanted.erase(m_wanted.begin());
            m_making = key;
            m_stop = std::stop_source();
            stop = m_stop.get_token();
            clip = m_clip;
            path = m_path;
        }
        if (!m_source || m_source->clip != clip)
            m_source.reset(new Source{clip, SoundTileMaker(path)});
        auto tile = guarded([&] { return m_source->maker.make(key, stop); });
        {
            const std::scoped_lock lock(m_mutex);
            m_making.reset();
            if (!tile && !stop.stop_requested())
                m_wanted.clear();
        }
        if (stop.stop_requested())
            continue;
        if (tile)
            Q_EMIT made(clip, *tile);
        else
            Q_EMIT failed(clip, tile.error());
    }
}

} // namespace avs::jobs
