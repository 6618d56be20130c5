// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/TimeRuler.h"

#include "ui/timeline/Ticks.h"
#include "ui/widgets/Theme.h"

#include <QPainter>

#include <cmath>

namespace avs::timeline {

using base::FrameIndex;
using base::MediaTime;
using models::SoundViewOptions;

namespace {

constexpr int kHeight = 24;
constexpr double kBigTick = 10;
constexpr double kSmallTick = 5;
constexpr double kRoom = 28; // between texts

QFont rulerFont(const QWidget* widget)
{
    QFont font = widget->font();
    font.setPointSizeF(font.pointSizeF() * 0.85);
    return font;
}

} // namespace

TimeRuler::TimeRuler(models::TimeAxis* axis, SoundViewOptions* options, QWidget* parent)
    : TimelineWidget(axis, parent)
    , m_options(options)
{
    setObjectName(QStringLiteral("timeRuler"));
    setAccessibleName(tr("Ruler"));
    setFixedHeight(kHeight);
    connect(options, &SoundViewOptions::changed, this, QOverload<>::of(&QWidget::update));
}

void TimeRuler::setFrames(std::shared_ptr<const media::FrameTable> frames)
{
    m_frames = std::move(frames);
    update();
}

QSize TimeRuler::sizeHint() const
{
    return {400, kHeight};
}

void TimeRuler::paintEvent(QPaintEvent*)
{
    const auto& theme = widgets::currentTheme();
    QPainter painter(this);
    painter.setFont(rulerFont(this));
    painter.fillRect(rect(), theme.surface);
    painter.fillRect(QRectF(0, height() - 1, width(), 1), theme.line);
    if (isEmpty())
        return;
    if (m_options->rulerUnit() == SoundViewOptions::RulerUnit::Frames && m_frames && !m_frames->isEmpty())
        paintFrames(painter);
    else
        paintTimes(painter);
    paintSelection(painter);
    paintPointer(painter);
    paintPlayhead(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.playhead);
    const double x = xOf(position());
    if (x >= timeRect().left() - 1 && x <= timeRect().right() + 1)
        painter.drawPolygon(QPolygonF({{x - 5, 1}, {x + 5, 1}, {x, 8}}));
}

void TimeRuler::paintTick(QPainter& painter, double x, const QString& text) const
{
    const auto& theme = widgets::currentTheme();
    const double top = height() - 1 - (text.isEmpty() ? kSmallTick : kBigTick);
    painter.fillRect(QRectF(x - 0.5, top, 1, height() - 1 - top), theme.line);
    if (text.isEmpty())
        return;
    painter.setPen(theme.faintText);
    painter.drawText(QPointF(x + 4, height() - 8), text);
}

void TimeRuler::paintTimes(QPainter& painter) const
{
    const auto visible = shownRange();
    const double length = visible.duration().seconds();
    const double perPixel = length / timeRect().width();
    // Finer ticks have longer texts: one round of trying is enough.
    double distance = roundSeconds(kRoom * 2 * perPixel);
    const QString longest = tickText(axis()->duration().seconds(), distance);
    distance = roundSeconds((painter.fontMetrics().horizontalAdvance(longest) + kRoom) * perPixel);
    const int parts = partsOf(distance);
    const double small = distance / parts;
    const auto first = std::int64_t(std::ceil(visible.begin.seconds() / small - 1e-6));
    for (auto i = first; double(i) * small <= visible.end.seconds() + 1e-9; ++i) {
        const double x = xOf(MediaTime::fromSeconds(double(i) * small));
        paintTick(painter, x, i % parts == 0 ? tickText(double(i) * small, distance) : QString());
    }
}

void TimeRuler::paintFrames(QPainter& painter) const
{
    const auto visible = shownRange();
    const std::int64_t first = m_frames->frameAt(visible.begin).value();
    const std::int64_t last = m_frames->frameAt(visible.end).value();
    const double perPixel = double(last - first + 1) / timeRect().width();
    const double room = painter.fontMetrics().horizontalAdvance(QString::number(last)) + kRoom;
    const std::int64_t distance = roundCount(room * perPixel);
    const std::int64_t small = std::max<std::int64_t>(1, distance / (distance % 5 == 0 ? 5 : 2));
    for (std::int64_t i = (first + small - 1) / small * small; i <= last; i += small) {
        const double x = xOf(m_frames->timeOf(FrameIndex(i)));
        if (x >= timeRect().left() - 0.5)
            paintTick(painter, x, i % distance == 0 ? QString::number(i) : QString());
    }
}

} // namespace avs::timeline
