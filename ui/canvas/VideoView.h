// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/VideoDecoder.h"
#include "ui/canvas/LabelLayer.h"
#include "ui/models/SegmentationTrack.h"
#include "ui/models/ViewState.h"

#include <QWidget>

namespace avs::canvas {

/// The clip's present frame, as large as fits, with the masks of the present step over it.
class VideoView : public QWidget
{
    Q_OBJECT

public:
    /// Both outlive the view.
    VideoView(const models::SegmentationTrack* track, const models::ViewState* view,
              QWidget* parent = nullptr);

    /// Null: nothing is shown but the hint.
    void setFrame(media::VideoFramePtr frame);
    [[nodiscard]] const media::VideoFramePtr& frame() const { return m_frame; }
    /// The step whose masks are drawn, or null: the one that speaks for the frame's time.
    [[nodiscard]] const inference::StepPredictionPtr& step() const { return m_step; }
    /// Said in place of a picture.
    void setHint(const QString& hint);
    [[nodiscard]] QString hint() const { return m_hint; }
    /// Whether something that could be opened is held over the window.
    void setDropTarget(bool target);

    /// Where the picture lies, in this widget's coordinates.
    [[nodiscard]] QRectF pictureRect() const;
    /// The class under a point, 0 where there is none.
    [[nodiscard]] int classAt(QPointF position) const;

    [[nodiscard]] QSize sizeHint() const override { return {960, 540}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 135}; }

Q_SIGNALS:
    void clicked();

protected:
    void mouseReleaseEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void refreshStep();
    void paintHint(QPainter& painter) const;
    void paintDropFrame(QPainter& painter) const;

    const models::SegmentationTrack* m_track;
    const models::ViewState* m_view;
    media::VideoFramePtr m_frame;
    QImage m_picture; // the frame in the format that paints fastest
    inference::StepPredictionPtr m_step;
    LabelLayer m_layer;
    QString m_hint;
    bool m_dropTarget = false;
};

} // namespace avs::canvas
