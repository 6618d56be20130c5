// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/TimelineWidget.h"

#include <QMouseEvent>

#include <algorithm>
#include <cmath>

namespace avs::timeline {

using base::MediaTime;

TimelineWidget::TimelineWidget(QWidget* parent)
    : QWidget(parent)
{
    setMouseTracking(true);
    setCursor(Qt::PointingHandCursor);
}

void TimelineWidget::setDuration(MediaTime duration)
{
    m_duration = duration;
    m_position = MediaTime();
    update();
}

void TimelineWidget::setPosition(MediaTime position)
{
    const double before = xOf(m_position);
    m_position = position;
    const double after = xOf(position);
    const int left = static_cast<int>(std::floor(std::min(before, after))) - playheadReach();
    const int right = static_cast<int>(std::ceil(std::max(before, after))) + playheadReach();
    update(left, 0, right - left + 1, height());
}

double TimelineWidget::xOf(MediaTime time) const
{
    if (isEmpty())
        return kMargin;
    return kMargin + time.seconds() / m_duration.seconds() * std::max(1, width() - 2 * kMargin);
}

MediaTime TimelineWidget::timeAt(double x) const
{
    const double share = (x - kMargin) / std::max(1, width() - 2 * kMargin);
    return MediaTime::fromSeconds(std::clamp(share, 0.0, 1.0) * m_duration.seconds());
}

void TimelineWidget::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || isEmpty())
        return;
    m_dragging = true;
    Q_EMIT seekRequested(timeAt(event->position().x()));
}

void TimelineWidget::mouseMoveEvent(QMouseEvent* event)
{
    m_hoverX = event->position().x();
    if (m_dragging)
        Q_EMIT seekRequested(timeAt(*m_hoverX));
    update();
}

void TimelineWidget::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        m_dragging = false;
    update();
}

void TimelineWidget::leaveEvent(QEvent* event)
{
    m_hoverX.reset();
    update();
    QWidget::leaveEvent(event);
}

} // namespace avs::timeline
