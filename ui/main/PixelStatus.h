// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QLabel;
class QStatusBar;

namespace avs::canvas {
class VideoView;
}
namespace avs::models {
class SegmentationTrack;
}

namespace avs::main {

/// What the status bar says of the picture: the pixel under the pointer, with its colour and class, and the
/// zoom. Labels: pixelStatus, zoomStatus.
class PixelStatus : public QObject
{
    Q_OBJECT

public:
    /// `track` outlives the bar.
    PixelStatus(canvas::VideoView* video, const models::SegmentationTrack* track, QStatusBar* bar);

private:
    void showZoom();

    canvas::VideoView* m_video;
    QLabel* m_pixel;
    QLabel* m_zoom;
};

} // namespace avs::main
