// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/TimeAxis.h"

#include <algorithm>
#include <cmath>

namespace avs::models {

using base::MediaTime;
using base::TimeRange;

namespace {

/// Where the position stands on a newly turned page, as a share of its width.
constexpr double kLead = 0.1;

MediaTime times(MediaTime span, double factor)
{
    return MediaTime::fromMicroseconds(std::llround(double(span.microseconds()) * factor));
}

} // namespace

void TimeAxis::setDuration(MediaTime duration)
{
    m_duration = std::max(duration, MediaTime());
    Q_EMIT durationChanged(m_duration);
    setSelection({});
    setHover({});
    m_visible = {MediaTime(), m_duration};
    Q_EMIT visibleChanged(m_visible);
}

void TimeAxis::extend(MediaTime duration)
{
    if (duration <= m_duration)
        return;
    const bool fitted = isFitted();
    m_duration = duration;
    if (fitted)
        m_visible.end = duration;
    Q_EMIT visibleChanged(m_visible);
}

bool TimeAxis::isFitted() const
{
    return m_visible == TimeRange{MediaTime(), m_duration};
}

void TimeAxis::zoomAt(MediaTime anchor, double factor)
{
    if (isEmpty() || !(factor > 0))
        return;
    const MediaTime before = m_visible.duration();
    const MediaTime length =
        std::clamp(times(before, 1 / factor), std::min(kShortest, m_duration), m_duration);
    const double share = double((anchor - m_visible.begin).microseconds()) / double(before.microseconds());
    const MediaTime begin = anchor - times(length, share);
    showRange({begin, begin + length});
}

void TimeAxis::pan(MediaTime distance)
{
    showRange({m_visible.begin + distance, m_visible.end + distance});
}

void TimeAxis::fit()
{
    showRange({MediaTime(), m_duration});
}

void TimeAxis::showRange(const TimeRange& range)
{
    if (isEmpty())
        return;
    const MediaTime length = std::clamp(range.duration(), std::min(kShortest, m_duration), m_duration);
    const MediaTime begin = std::clamp(range.begin, MediaTime(), m_duration - length);
    const TimeRange visible{begin, begin + length};
    if (visible == m_visible)
        return;
    m_visible = visible;
    Q_EMIT visibleChanged(m_visible);
}

void TimeAxis::reveal(MediaTime position)
{
    if (m_visible.contains(position) || position == m_visible.end)
        return;
    const double lead = position < m_visible.begin ? 1 - kLead : kLead;
    const MediaTime begin = position - times(m_visible.duration(), lead);
    showRange({begin, begin + m_visible.duration()});
}

void TimeAxis::setSelection(std::optional<TimeRange> range)
{
    if (range) {
        const auto [first, last] = std::minmax(range->begin, range->end);
        range =
            TimeRange{std::clamp(first, MediaTime(), m_duration), std::clamp(last, MediaTime(), m_duration)};
        if (range->isEmpty())
            range.reset();
    }
    if (range == m_selection)
        return;
    m_selection = range;
    Q_EMIT selectionChanged(m_selection);
}

void TimeAxis::setHover(std::optional<MediaTime> time)
{
    if (time == m_hover)
        return;
    m_hover = time;
    Q_EMIT hoverChanged();
}

} // namespace avs::models
