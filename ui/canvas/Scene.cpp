// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/Scene.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/Theme.h"

#include <QPainter>

#include <algorithm>
#include <bit>
#include <cmath>

namespace avs::canvas {

namespace {

constexpr int kHintGlyph = 56;
constexpr int kCheckerCell = 8;
constexpr QColor kGrid(128, 128, 128, 140);

void paintHint(QPainter& painter, const Scene& scene, QSizeF size)
{
    const QPointF centre(size.width() / 2, size.height() / 2);
    const QRectF glyph(centre.x() - kHintGlyph / 2.0, centre.y() - kHintGlyph, kHintGlyph, kHintGlyph);
    QColor faint = scene.theme->faintText;
    faint.setAlphaF(0.7F);
    widgets::paintGlyph(painter, glyph, widgets::Glyph::Film, faint);
    QFont font = painter.font();
    font.setPointSizeF(font.pointSizeF() * 1.15);
    painter.setFont(font);
    painter.setPen(scene.theme->faintText);
    painter.drawText(QRectF(24, glyph.bottom() + 12, size.width() - 48, 80),
                     Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, scene.decorations.hint);
}

void paintDropFrame(QPainter& painter, const Scene& scene, QSizeF size)
{
    QColor wash = scene.theme->accent;
    wash.setAlphaF(0.12F);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(scene.theme->accent, 2, Qt::DashLine));
    painter.setBrush(wash);
    painter.drawRoundedRect(QRectF(QPointF(), size).adjusted(10, 10, -10, -10), 12, 12);
}

/// One device pixel wide, on each pixel's left and upper edge.
void paintPixelGrid(QPainter& painter, const Scene& scene, QSize size)
{
    const QRect seen = coveredPixels(scene.picture).intersected(QRect(QPoint(), size));
    const double scale = scene.picture.width() / scene.frame->image.width;
    const auto first = [&](double from, double origin) { return std::ceil((from - origin) / scale); };
    for (double n = first(seen.left(), scene.picture.left());; ++n) {
        const int x = static_cast<int>(std::lround(scene.picture.left() + n * scale));
        if (x > seen.right())
            break;
        painter.fillRect(QRect(x, seen.top(), 1, seen.height()), kGrid);
    }
    for (double n = first(seen.top(), scene.picture.top());; ++n) {
        const int y = static_cast<int>(std::lround(scene.picture.top() + n * scale));
        if (y > seen.bottom())
            break;
        painter.fillRect(QRect(seen.left(), y, seen.width(), 1), kGrid);
    }
}

/// In the picture's upper left corner, as far as that is seen; readable on any picture.
void paintApproach(QPainter& painter, const Scene& scene)
{
    const QFontMetricsF metrics(painter.font());
    const QPointF corner = scene.picture.topLeft() / scene.devicePixelRatio;
    const QRectF mark(std::max(corner.x(), 0.0) + 8, std::max(corner.y(), 0.0) + 8,
                      metrics.horizontalAdvance(scene.decorations.approach) + 16, metrics.height() + 6);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, 150));
    painter.drawRoundedRect(mark, mark.height() / 2, mark.height() / 2);
    painter.setPen(Qt::white);
    painter.drawText(mark, Qt::AlignCenter, scene.decorations.approach);
}

} // namespace

int halvings(const Scene& scene)
{
    const auto& image = scene.frame->image;
    const double smaller =
        std::min(image.width / scene.picture.width(), double(std::min(image.width, image.height)));
    return scene.smooth && smaller >= 2 ? static_cast<int>(std::log2(smaller)) : 0;
}

QImage translucentPicture(const media::VideoFrame& frame)
{
    const auto& image = frame.image;
    QImage picture(image.width, image.height, QImage::Format_ARGB32_Premultiplied);
    for (int y = 0; y < image.height; ++y) {
        const std::uint8_t* rgb = image.row(y);
        auto* to = reinterpret_cast<QRgb*>(picture.scanLine(y));
        for (int x = 0; x < image.width; ++x, rgb += 3)
            to[x] = qPremultiply(qRgba(rgb[0], rgb[1], rgb[2], frame.alpha.at(x, y)));
    }
    return picture;
}

QImage checkerTile(const Scene& scene)
{
    // OpenGL ES repeats only powers of two.
    const auto cell = static_cast<int>(
        std::bit_ceil(static_cast<unsigned>(std::lround(kCheckerCell * scene.devicePixelRatio))));
    QImage tile(2 * cell, 2 * cell, QImage::Format_ARGB32_Premultiplied);
    tile.fill(scene.theme->dark ? QColor(0x2c, 0x2f, 0x36) : QColor(Qt::white));
    const QColor other = scene.theme->dark ? QColor(0x41, 0x45, 0x4e) : QColor(0xd4, 0xd7, 0xdd);
    QPainter painter(&tile);
    painter.fillRect(QRect(0, 0, cell, cell), other);
    painter.fillRect(QRect(cell, cell, cell, cell), other);
    return tile;
}

QRect coveredPixels(const QRectF& picture)
{
    const QPoint begin(static_cast<int>(std::lround(picture.left())),
                       static_cast<int>(std::lround(picture.top())));
    const QPoint end(static_cast<int>(std::lround(picture.right())),
                     static_cast<int>(std::lround(picture.bottom())));
    return {begin, end - QPoint(1, 1)};
}

void paintDecorations(QPainter& painter, const Scene& scene, QSize size)
{
    const Decorations& what = scene.decorations;
    if (what.pixelGrid && scene.frame && !scene.picture.isEmpty())
        paintPixelGrid(painter, scene, size);
    painter.save();
    painter.scale(scene.devicePixelRatio, scene.devicePixelRatio);
    const QSizeF logical = QSizeF(size) / scene.devicePixelRatio;
    if (!what.hint.isEmpty())
        paintHint(painter, scene, logical);
    if (!what.approach.isEmpty())
        paintApproach(painter, scene);
    if (what.dropTarget)
        paintDropFrame(painter, scene, logical);
    painter.restore();
}

} // namespace avs::canvas
