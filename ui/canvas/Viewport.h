// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPoint>
#include <QRectF>
#include <QSize>

#include <optional>

namespace avs::canvas {

/// Where a picture lies in the widget that shows it: fitted, until someone zooms or pans, and then kept in
/// place. The scale counts device pixels per picture pixel, so that at 1 each of the picture's pixels is one
/// of the screen's; positions in the widget are in its own (logical) pixels.
class Viewport
{
public:
    static constexpr double kMaxScale = 64;
    static constexpr double kMargin = 12; ///< around a fitted picture, in logical pixels

    /// The pixel at the widget's centre stays there. `devicePixelRatio` > 0.
    void setWidget(QSizeF size, double devicePixelRatio);
    /// A picture of another size is fitted. Empty: nothing is shown.
    void setPicture(QSize size);

    /// As large as fits, whole and centred, from now on.
    void fit();
    /// What is at `anchor` stays there; scales are limited to [min(1, fitted), kMaxScale]. On the way it
    /// stops once at 1, and when growing smaller at the fitted size. `factor` > 0.
    void zoomBy(double factor, QPointF anchor);
    /// Scale 1, with what is at `anchor` staying there.
    void zoomToActualSize(QPointF anchor);
    /// Moves the picture, until its edge comes to the widget's centre. Nothing while it is fitted and wholly
    /// seen.
    void panBy(QPointF distance);

    [[nodiscard]] bool isFitted() const { return m_fitted; }
    /// Device pixels per picture pixel; 0 without a picture.
    [[nodiscard]] double scale() const { return m_scale; }
    [[nodiscard]] double devicePixelRatio() const { return m_ratio; }
    /// Whether pixels are blended into each other: not at 1, where each has its own place, nor where someone
    /// zoomed so far in that each is to be seen.
    [[nodiscard]] bool isSmooth() const
    {
        return m_scale != 1 && (m_fitted || m_scale <= kLargestSmoothScale);
    }

    /// The picture in the widget; at scale 1 it begins on a whole device pixel. Empty without a picture.
    [[nodiscard]] QRectF pictureRect() const;
    /// The same in device pixels from the widget's corner.
    [[nodiscard]] QRectF deviceRect() const;
    /// A place in the widget as a place in the picture, pixel (0, 0) reaching from 0 to 1.
    [[nodiscard]] QPointF toPicture(QPointF position) const;
    [[nodiscard]] QPointF toWidget(QPointF place) const;
    /// The picture's pixel at a place in the widget.
    [[nodiscard]] std::optional<QPoint> pixelAt(QPointF position) const;

private:
    static constexpr double kLargestSmoothScale = 2;

    [[nodiscard]] double fittedScale() const;
    void zoomTo(double scale, QPointF anchor);
    void settle();

    QSizeF m_widget; ///< in device pixels
    double m_ratio = 1;
    QSize m_picture;
    bool m_fitted = true;
    double m_scale = 0;
    QPointF m_origin; ///< of the picture, in device pixels, not rounded
};

} // namespace avs::canvas
