// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/WaveformView.h"

#include "core/imaging/Palette.h"
#include "ui/widgets/Theme.h"
#include "ui/widgets/TransportBar.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <array>
#include <cmath>

namespace avs::timeline {

using base::MediaTime;

namespace {

constexpr int kTicks = 20; // height of the row of times
constexpr int kWave = 72;
constexpr int kLane = 7;
constexpr int kLaneGap = 3;
constexpr int kMaxLanes = 12;
constexpr int kBottom = 8;

/// The distance of the ticks: a round time that leaves room for its text.
double tickSeconds(double pixelsPerSecond, double roomForText)
{
    constexpr std::array kRound = {0.1,  0.2,  0.5,  1.0,   2.0,   5.0,   10.0,
                                   15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0};
    for (const double seconds : kRound) {
        if (seconds * pixelsPerSecond >= roomForText)
            return seconds;
    }
    double seconds = 3600;
    while (seconds * pixelsPerSecond < roomForText) // a damaged file may claim to last for ages
        seconds *= 2;
    return seconds;
}

QString tickText(double seconds, double distance)
{
    const auto tenths = std::llround(seconds * 10);
    QString text = QStringLiteral("%1:%2").arg(tenths / 600).arg(tenths / 10 % 60, 2, 10, QLatin1Char('0'));
    if (distance < 1)
        text += QStringLiteral(".%1").arg(tenths % 10);
    return text;
}

} // namespace

WaveformView::WaveformView(const models::SegmentationTrack* track, const models::ViewState* view,
                           QWidget* parent)
    : TimelineWidget(parent)
    , m_track(track)
    , m_view(view)
{
    setObjectName(QStringLiteral("waveformView"));
    setAccessibleName(tr("Waveform of the clip"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(track, &models::SegmentationTrack::changed, this, [this] {
        updateGeometry();
        update();
    });
    connect(view, &models::ViewState::classVisibilityChanged, this, QOverload<>::of(&QWidget::update));
}

void WaveformView::setSoundLoading()
{
    m_sound = Sound::Loading;
    m_peaks = nullptr;
    m_columns.clear();
    update();
}

void WaveformView::setPeaks(media::WaveformPeaksPtr peaks)
{
    m_peaks = std::move(peaks);
    m_sound = m_peaks ? Sound::Ready : Sound::None;
    computeColumns();
    update();
}

int WaveformView::laneCount() const
{
    return std::min<int>(kMaxLanes, static_cast<int>(m_track->classes().size()));
}

QSize WaveformView::sizeHint() const
{
    return {400, kTicks + kWave + laneCount() * (kLane + kLaneGap) + kBottom};
}

QSize WaveformView::minimumSizeHint() const
{
    return {120, sizeHint().height()};
}

QRect WaveformView::waveRect() const
{
    return {kMargin, kTicks, std::max(0, width() - 2 * kMargin), kWave};
}

QRect WaveformView::laneRect(int lane) const
{
    return {kMargin, kTicks + kWave + kLaneGap + lane * (kLane + kLaneGap),
            std::max(0, width() - 2 * kMargin), kLane};
}

void WaveformView::resizeEvent(QResizeEvent*)
{
    computeColumns();
}

void WaveformView::computeColumns()
{
    m_columns.clear();
    if (!m_peaks || isEmpty())
        return;
    const int count = waveRect().width();
    m_columns.reserve(count);
    const auto sampleAt = [&](int x) {
        return static_cast<std::int64_t>(timeAt(x).seconds() * m_peaks->rateHz);
    };
    for (int i = 0; i < count; ++i)
        m_columns.push_back(m_peaks->range(sampleAt(kMargin + i), sampleAt(kMargin + i + 1)));
}

bool WaveformView::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return TimelineWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    for (int lane = 0; lane < laneCount(); ++lane) {
        if (laneRect(lane).adjusted(0, -1, 0, 2).contains(help->pos())) {
            QToolTip::showText(help->globalPos(), m_track->classes()[lane].name, this);
            return true;
        }
    }
    QToolTip::hideText();
    return true;
}

void WaveformView::paintEvent(QPaintEvent* event)
{
    const auto& theme = widgets::currentTheme();
    QPainter painter(this);
    painter.fillRect(event->rect(), theme.surface);
    painter.fillRect(QRect(0, 0, width(), 1), theme.line);
    if (isEmpty()) {
        painter.setPen(theme.line);
        painter.drawLine(waveRect().left(), waveRect().center().y(), waveRect().right(),
                         waveRect().center().y());
        return;
    }
    paintTicks(painter);
    paintWave(painter, event->rect());
    paintLanes(painter);
    paintPointer(painter);
}

void WaveformView::paintTicks(QPainter& painter) const
{
    const auto& theme = widgets::currentTheme();
    QFont font = painter.font();
    font.setPointSizeF(font.pointSizeF() * 0.85);
    painter.setFont(font);
    const double room = painter.fontMetrics().horizontalAdvance(QStringLiteral("00:00.0")) + 30;
    const double seconds = duration().seconds();
    const double distance = tickSeconds(std::max(1, width() - 2 * kMargin) / seconds, room);
    for (int i = 0; i * distance <= seconds; ++i) {
        const double x = xOf(MediaTime::fromSeconds(i * distance));
        painter.setPen(theme.line);
        painter.drawLine(QPointF(x, 4), QPointF(x, kTicks - 4));
        painter.setPen(theme.faintText);
        if (x + room - 26 <= width())
            painter.drawText(QPointF(x + 5, kTicks - 6), tickText(i * distance, distance));
    }
}

void WaveformView::paintWave(QPainter& painter, const QRect& dirty) const
{
    const auto& theme = widgets::currentTheme();
    const QRect wave = waveRect();
    const double middle = wave.center().y();
    if (m_sound != Sound::Ready) {
        painter.setPen(theme.line);
        painter.drawLine(QPointF(wave.left(), middle), QPointF(wave.right(), middle));
        painter.setPen(theme.faintText);
        painter.drawText(wave.adjusted(0, 0, 0, -10), Qt::AlignHCenter | Qt::AlignBottom,
                         m_sound == Sound::Loading ? tr("Reading the sound…") : tr("No sound"));
        return;
    }
    const double played = xOf(position());
    const double half = wave.height() / 2.0 - 2;
    const int from = std::max(0, dirty.left() - kMargin);
    const int to = std::min<int>(static_cast<int>(m_columns.size()), dirty.right() - kMargin + 1);
    for (int i = from; i < to; ++i) {
        const auto& peak = m_columns[i];
        const double top = middle - std::clamp(peak.max, -1.0F, 1.0F) * half;
        const double bottom = middle - std::clamp(peak.min, -1.0F, 1.0F) * half;
        painter.fillRect(QRectF(kMargin + i, top - 0.5, 1, bottom - top + 1),
                         kMargin + i < played ? theme.accent : theme.wave);
    }
}

void WaveformView::paintLanes(QPainter& painter) const
{
    const auto& theme = widgets::currentTheme();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    for (int lane = 0; lane < laneCount(); ++lane) {
        const auto& found = m_track->classes()[lane];
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
            const double left = xOf(stretch.begin);
            painter.drawRoundedRect(
                QRectF(left, row.top(), std::max(2.0, xOf(stretch.end) - left), row.height()), kLane / 2.0,
                kLane / 2.0);
        }
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void WaveformView::paintPointer(QPainter& painter) const
{
    const auto& theme = widgets::currentTheme();
    if (hoverX() && !isDragging()) {
        const double x = std::clamp(*hoverX(), double(kMargin), double(width() - kMargin));
        QColor ghost = theme.text;
        ghost.setAlphaF(0.35F);
        painter.fillRect(QRectF(x, kTicks, 1, height() - kTicks), ghost);
        const QString text = widgets::clockText(timeAt(x));
        const double textWidth = painter.fontMetrics().horizontalAdvance(text) + 10;
        const QRectF box(std::min(x + 4, width() - textWidth - 2), kTicks + 2, textWidth,
                         painter.fontMetrics().height() + 2);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.window);
        painter.setOpacity(0.9);
        painter.drawRoundedRect(box, 4, 4);
        painter.setOpacity(1);
        painter.setPen(theme.text);
        painter.drawText(box, Qt::AlignCenter, text);
    }
    painter.fillRect(QRectF(xOf(position()) - 0.5, 2, 1.5, height() - 2), theme.playhead);
}

} // namespace avs::timeline
