// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/VideoView.h"

#include "core/base/Log.h"
#include "ui/canvas/GlSurface.h"
#include "ui/widgets/Retranslate.h"
#include "ui/widgets/Theme.h"
#include "ui/widgets/TransportBar.h"

#include <QApplication>
#include <QHelpEvent>
#include <QNativeGestureEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace avs::canvas {

namespace {
constexpr double kZoomStep = 1.4142135623730951; // two steps double
constexpr double kWheelUnitsPerDoubling = 480;   // four notches
constexpr double kLeastGridScale = 16;
} // namespace

VideoView::VideoView(const models::SegmentationTrack* track, const models::ViewState* view, QWidget* parent,
                     Renderer renderer)
    : QWidget(parent)
    , m_track(track)
    , m_view(view)
{
    setObjectName(QStringLiteral("videoView"));
    new widgets::Retranslate(this, [this] { setAccessibleName(tr("Video")); });
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(track, &models::SegmentationTrack::changed, this, &VideoView::refreshStep);
    connect(view, &models::ViewState::overlayOpacityChanged, this, &VideoView::redraw);
    connect(view, &models::ViewState::classVisibilityChanged, this, [this] {
        redraw();
        readPixel();
    });
    if (renderer == Renderer::OpenGl)
        useOpenGl();
}

void VideoView::useOpenGl()
{
    m_gl = new GlSurface([this] { return scene(); }, this);
    connect(m_gl, &GlSurface::failed, this, &VideoView::useRaster);
}

void VideoView::useRaster(const QString& why)
{
    qCWarning(base::logUi) << "drawing without OpenGL after all:" << why;
    m_gl->hide();
    m_gl->deleteLater();
    m_gl = nullptr;
    update();
}

void VideoView::setFrame(media::VideoFramePtr frame)
{
    replaceFrame(std::move(frame), Role::Wanted);
}

void VideoView::setNearFrame(media::VideoFramePtr frame)
{
    replaceFrame(std::move(frame), Role::Approach);
}

void VideoView::endApproach()
{
    if (m_role != Role::Approach)
        return;
    m_role = Role::Substitute;
    redraw();
}

QString VideoView::mark() const
{
    if (m_role == Role::Wanted || !m_frame)
        return {};
    const QString time = widgets::clockText(m_frame->time);
    return m_role == Role::Approach ? time + QStringLiteral(" …") : time;
}

void VideoView::replaceFrame(media::VideoFramePtr frame, Role role)
{
    m_frame = std::move(frame);
    m_role = role;
    const double scale = m_viewport.scale();
    m_viewport.setPicture(m_frame ? QSize(m_frame->image.width, m_frame->image.height) : QSize());
    if (m_viewport.scale() != scale)
        Q_EMIT viewportChanged();
    refreshStep();
    redraw();
    readPixel();
}

void VideoView::refreshStep()
{
    auto step = m_frame ? m_track->stepAt(m_frame->time) : nullptr;
    if (step == m_step)
        return;
    m_step = std::move(step);
    redraw();
    readPixel();
}

void VideoView::setHint(const QString& hint)
{
    m_hint = hint;
    setAccessibleDescription(hint);
    redraw();
}

void VideoView::setDropTarget(bool target)
{
    m_dropTarget = target;
    redraw();
}

int VideoView::classAt(QPointF position) const
{
    const auto pixel = m_viewport.pixelAt(position);
    if (!pixel || !m_step || m_step->labels.isEmpty())
        return 0;
    const auto& labels = m_step->labels;
    const auto& image = m_frame->image;
    const int x = std::min(labels.width() - 1, pixel->x() * labels.width() / image.width);
    const int y = std::min(labels.height() - 1, pixel->y() * labels.height() / image.height);
    const int found = labels.at(x, y);
    return m_view->isClassVisible(found) ? found : 0;
}

void VideoView::zoomIn()
{
    zoomBy(kZoomStep, anchor());
}

void VideoView::zoomOut()
{
    zoomBy(1 / kZoomStep, anchor());
}

void VideoView::zoomToActualSize()
{
    m_viewport.zoomToActualSize(anchor());
    afterZoom();
}

void VideoView::zoomToFit()
{
    m_viewport.fit();
    afterZoom();
}

void VideoView::zoomBy(double factor, QPointF anchor)
{
    m_viewport.zoomBy(factor, anchor);
    afterZoom();
}

