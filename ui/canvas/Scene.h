// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/VideoDecoder.h"

#include <QImage>
#include <QRect>
#include <QString>

class QPainter;

namespace avs::widgets {
struct Theme;
}

namespace avs::canvas {

/// What lies over the picture, or in place of one.
struct Decorations
{
    QString hint;            ///< said in place of a picture
    bool dropTarget = false; ///< something that could be opened is held over the window
    bool pixelGrid = false;
    QString approach; ///< the time of a picture that only stands in for another; else empty
    friend bool operator==(const Decorations&, const Decorations&) = default;
    [[nodiscard]] bool isEmpty() const { return *this == Decorations(); }
};

/// Everything that the video view shows, as both the raster and the OpenGL surface draw it.
struct Scene
{
    const widgets::Theme* theme = nullptr;
    double devicePixelRatio = 1;
    QRectF picture;             ///< in device pixels; empty: no picture
    bool smooth = true;         ///< blend pixels into each other
    media::VideoFramePtr frame; ///< not null where `picture` is not empty
    QImage layer;               ///< laid over the whole picture, premultiplied; may be null
    Decorations decorations;
};

/// How many times a picture's sides are halved before it is drawn smaller still, so that none of its pixels
/// is left out: 0 down to half its size.
[[nodiscard]] int halvings(const Scene& scene);

/// A frame through which something shines, as a picture to be laid over the checker.
[[nodiscard]] QImage translucentPicture(const media::VideoFrame& frame);
/// The checker that shows where a picture is clear: repeated from the widget's corner on, in device pixels.
[[nodiscard]] QImage checkerTile(const Scene& scene);

/// The whole device pixels that a picture covers.
[[nodiscard]] QRect coveredPixels(const QRectF& picture);

/// Paints `scene.decorations`. The painter's unit is the device pixel, its field `size`.
void paintDecorations(QPainter& painter, const Scene& scene, QSize size);

} // namespace avs::canvas
