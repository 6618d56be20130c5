// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/ScrubBar.h"

#include "ui/widgets/Theme.h"

#include <QPainter>

namespace avs::timeline {

namespace {
constexpr int kHeight = 20;
constexpr double kGroove = 4;
constexpr double kHandle = 6; // radius
} // namespace

ScrubBar::ScrubBar(QWidget* parent)
    : TimelineWidget(parent)
{
    setObjectName(QStringLiteral("scrubBar"));
    setAccessibleName(tr("Position in the clip"));
    setFixedHeight(kHeight);
}

QSize ScrubBar::sizeHint() const
{
    return {400, kHeight};
}

void ScrubBar::paintEvent(QPaintEvent*)
{
    const auto& theme = widgets::currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const double middle = height() / 2.0;
    const bool active = isDragging() || hoverX().has_value();
    const double groove = active && !isEmpty() ? kGroove + 2 : kGroove;
    QRectF bar(kMargin, middle - groove / 2, width() - 2.0 * kMargin, groove);
    painter.setBrush(theme.line);
    painter.drawRoundedRect(bar, groove / 2, groove / 2);
    if (isEmpty())
        return;
    const double x = xOf(position());
    bar.setRight(x);
    painter.setBrush(theme.accent);
    painter.drawRoundedRect(bar, groove / 2, groove / 2);
    painter.drawEllipse(QPointF(x, middle), active ? kHandle + 1 : kHandle, active ? kHandle + 1 : kHandle);
}

} // namespace avs::timeline