void VideoView::afterZoom()
{
    redraw();
    readPixel();
    Q_EMIT viewportChanged();
}

QPointF VideoView::anchor() const
{
    const QPointF centre = QRectF(rect()).center();
    return m_pointer && m_viewport.pixelAt(*m_pointer) ? *m_pointer : centre;
}

void VideoView::readPixel()
{
    std::optional<PixelReading> reading;
    const auto pixel = m_pointer ? m_viewport.pixelAt(*m_pointer) : std::nullopt;
    if (pixel) {
        const std::uint8_t* rgb = m_frame->image.row(pixel->y()) + 3 * pixel->x();
        const int alpha = m_frame->alpha.isEmpty() ? 255 : m_frame->alpha.at(pixel->x(), pixel->y());
        reading = PixelReading{*pixel, QColor(rgb[0], rgb[1], rgb[2], alpha), classAt(*m_pointer)};
    }
    if (reading == m_reading)
        return;
    m_reading = reading;
    Q_EMIT pixelHovered(m_reading);
}

void VideoView::mousePressEvent(QMouseEvent* event)
{
    if (m_press.button != Qt::NoButton)
        return;
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton) {
        event->ignore();
        return;
    }
    const bool pans = event->button() == Qt::MiddleButton || event->modifiers() & Qt::ControlModifier;
    m_press = {event->button(), event->position(), event->position(), pans};
}

void VideoView::mouseMoveEvent(QMouseEvent* event)
{
    m_pointer = event->position();
    if (m_press.button != Qt::NoButton) {
        const double moved = (event->position() - m_press.begin).manhattanLength();
        m_press.pans = m_press.pans || moved >= QApplication::startDragDistance();
        if (m_press.pans && !m_viewport.isFitted()) {
            setCursor(Qt::ClosedHandCursor);
            m_viewport.panBy(event->position() - m_press.last);
            m_press.last = event->position();
            redraw();
            Q_EMIT viewportChanged();
        }
    }
    readPixel();
}

void VideoView::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != m_press.button)
        return;
    const bool click = m_press.button == Qt::LeftButton && !m_press.pans;
    m_press = {};
    unsetCursor();
    if (click && rect().contains(event->position().toPoint()))
        Q_EMIT clicked();
}

void VideoView::wheelEvent(QWheelEvent* event)
{
    const int turned = event->angleDelta().y();
    if (turned != 0)
        zoomBy(std::exp2(turned / kWheelUnitsPerDoubling), event->position());
    event->accept();
}

void VideoView::leaveEvent(QEvent*)
{
    m_pointer.reset();
    readPixel();
}

bool VideoView::event(QEvent* event)
{
    if (event->type() == QEvent::NativeGesture) {
        const auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            zoomBy(std::max(0.1, 1 + gesture->value()), gesture->position());
            return true;
        }
    }
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

void VideoView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        redraw();
}

void VideoView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_viewport.setWidget(size(), devicePixelRatioF());
    if (m_gl)
        m_gl->setGeometry(rect());
    Q_EMIT viewportChanged();
}

void VideoView::redraw()
{
    if (m_gl)
        m_gl->update();
    else
        update();
}

Scene VideoView::scene()
{
    if (devicePixelRatioF() != m_viewport.devicePixelRatio())
        m_viewport.setWidget(size(), devicePixelRatioF()); // moved to another screen
    Scene scene;
    scene.theme = &widgets::currentTheme();
    scene.devicePixelRatio = m_viewport.devicePixelRatio();
    scene.picture = m_viewport.deviceRect();
    scene.smooth = m_viewport.isSmooth();
    scene.decorations.dropTarget = m_dropTarget;
    if (scene.picture.isEmpty()) {
        scene.decorations.hint = m_hint;
    } else {
        scene.frame = m_frame;
        scene.layer = m_layer.image(m_step, *m_view);
        scene.decorations.pixelGrid = m_viewport.scale() >= kLeastGridScale;
        scene.decorations.approach = mark();
    }
    return scene;
}

void VideoView::paintEvent(QPaintEvent*)
{
    if (m_gl)
        return; // it lies over all of this
    QPainter painter(this);
    m_raster.paint(painter, scene(), (QSizeF(size()) * devicePixelRatioF()).toSize());
}

} // namespace avs::canvas
