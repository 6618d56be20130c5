// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/TimeRuler.h"

#include "ui/timeline/Ticks.h"
#include "ui/widgets/Retranslate.h"
#include "ui/widgets/Theme.h"
#include "ui/widgets/TransportBar.h"

#include <QLocale>
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
    new widgets::Retranslate(this, [this] { setAccessibleName(tr("Ruler")); });
    setFixedHeight(kHeight);
    connect(options, &SoundViewOptions::changed, this, QOverload<>::of(&QWidget::update));
    connect(axis, &models::TimeAxis::hoverChanged, this, QOverload<>::of(&QWidget::update));
}

void TimeRuler::setFrames(std::shared_ptr<const media::FrameTable> frames)
{
    m_frames = std::move(frames);
    update();
}

void TimeRuler::setLoop(std::optional<base::TimeRange> loop)
{
    m_loop = loop;
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
    if (countsFrames())
        paintFrames(painter);
    else
        paintTimes(painter);
    paintLoop(painter);
    paintSelection(painter);
    paintMarkers(painter, 1);
    paintPointer(painter);
    paintPlayhead(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.playhead);
    const double x = xOf(position());
    if (x >= timeRect().left() - 1 && x <= timeRect().right() + 1)
        painter.drawPolygon(QPolygonF({{x - 5, 1}, {x + 5, 1}, {x, 8}}));
    paintHover(painter);
}

/// A bar along the ruler's foot, with a foot of its own at either end.
void TimeRuler::paintLoop(QPainter& painter) const
{
    if (!m_loop)
        return;
    const QRectF area = timeRect();
    const double left = std::clamp(xOf(m_loop->begin), area.left() - 8, area.right() + 8);
    const double right = std::clamp(xOf(m_loop->end), area.left() - 8, area.right() + 8);
    const QColor colour = widgets::currentTheme().accent;
    painter.save();
    painter.setClipRect(area);
    painter.fillRect(QRectF(left, height() - 4, right - left, 3), colour);
    painter.fillRect(QRectF(left, height() - 10, 2, 9), colour);
    painter.fillRect(QRectF(right - 2, height() - 10, 2, 9), colour);
    painter.restore();
}

/// The time (or frame) under the pointer, wherever along the axis it is; while selecting, how long the
/// selection is.
void TimeRuler::paintHover(QPainter& painter) const
{
    const auto hover = axis()->hover();
    if (!hover || !shownRange().contains(*hover))
        return;
    const bool inFrames = countsFrames();
    QString text = inFrames ? QString::number(m_frames->frameAt(*hover).value()) : widgets::clockText(*hover);
    if (const auto& selection = axis()->selection(); selection && selection->contains(*hover))
        text += QStringLiteral("  (%1 s)").arg(QLocale().toString(selection->duration().seconds(), 'f', 3));
    const auto& theme = widgets::currentTheme();
    QRectF box = painter.fontMetrics().boundingRect(text).adjusted(-5, -2, 5, 2);
    box.moveCenter({xOf(*hover), height() / 2.0 - 1});
    box.moveLeft(std::clamp(box.left(), 1.0, std::max(1.0, width() - box.width() - 1)));
    painter.setPen(QPen(theme.line, 1));
    painter.setBrush(theme.window);
    painter.drawRoundedRect(box, 4, 4);
    painter.setPen(theme.text);
    painter.drawText(box, Qt::AlignCenter, text);
}

bool TimeRuler::countsFrames() const
{
    return m_options->rulerUnit() == SoundViewOptions::RulerUnit::Frames && m_frames && !m_frames->isEmpty();
}

void TimeRuler::paintTick(QPainter& painter, double x, const QString& text) const
{
    const auto& theme = widgets::currentTheme();
    const double top = height() - 1 - (text.isEmpty() ? kSmallTick : kBigTick);
    painter.fillRect(QRectF(x - 0.5, top, 1, height() - 1 - top), theme.line);
    if (text.isEmpty())
        return;
    if (x + 4 + painter.fontMetrics().horizontalAdvance(text) > width())
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
