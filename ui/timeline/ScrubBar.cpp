// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/ScrubBar.h"

#include "ui/widgets/Retranslate.h"
#include "ui/widgets/Theme.h"

#include <QPainter>

namespace avs::timeline {

namespace {
constexpr int kHeight = 22;
constexpr double kGroove = 4;
constexpr double kHandle = 6; // radius
constexpr double kWindow = 14;
constexpr double kSmallestWindow = 4;
} // namespace

ScrubBar::ScrubBar(models::TimeAxis* axis, QWidget* parent)
    : TimelineWidget(axis, parent)
{
    setObjectName(QStringLiteral("scrubBar"));
    new widgets::Retranslate(this, [this] { setAccessibleName(tr("Position in the clip")); });
    setFixedHeight(kHeight);
}

QSize ScrubBar::sizeHint() const
{
    return {400, kHeight};
}

void ScrubBar::enterEvent(QEnterEvent* event)
{
    update();
    TimelineWidget::enterEvent(event);
}

void ScrubBar::leaveEvent(QEvent* event)
{
    update();
    TimelineWidget::leaveEvent(event);
}

void ScrubBar::paintEvent(QPaintEvent*)
{
    const auto& theme = widgets::currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const double middle = height() / 2.0;
    const bool active = isDragging() || underMouse();
    const double groove = active && !isEmpty() ? kGroove + 2 : kGroove;
    const auto bar = [&](double from, double to, double height) {
        return QRectF(from, middle - height / 2, to - from, height);
    };
    const double begin = leftMargin();
    const double end = begin + timeRect().width();
    if (!isEmpty() && !axis()->isFitted()) {
        const double left = xOf(axis()->visible().begin);
        const double right = std::max(xOf(axis()->visible().end), left + kSmallestWindow);
        QColor fill = theme.accent;
        fill.setAlphaF(0.2F);
        painter.setBrush(fill);
        painter.setPen(QPen(theme.accent, 1));
        painter.drawRoundedRect(bar(left, right, kWindow).adjusted(-0.5, -0.5, 0.5, 0.5), 4, 4);
        painter.setPen(Qt::NoPen);
    }
    painter.setBrush(theme.line);
    painter.drawRoundedRect(bar(begin, end, groove), groove / 2, groove / 2);
    if (isEmpty())
        return;
    if (const auto& selection = axis()->selection()) {
        QColor fill = theme.text;
        fill.setAlphaF(0.35F);
        painter.setBrush(fill);
        painter.drawRect(bar(xOf(selection->begin), xOf(selection->end), groove));
    }
    paintMarkers(painter, 0);
    const double x = xOf(position());
    painter.setBrush(theme.accent);
    painter.drawRoundedRect(bar(begin, x, groove), groove / 2, groove / 2);
    painter.drawEllipse(QPointF(x, middle), active ? kHandle + 1 : kHandle, active ? kHandle + 1 : kHandle);
}

} // namespace avs::timeline
