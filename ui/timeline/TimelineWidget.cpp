// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/TimelineWidget.h"

#include "ui/widgets/Theme.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace avs::timeline {

using base::MediaTime;
using base::TimeRange;
using models::TimeAxis;

namespace {

constexpr double kEdgeReach = 5;       // pixels
constexpr double kZoomPerNotch = 1.25; // of a wheel
constexpr double kPanPerNotch = 0.1;   // of what is seen
constexpr double kNotch = 120;         // QWheelEvent's eighths of a degree
constexpr double kPixelsPerNotch = 50; // of a touch pad

} // namespace

TimelineWidget::TimelineWidget(TimeAxis* axis, QWidget* parent)
    : QWidget(parent)
    , m_axis(axis)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::ClickFocus);
    setCursor(Qt::PointingHandCursor);
    const auto refresh = QOverload<>::of(&QWidget::update);
    connect(axis, &TimeAxis::durationChanged, this, [this] {
        m_position = MediaTime();
        update();
    });
    connect(axis, &TimeAxis::visibleChanged, this, refresh);
    connect(axis, &TimeAxis::selectionChanged, this, refresh);
    connect(axis, &TimeAxis::hoverChanged, this, &TimelineWidget::refreshPointer);
}

void TimelineWidget::setMarkers(const models::Markers* markers)
{
    m_markers = markers;
    if (markers)
        connect(markers, &models::Markers::changed, this, QOverload<>::of(&QWidget::update));
}

void TimelineWidget::paintMarkers(QPainter& painter, double top) const
{
    if (!m_markers)
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(widgets::currentTheme().text);
    for (const MediaTime time : m_markers->times()) {
        const double x = xOf(time);
        if (x < timeRect().left() - 1 || x > timeRect().right() + 1)
            continue;
        painter.drawPolygon(QPolygonF(
            {{x - 3.5, top}, {x + 3.5, top}, {x + 3.5, top + 4}, {x, top + 8}, {x - 3.5, top + 4}}));
    }
    painter.restore();
}

QRect TimelineWidget::timeRect() const
{
    return {leftMargin(), 0, std::max(1, width() - leftMargin() - kMargin), height()};
}

void TimelineWidget::setPosition(MediaTime position)
{
    const double before = xOf(m_position);
    m_position = position;
    const double after = xOf(position);
    const double left = std::max(0.0, std::floor(std::min(before, after)) - playheadReach());
    const double right = std::min(double(width()), std::ceil(std::max(before, after)) + playheadReach());
    if (left < right)
        update(int(left), 0, int(right - left) + 1, height());
}

double TimelineWidget::xOf(MediaTime time) const
{
    const TimeRange shown = shownRange();
    if (isEmpty())
        return leftMargin();
    return leftMargin() + (time - shown.begin).seconds() / shown.duration().seconds() * timeRect().width();
}

MediaTime TimelineWidget::timeAt(double x) const
{
    const TimeRange shown = shownRange();
    const double share = (x - leftMargin()) / timeRect().width();
    const MediaTime time = shown.begin + MediaTime::fromSeconds(share * shown.duration().seconds());
    return std::clamp(time, MediaTime(), m_axis->duration());
}

std::optional<MediaTime> TimelineWidget::oppositeEdge(double x) const
{
    const auto& selection = m_axis->selection();
    if (!selection)
        return {};
    const double toBegin = std::abs(xOf(selection->begin) - x);
    const double toEnd = std::abs(xOf(selection->end) - x);
    if (std::min(toBegin, toEnd) > kEdgeReach)
        return {};
    return toBegin < toEnd ? selection->end : selection->begin;
}

void TimelineWidget::mousePressEvent(QMouseEvent* event)
{
    if (isEmpty() || m_drag != Drag::None)
        return;
    m_pressX = event->position().x();
    const MediaTime time = timeAt(m_pressX);
    if (event->button() == Qt::MiddleButton) {
        m_drag = Drag::Pan;
        m_panStart = m_axis->visible();
        setCursor(Qt::ClosedHandCursor);
    } else if (event->button() == Qt::LeftButton) {
        if (const auto other = oppositeEdge(m_pressX)) {
            m_drag = Drag::Select;
            m_anchor = *other;
        } else if (dragSelects() || event->modifiers().testFlag(Qt::ShiftModifier)) {
            m_drag = Drag::MaybeSelect;
            m_anchor = time;
        } else {
            m_drag = Drag::Seek;
            Q_EMIT seekRequested(time);
        }
    }
    update();
}

