// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/RasterPainter.h"

#include "ui/widgets/Theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <vector>

namespace avs::canvas {

namespace {

/// The part of `image` that is seen, each device pixel in the colour of the pixel under its centre.
/// QPainter's own scaling counts in 1/65536 of a pixel, and at large scales ends beside it. `picture` is
/// where the whole image lies.
QImage enlarged(const QImage& image, const QRectF& picture, QRect seen)
{
    const double across = image.width() / picture.width();
    const double down = image.height() / picture.height();
    const auto under = [](int device, double origin, double share, int length) {
        return std::clamp(static_cast<int>(std::floor((device + 0.5 - origin) * share)), 0, length - 1);
    };
    std::vector<int> columns(static_cast<std::size_t>(seen.width()));
    for (int x = 0; x < seen.width(); ++x)
        columns[static_cast<std::size_t>(x)] = under(seen.left() + x, picture.left(), across, image.width());
    QImage result(seen.size(), image.format());
    int rowBefore = -1;
    for (int y = 0; y < seen.height(); ++y) {
        const int row = under(seen.top() + y, picture.top(), down, image.height());
        auto* to = reinterpret_cast<QRgb*>(result.scanLine(y));
        if (row == rowBefore) {
            std::copy_n(reinterpret_cast<const QRgb*>(result.constScanLine(y - 1)), seen.width(), to);
            continue;
        }
        rowBefore = row;
        const auto* from = reinterpret_cast<const QRgb*>(image.constScanLine(row));
        for (const int column : columns)
            *to++ = from[column];
    }
    return result;
}

/// Each pixel the mean of a square of the image's, 2 to the power of `times` wide.
QImage halved(const imaging::RgbImage& image, int times)
{
    const int side = 1 << times;
    QImage result(std::max(1, image.width >> times), std::max(1, image.height >> times),
                  QImage::Format_RGB32);
    // First down, all columns at once, which the compiler turns into vector code.
    std::vector<std::uint32_t> columns(static_cast<std::size_t>(image.width) * 3);
    for (int y = 0; y < result.height(); ++y) {
        std::fill(columns.begin(), columns.end(), 0);
        for (int row = 0; row < side; ++row) {
            const std::uint8_t* from = image.row(y * side + row);
            for (std::size_t i = 0; i < columns.size(); ++i)
                columns[i] += from[i];
        }
        auto* to = reinterpret_cast<QRgb*>(result.scanLine(y));
        const std::uint32_t* column = columns.data();
        for (int x = 0; x < result.width(); ++x) {
            std::uint32_t red = 0;
            std::uint32_t green = 0;
            std::uint32_t blue = 0;
            for (int i = 0; i < side; ++i, column += 3) {
                red += column[0];
                green += column[1];
                blue += column[2];
            }
            to[x] = qRgb(static_cast<int>(red >> (2 * times)), static_cast<int>(green >> (2 * times)),
                         static_cast<int>(blue >> (2 * times)));
        }
    }
    return result;
}

void paintPart(QPainter& painter, const QImage& image, const Scene& scene, QSize size)
{
    const QRect seen = coveredPixels(scene.picture).intersected(QRect(QPoint(), size));
    if (seen.isEmpty())
        return;
    painter.setRenderHint(QPainter::SmoothPixmapTransform, scene.smooth);
    if (scene.smooth)
        painter.drawImage(scene.picture, image);
    else
        painter.drawImage(seen.topLeft(), enlarged(image, scene.picture, seen));
}

} // namespace

const QImage& RasterPainter::picture(const media::VideoFramePtr& frame, int halvings)
{
    if (frame == m_frame && halvings == m_halvings)
        return m_picture;
    m_frame = frame;
    m_halvings = halvings;
    const auto& image = frame->image;
    if (!frame->alpha.isEmpty())
        m_picture = translucentPicture(*frame);
    else if (halvings > 0)
        m_picture = halved(image, halvings);
    else // Painting from three bytes a pixel, scaled, takes twice as long as this and painting from four.
        m_picture = QImage(image.pixels.data(), image.width, image.height,
                           static_cast<qsizetype>(image.width) * 3, QImage::Format_RGB888)
                        .convertToFormat(QImage::Format_RGB32);
    return m_picture;
}

void RasterPainter::paint(QPainter& painter, const Scene& scene, QSize size)
{
    painter.save();
    painter.scale(1 / scene.devicePixelRatio, 1 / scene.devicePixelRatio);
    // At ratios such as 1.25 a widget may begin between two pixels.
    const QPointF corner = painter.deviceTransform().map(QPointF());
    painter.translate(QPointF(corner.toPoint()) - corner);

    painter.fillRect(QRect(QPoint(), size), scene.theme->stage);
    if (!scene.picture.isEmpty()) {
        if (!scene.frame->alpha.isEmpty())
            painter.fillRect(coveredPixels(scene.picture).intersected(QRect(QPoint(), size)),
                             QBrush(checkerTile(scene)));
        paintPart(painter, picture(scene.frame, halvings(scene)), scene, size);
        if (!scene.layer.isNull())
            paintPart(painter, scene.layer, scene, size);
    }
    if (!scene.decorations.isEmpty())
        paintDecorations(painter, scene, size);
    painter.restore();
}

} // namespace avs::canvas
