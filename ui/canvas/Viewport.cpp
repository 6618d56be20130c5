// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/Viewport.h"

#include <algorithm>
#include <cmath>

namespace avs::canvas {

namespace {

QPointF centreOf(QSizeF size)
{
    return {size.width() / 2, size.height() / 2};
}

} // namespace

void Viewport::setWidget(QSizeF size, double devicePixelRatio)
{
    const QPointF centre = centreOf(m_widget);
    m_ratio = devicePixelRatio;
    m_widget = size * devicePixelRatio;
    m_origin += centreOf(m_widget) - centre;
    settle();
}

void Viewport::setPicture(QSize size)
{
    if (size == m_picture)
        return;
    m_picture = size;
    fit();
}

void Viewport::fit()
{
    m_fitted = true;
    settle();
}

double Viewport::fittedScale() const
{
    const double margins = 2 * kMargin * m_ratio;
    const double across = (m_widget.width() - margins) / m_picture.width();
    const double down = (m_widget.height() - margins) / m_picture.height();
    return std::max(std::min(across, down), 1e-3);
}

void Viewport::zoomBy(double factor, QPointF anchor)
{
    if (m_scale <= 0)
        return;
    const double fitted = fittedScale();
    const double least = std::min(1.0, fitted);
    const double most = std::max(kMaxScale, fitted);
    const double before = m_scale;
    double scale = std::clamp(before * factor, least, most);
    const auto passes = [&](double stop) {
        return (before < stop && stop < scale) || (scale < stop && stop < before);
    };
    if (passes(1))
        scale = 1;
    if (factor < 1 && (passes(fitted) || std::abs(scale / fitted - 1) < 1e-6))
        fit();
    else
        zoomTo(scale, anchor);
}

void Viewport::zoomToActualSize(QPointF anchor)
{
    if (m_scale > 0)
        zoomTo(1, anchor);
}

void Viewport::zoomTo(double scale, QPointF anchor)
{
    if (scale == m_scale)
        return;
    const QRectF picture(m_origin, QSizeF(m_picture) * m_scale);
    const QPointF device = anchor * m_ratio;
    const QPointF fixed(std::clamp(device.x(), picture.left(), picture.right()),
                        std::clamp(device.y(), picture.top(), picture.bottom()));
    m_origin = fixed - (fixed - m_origin) * (scale / m_scale);
    m_scale = scale;
    m_fitted = false;
    settle();
}

void Viewport::panBy(QPointF distance)
{
    if (m_fitted)
        return;
    m_origin += distance * m_ratio;
    settle();
}

/// Brings scale and place within their limits.
void Viewport::settle()
{
    if (m_picture.isEmpty() || m_widget.isEmpty()) {
        m_scale = 0;
        m_fitted = true;
        return;
    }
    const QPointF centre = centreOf(m_widget);
    if (m_fitted) {
        m_scale = fittedScale();
        m_origin = centre - centreOf(QSizeF(m_picture) * m_scale);
        return;
    }
    const QSizeF size = QSizeF(m_picture) * m_scale;
    m_origin.setX(std::clamp(m_origin.x(), centre.x() - size.width(), centre.x()));
    m_origin.setY(std::clamp(m_origin.y(), centre.y() - size.height(), centre.y()));
}

QRectF Viewport::deviceRect() const
{
    if (m_scale <= 0)
        return {};
    // The origin itself is kept as it is, so that zooming on does not add up what rounding moved.
    const bool exact = m_scale == 1;
    const QPointF origin = exact ? QPointF(std::round(m_origin.x()), std::round(m_origin.y())) : m_origin;
    return {origin, QSizeF(m_picture) * m_scale};
}

QRectF Viewport::pictureRect() const
{
    const QRectF device = deviceRect();
    return {device.topLeft() / m_ratio, device.size() / m_ratio};
}

QPointF Viewport::toPicture(QPointF position) const
{
    return m_scale > 0 ? (position * m_ratio - deviceRect().topLeft()) / m_scale : QPointF();
}

QPointF Viewport::toWidget(QPointF place) const
{
    return (place * m_scale + deviceRect().topLeft()) / m_ratio;
}

std::optional<QPoint> Viewport::pixelAt(QPointF position) const
{
    if (m_scale <= 0)
        return std::nullopt;
    const QPointF place = toPicture(position);
    const QPoint pixel(static_cast<int>(std::floor(place.x())), static_cast<int>(std::floor(place.y())));
    if (!QRect(QPoint(), m_picture).contains(pixel))
        return std::nullopt;
    return pixel;
}

} // namespace avs::canvas