void TimelineWidget::drag(double x)
{
    switch (m_drag) {
    case Drag::Seek:
        Q_EMIT seekRequested(timeAt(x));
        break;
    case Drag::MaybeSelect:
        if (std::abs(x - m_pressX) < QApplication::startDragDistance() / 2.0)
            break;
        m_drag = Drag::Select;
        [[fallthrough]];
    case Drag::Select:
        m_axis->setSelection(TimeRange{m_anchor, timeAt(x)});
        break;
    case Drag::Pan: {
        // Where the whole clip is shown, the mark on it is moved, not what lies under the pointer.
        const double way = shownRange() == m_axis->visible() ? m_pressX - x : x - m_pressX;
        const auto distance =
            MediaTime::fromSeconds(shownRange().duration().seconds() * way / timeRect().width());
        m_axis->showRange({m_panStart.begin + distance, m_panStart.end + distance});
        break;
    }
    case Drag::None:
        break;
    }
}

void TimelineWidget::mouseMoveEvent(QMouseEvent* event)
{
    const double x = event->position().x();
    if (isEmpty())
        return;
    drag(x);
    m_axis->setHover(timeAt(x));
    if (m_drag == Drag::None)
        refreshCursor(x);
}

void TimelineWidget::mouseReleaseEvent(QMouseEvent* event)
{
    const auto expected = m_drag == Drag::Pan ? Qt::MiddleButton : Qt::LeftButton;
    if (m_drag == Drag::None || event->button() != expected)
        return;
    if (m_drag == Drag::MaybeSelect && dragSelects())
        Q_EMIT seekRequested(timeAt(m_pressX));
    m_drag = Drag::None;
    refreshCursor(event->position().x());
    update();
}

void TimelineWidget::refreshPointer()
{
    // The pointer moves often, and drawing a spectrogram takes a while: only the line is drawn again.
    const auto hover = m_axis->hover();
    const double x = hover ? xOf(*hover) : -1;
    for (const double line : {m_pointerX, x}) {
        if (line >= 0 && line <= width())
            update(int(line) - 2, 0, 5, height());
    }
    m_pointerX = x;
}

void TimelineWidget::refreshCursor(double x)
{
    setCursor(oppositeEdge(x) ? Qt::SizeHorCursor : Qt::PointingHandCursor);
}

void TimelineWidget::wheelEvent(QWheelEvent* event)
{
    if (isEmpty())
        return event->ignore();
    // X11 gives pixels for wheels too, and not to be relied on; it knows no phases.
    const bool smooth = !event->pixelDelta().isNull() && event->phase() != Qt::NoScrollPhase;
    const double notch = smooth ? kPixelsPerNotch : kNotch;
    const QPointF turned = smooth ? event->pixelDelta() : event->angleDelta();
    const bool sideways = std::abs(turned.x()) > std::abs(turned.y());
    if (sideways || event->modifiers().testFlag(Qt::ShiftModifier)) {
        const double way = sideways ? turned.x() : turned.y();
        // What a touch pad moves stays under the fingers.
        const double share = smooth ? way / timeRect().width() : kPanPerNotch * way / notch;
        const double seconds = m_axis->visible().duration().seconds() * share;
        m_axis->pan(MediaTime::fromSeconds(-seconds));
    } else {
        m_axis->zoomAt(timeAt(event->position().x()), std::pow(kZoomPerNotch, turned.y() / notch));
    }
    event->accept();
}

void TimelineWidget::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && m_axis->selection())
        m_axis->setSelection({});
    else
        QWidget::keyPressEvent(event);
}

void TimelineWidget::leaveEvent(QEvent* event)
{
    m_axis->setHover({});
    QWidget::leaveEvent(event);
}

void TimelineWidget::paintSelection(QPainter& painter) const
{
    const auto& selection = m_axis->selection();
    if (!selection)
        return;
    const auto& theme = widgets::currentTheme();
    const QRectF area = timeRect();
    const double left = std::clamp(xOf(selection->begin), area.left(), area.right());
    const double right = std::clamp(xOf(selection->end), area.left(), area.right());
    QColor fill = theme.accent;
    fill.setAlphaF(theme.dark ? 0.22F : 0.16F);
    painter.fillRect(QRectF(left, 0, right - left, height()), fill);
    for (const MediaTime edge : {selection->begin, selection->end}) {
        const double x = xOf(edge);
        if (x >= area.left() - 1 && x <= area.right() + 1)
            painter.fillRect(QRectF(x - 0.5, 0, 1, height()), theme.accent);
    }
}

void TimelineWidget::paintPointer(QPainter& painter) const
{
    const auto hover = m_axis->hover();
    if (!hover || isDragging())
        return;
    QColor ghost = widgets::currentTheme().text;
    ghost.setAlphaF(0.4F);
    const double x = xOf(*hover);
    if (x >= timeRect().left() && x <= timeRect().right() + 1)
        painter.fillRect(QRectF(x - 0.5, 0, 1, height()), ghost);
}

void TimelineWidget::paintPlayhead(QPainter& painter) const
{
    const double x = xOf(m_position);
    if (x >= timeRect().left() - 1 && x <= timeRect().right() + 1)
        painter.fillRect(QRectF(x - 0.75, 0, 1.5, height()), widgets::currentTheme().playhead);
}

} // namespace avs::timeline
