// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/ClassLanes.h"

#include "core/imaging/Palette.h"
#include "ui/widgets/Retranslate.h"
#include "ui/widgets/Theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace avs::timeline {

namespace {

constexpr int kLane = 7;
constexpr int kGap = 3;
constexpr int kPadding = 6; // above the first and below the last

} // namespace

ClassLanes::ClassLanes(models::TimeAxis* axis, const models::SegmentationTrack* track,
                       const models::ViewState* view, QWidget* parent)
    : TimelineWidget(axis, parent)
    , m_track(track)
    , m_view(view)
{
    setObjectName(QStringLiteral("classLanes"));
    new widgets::Retranslate(this, [this] { setAccessibleName(tr("When each class sounds")); });
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(track, &models::SegmentationTrack::changed, this, [this] {
        updateGeometry();
        setVisible(laneCount() > 0);
        update();
    });
    connect(view, &models::ViewState::classVisibilityChanged, this, QOverload<>::of(&QWidget::update));
    setVisible(false);
}

int ClassLanes::laneCount() const
{
    return std::min<int>(kMaxLanes, int(m_track->classes().size()));
}

QRect ClassLanes::laneRect(int lane) const
{
    return {timeRect().left(), kPadding + lane * (kLane + kGap), timeRect().width(), kLane};
}

QSize ClassLanes::sizeHint() const
{
    return {400, 2 * kPadding + laneCount() * (kLane + kGap) - kGap};
}

QSize ClassLanes::minimumSizeHint() const
{
    return {120, sizeHint().height()};
}

bool ClassLanes::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return TimelineWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    for (int lane = 0; lane < laneCount(); ++lane) {
        if (laneRect(lane).adjusted(-kGutter, -1, 0, 2).contains(help->pos())) {
            QToolTip::showText(help->globalPos(), m_track->classes()[std::size_t(lane)].name, this);
            return true;
        }
    }
    QToolTip::hideText();
    return true;
}

void ClassLanes::paintEvent(QPaintEvent*)
{
    const auto& theme = widgets::currentTheme();
    QPainter painter(this);
    painter.fillRect(rect(), theme.surface);
    painter.fillRect(QRectF(0, 0, width(), 1), theme.line);
    if (isEmpty())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const QRectF area = timeRect();
    painter.setClipRect(area);
    for (int lane = 0; lane < laneCount(); ++lane) {
        const auto& found = m_track->classes()[std::size_t(lane)];
        const QRectF row = laneRect(lane);
        QColor ground = theme.line;
        ground.setAlphaF(0.5F);
        painter.setBrush(ground);
        painter.drawRoundedRect(row, kLane / 2.0, kLane / 2.0);
        const auto rgb = imaging::displayColour(found.classIndex);
        QColor colour(rgb.r, rgb.g, rgb.b);
        if (!m_view->isClassVisible(found.classIndex))
            colour.setAlphaF(0.3F);
        painter.setBrush(colour);
        for (const auto& stretch : found.stretches) {
            // Far outside the widget the painter would lose precision.
            const double left = std::max(xOf(stretch.begin), area.left() - kLane);
            const double right = std::min(xOf(stretch.end), area.right() + kLane);
            if (right > area.left() - kLane && left < area.right() + kLane)
                painter.drawRoundedRect(QRectF(left, row.top(), std::max(2.0, right - left), row.height()),
                                        kLane / 2.0, kLane / 2.0);
        }
    }
    painter.setClipping(false);
    painter.setRenderHint(QPainter::Antialiasing, false);
    paintSelection(painter);
    paintPointer(painter);
    paintPlayhead(painter);
}

} // namespace avs::timeline
