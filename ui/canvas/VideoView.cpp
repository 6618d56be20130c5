// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/VideoView.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/Theme.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

namespace avs::canvas {

namespace {
constexpr int kStageMargin = 12;
constexpr int kHintGlyph = 56;
} // namespace

VideoView::VideoView(const models::SegmentationTrack* track, const models::ViewState* view, QWidget* parent)
    : QWidget(parent)
    , m_track(track)
    , m_view(view)
{
    setObjectName(QStringLiteral("videoView"));
    setAccessibleName(tr("Video"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(track, &models::SegmentationTrack::changed, this, &VideoView::refreshStep);
    connect(view, &models::ViewState::overlayOpacityChanged, this, QOverload<>::of(&QWidget::update));
    connect(view, &models::ViewState::classVisibilityChanged, this, QOverload<>::of(&QWidget::update));
}

void VideoView::setFrame(media::VideoFramePtr frame)
{
    m_frame = std::move(frame);
    m_picture = QImage();
    if (m_frame && !m_frame->image.isEmpty()) {
        const auto& image = m_frame->image;
        // Painting from three bytes a pixel, scaled, takes twice as long as this and painting from four.
        m_picture = QImage(image.pixels.data(), image.width, image.height,
                           static_cast<qsizetype>(image.width) * 3, QImage::Format_RGB888)
                        .convertToFormat(QImage::Format_RGB32);
    }
    refreshStep();
    update();
}

void VideoView::refreshStep()
{
    auto step = m_frame ? m_track->stepAt(m_frame->time) : nullptr;
    if (step == m_step)
        return;
    m_step = std::move(step);
    update();
}

void VideoView::setHint(const QString& hint)
{
    m_hint = hint;
    setAccessibleDescription(hint);
    update();
}

void VideoView::setDropTarget(bool target)
{
    m_dropTarget = target;
    update();
}

QRectF VideoView::pictureRect() const
{
    if (!m_frame || m_frame->image.isEmpty())
        return {};
    const QRectF stage = QRectF(rect()).adjusted(kStageMargin, kStageMargin, -kStageMargin, -kStageMargin);
    const QSizeF size =
        QSizeF(m_frame->image.width, m_frame->image.height).scaled(stage.size(), Qt::KeepAspectRatio);
    return {stage.center() - QPointF(size.width(), size.height()) / 2, size};
}

int VideoView::classAt(QPointF position) const
{
    const QRectF picture = pictureRect();
    if (!m_step || m_step->labels.isEmpty() || !picture.contains(position))
        return 0;
    const auto& labels = m_step->labels;
    const QPointF share = position - picture.topLeft();
    const int x = std::min(labels.width - 1, static_cast<int>(share.x() / picture.width() * labels.width));
    const int y = std::min(labels.height - 1, static_cast<int>(share.y() / picture.height() * labels.height));
    const int found = labels.at(x, y);
    return m_view->isClassVisible(found) ? found : 0;
}

void VideoView::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint()))
        Q_EMIT clicked();
}

bool VideoView::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int found = classAt(help->pos());
    if (found > 0)
        QToolTip::showText(help->globalPos(), m_track->className(found), this);
    else
        QToolTip::hideText();
    return true;
}

void VideoView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), widgets::currentTheme().stage);
    const QRectF picture = pictureRect();
    if (picture.isEmpty()) {
        paintHint(painter);
    } else {
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(picture, m_picture);
        const QImage& layer = m_layer.image(m_step, *m_view);
        if (!layer.isNull())
            painter.drawImage(picture, layer);
    }
    if (m_dropTarget)
        paintDropFrame(painter);
}

void VideoView::paintHint(QPainter& painter) const
{
    const auto& theme = widgets::currentTheme();
    const QPointF centre = QRectF(rect()).center();
    const QRectF glyph(centre.x() - kHintGlyph / 2.0, centre.y() - kHintGlyph, kHintGlyph, kHintGlyph);
    QColor faint = theme.faintText;
    faint.setAlphaF(0.7F);
    widgets::paintGlyph(painter, glyph, widgets::Glyph::Film, faint);
    QFont font = painter.font();
    font.setPointSizeF(font.pointSizeF() * 1.15);
    painter.setFont(font);
    painter.setPen(theme.faintText);
    painter.drawText(QRectF(24, glyph.bottom() + 12, width() - 48, 80),
                     Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, m_hint);
}

void VideoView::paintDropFrame(QPainter& painter) const
{
    const auto& theme = widgets::currentTheme();
    QColor wash = theme.accent;
    wash.setAlphaF(0.12F);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.accent, 2, Qt::DashLine));
    painter.setBrush(wash);
    painter.drawRoundedRect(QRectF(rect()).adjusted(10, 10, -10, -10), 12, 12);
}

} // namespace avs::canvas
