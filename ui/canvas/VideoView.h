// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/VideoDecoder.h"
#include "ui/canvas/LabelLayer.h"
#include "ui/canvas/RasterPainter.h"
#include "ui/canvas/Renderer.h"
#include "ui/canvas/Viewport.h"
#include "ui/models/SegmentationTrack.h"
#include "ui/models/ViewState.h"

#include <QColor>
#include <QWidget>

#include <optional>

namespace avs::canvas {

class GlSurface;

/// One pixel of the picture, as the pointer reads it.
struct PixelReading
{
    QPoint place; ///< from the picture's upper left pixel, (0, 0)
    QColor colour;
    int classIndex = 0; ///< of the mask over it; 0: none that is shown
    friend bool operator==(const PixelReading&, const PixelReading&) = default;
};

/// The clip's present frame with the masks of the present step over it: as large as fits, or zoomed with the
/// wheel (on the pointer) and moved by dragging. A click that is no drag is `clicked`.
class VideoView : public QWidget
{
    Q_OBJECT

public:
    /// `track` and `view` outlive the view. Where OpenGL fails after all, the view goes on with Raster.
    VideoView(const models::SegmentationTrack* track, const models::ViewState* view,
              QWidget* parent = nullptr, Renderer renderer = Renderer::Raster);

    /// Null: nothing is shown but the hint, and the next picture is fitted.
    void setFrame(media::VideoFramePtr frame);
    /// Shown, with a small mark that says its time, until the wanted frame comes by `setFrame`.
    void setNearFrame(media::VideoFramePtr frame);
    /// The wanted frame does not come: the one that stands in for it stays, and the mark says only its time.
    void endApproach();
    [[nodiscard]] const media::VideoFramePtr& frame() const { return m_frame; }
    /// Whether the frame shown only stands in for the wanted one, which is on its way.
    [[nodiscard]] bool isApproaching() const { return m_role == Role::Approach; }
    /// What a small mark over the picture says, or empty.
    [[nodiscard]] QString mark() const;
    /// The step whose masks are drawn, or null: the one that speaks for the frame's time.
    [[nodiscard]] const inference::StepPredictionPtr& step() const { return m_step; }
    /// Said in place of a picture.
    void setHint(const QString& hint);
    [[nodiscard]] QString hint() const { return m_hint; }
    /// Whether something that could be opened is held over the window.
    void setDropTarget(bool target);
    [[nodiscard]] Renderer renderer() const { return m_gl ? Renderer::OpenGl : Renderer::Raster; }

    /// Where the picture lies, in this widget's coordinates.
    [[nodiscard]] QRectF pictureRect() const { return m_viewport.pictureRect(); }
    /// The class under a point, 0 where there is none.
    [[nodiscard]] int classAt(QPointF position) const;
    [[nodiscard]] const Viewport& viewport() const { return m_viewport; }

    /// \name Zoom: on the pointer where it is over the picture, else on the centre.
    /// \{
    void zoomIn();
    void zoomOut();
    /// Each of the picture's pixels is one of the screen's.
    void zoomToActualSize();
    /// The whole picture, also when the window's size changes.
    void zoomToFit();
    /// \}

    [[nodiscard]] QSize sizeHint() const override { return {960, 540}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 135}; }

Q_SIGNALS:
    void clicked();
    /// Scale or place of the picture changed.
    void viewportChanged();
    /// The pixel under the pointer, or nothing outside the picture. Also when a new frame changes it.
    void pixelHovered(const std::optional<avs::canvas::PixelReading>& reading);

protected:
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    /// Of the frame shown.
    enum class Role
    {
        Wanted,
        Approach,  ///< stands in for the wanted one, until that comes
        Substitute ///< the same, for one that does not come
    };
    struct Press
    {
        Qt::MouseButton button = Qt::NoButton;
        QPointF begin;
        QPointF last;
        bool pans = false;
    };

    void useOpenGl();
    void useRaster(const QString& why);
    [[nodiscard]] Scene scene();
    void replaceFrame(media::VideoFramePtr frame, Role role);
    void redraw();
    void refreshStep();
    void zoomBy(double factor, QPointF anchor);
    void afterZoom();
    [[nodiscard]] QPointF anchor() const;
    void readPixel();

    const models::SegmentationTrack* m_track;
    const models::ViewState* m_view;
    GlSurface* m_gl = nullptr;
    RasterPainter m_raster;
    Viewport m_viewport;
    media::VideoFramePtr m_frame;
    Role m_role = Role::Wanted;
    inference::StepPredictionPtr m_step;
    LabelLayer m_layer;
    QString m_hint;
    bool m_dropTarget = false;
    Press m_press;
    std::optional<QPointF> m_pointer;
    std::optional<PixelReading> m_reading;
};

} // namespace avs::canvas
