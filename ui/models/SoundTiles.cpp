// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/SoundTiles.h"

#include "core/base/Log.h"

#include <set>

namespace avs::models {

using jobs::SoundTileKey;
using jobs::SoundTilePtr;

SoundTiles::SoundTiles(jobs::SoundTileWorker* worker, QObject* parent, qint64 maxBytes)
    : QObject(parent)
    , m_worker(worker)
    , m_maxBytes(maxBytes)
{
    if (!worker)
        return;
    connect(worker, &jobs::SoundTileWorker::made, this, &SoundTiles::onMade);
    connect(worker, &jobs::SoundTileWorker::failed, this, [this](quint64 clip, const base::Error& error) {
        if (clip != m_clip)
            return;
        m_failed = true; // the session has told the user what is wrong with the sound
        qCInfo(base::logUi) << "no more pieces of sound:" << error.message << error.detail;
    });
}

void SoundTiles::setClip(const QString& path)
{
    ++m_clip;
    m_path = path;
    m_failed = false;
    m_tiles.clear();
    m_places.clear();
    m_bytes = 0;
    m_shown.clear();
    if (m_worker)
        m_worker->want(m_clip, m_path, {});
    Q_EMIT cleared();
}

SoundTilePtr SoundTiles::find(const SoundTileKey& key)
{
    const auto place = m_places.find(key);
    if (place == m_places.end())
        return nullptr;
    m_tiles.splice(m_tiles.begin(), m_tiles, place->second);
    return m_tiles.front();
}

void SoundTiles::show(const QObject* view, std::vector<SoundTileKey> keys)
{
    auto& shown = m_shown[view];
    if (shown == keys)
        return;
    shown = std::move(keys);
    request();
}

void SoundTiles::request()
{
    if (!m_worker || m_path.isEmpty() || m_failed)
        return;
    std::vector<SoundTileKey> missing;
    for (const auto& [view, keys] : m_shown) {
        for (const SoundTileKey& key : keys) {
            if (!m_places.contains(key))
                missing.push_back(key);
        }
    }
    m_worker->want(m_clip, m_path, std::move(missing));
}

void SoundTiles::onMade(quint64 clip, const SoundTilePtr& tile)
{
    if (clip != m_clip || m_places.contains(tile->key))
        return;
    m_tiles.push_front(tile);
    m_places[tile->key] = m_tiles.begin();
    m_bytes += tile->bytes();
    removeOldest();
    Q_EMIT arrived(tile);
}

void SoundTiles::removeOldest()
{
    if (m_bytes <= m_maxBytes)
        return;
    std::set<SoundTileKey> shown;
    for (const auto& [view, keys] : m_shown)
        shown.insert(keys.begin(), keys.end());
    for (auto tile = m_tiles.end(); tile != m_tiles.begin() && m_bytes > m_maxBytes;) {
        --tile;
        if (shown.contains((*tile)->key))
            continue;
        m_bytes -= (*tile)->bytes();
        m_places.erase((*tile)->key);
        tile = m_tiles.erase(tile);
    }
}

} // namespace avs::models
