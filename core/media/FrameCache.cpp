// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/FrameCache.h"

#include <algorithm>
#include <cstdlib>

namespace avs::media {

std::int64_t FrameCache::bytesOf(const VideoFrame& frame)
{
    return std::int64_t(frame.image.pixels.size() + frame.alpha.pixels.size() + sizeof(VideoFrame));
}

std::int64_t FrameCache::capacityFor(std::int64_t frameBytes) const
{
    const std::scoped_lock lock(m_mutex);
    return m_limitBytes / frameBytes;
}

std::int64_t FrameCache::sizeBytes() const
{
    const std::scoped_lock lock(m_mutex);
    return m_sizeBytes;
}

std::int64_t FrameCache::count() const
{
    const std::scoped_lock lock(m_mutex);
    return std::int64_t(m_entries.size());
}

bool FrameCache::contains(base::FrameIndex index) const
{
    const std::scoped_lock lock(m_mutex);
    return m_entries.count(index.value()) != 0;
}

void FrameCache::setPosition(base::FrameIndex index)
{
    const std::scoped_lock lock(m_mutex);
    m_position = index.value();
}

void FrameCache::insert(const VideoFramePtr& frame)
{
    const std::scoped_lock lock(m_mutex);
    if (bytesOf(*frame) > m_limitBytes)
        return;
    Entry& entry = m_entries[frame->index.value()];
    if (entry.frame)
        m_sizeBytes -= bytesOf(*entry.frame);
    entry = {frame, ++m_uses};
    m_sizeBytes += bytesOf(*frame);
    keepLimit();
}

void FrameCache::setLimit(std::int64_t limitBytes)
{
    const std::scoped_lock lock(m_mutex);
    m_limitBytes = limitBytes;
    keepLimit();
}

VideoFramePtr FrameCache::find(base::FrameIndex index)
{
    const std::scoped_lock lock(m_mutex);
    const auto at = m_entries.find(index.value());
    if (at == m_entries.end())
        return nullptr;
    at->second.lastUse = ++m_uses;
    return at->second.frame;
}

VideoFramePtr FrameCache::nearest(base::FrameIndex index)
{
    const std::scoped_lock lock(m_mutex);
    const auto distance = [&](const auto& entry) { return std::abs(entry.first - index.value()); };
    const auto at = std::min_element(m_entries.begin(), m_entries.end(),
                                     [&](const auto& a, const auto& b) { return distance(a) < distance(b); });
    if (at == m_entries.end())
        return nullptr;
    at->second.lastUse = ++m_uses;
    return at->second.frame;
}

void FrameCache::clear()
{
    const std::scoped_lock lock(m_mutex);
    m_entries.clear();
    m_sizeBytes = 0;
}

void FrameCache::keepLimit()
{
    while (m_sizeBytes > m_limitBytes)
        removeOne();
}

void FrameCache::removeOne()
{
    // Half of what fits is kept around the position.
    const std::int64_t reach = m_entries.size() / 4;
    const auto distance = [this](const auto& entry) { return std::abs(entry.first - m_position); };
    const auto goesFirst = [&](const auto& a, const auto& b) {
        const bool aIsFar = distance(a) > reach;
        const bool bIsFar = distance(b) > reach;
        if (aIsFar != bIsFar)
            return aIsFar;
        return aIsFar ? a.second.lastUse < b.second.lastUse : distance(a) > distance(b);
    };
    const auto first = std::min_element(m_entries.begin(), m_entries.end(), goesFirst);
    m_sizeBytes -= bytesOf(*first->second.frame);
    m_entries.erase(first);
}

} // namespace avs::media
