// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/FrameTable.h"

#include <QtGlobal>

#include <algorithm>
#include <functional>
#include <utility>

namespace avs::media {

FrameTable::FrameTable(std::vector<base::MediaTime> times, base::MediaTime end)
    : m_times(std::move(times))
    , m_end(end)
{
    Q_ASSERT(std::adjacent_find(m_times.begin(), m_times.end(), std::greater_equal<>()) == m_times.end());
}

base::MediaTime FrameTable::timeOf(base::FrameIndex index) const
{
    Q_ASSERT(index.value() >= 0 && index.value() < size());
    return m_times[std::size_t(index.value())];
}

base::MediaTime FrameTable::endOf(base::FrameIndex index) const
{
    Q_ASSERT(index.value() >= 0 && index.value() < size());
    const auto next = std::size_t(index.value()) + 1;
    return next < m_times.size() ? m_times[next] : m_end;
}

base::FrameIndex FrameTable::frameAt(base::MediaTime time) const
{
    const auto later = std::upper_bound(m_times.begin(), m_times.end(), time);
    return base::FrameIndex(std::max<std::int64_t>(0, (later - m_times.begin()) - 1));
}

} // namespace avs::media
