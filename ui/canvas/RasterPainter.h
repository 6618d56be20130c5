// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/Scene.h"

namespace avs::canvas {

/// Draws scenes with QPainter, wherever no OpenGL is to be had. GUI thread.
class RasterPainter
{
public:
    /// `painter` begins on a widget or an image of `size` device pixels; its unit is the logical pixel.
    void paint(QPainter& painter, const Scene& scene, QSize size);

private:
    [[nodiscard]] const QImage& picture(const media::VideoFramePtr& frame, int halvings);

    media::VideoFramePtr m_frame;
    int m_halvings = 0;
    QImage m_picture; // m_frame in the format that paints fastest
};

} // namespace avs::canvas
