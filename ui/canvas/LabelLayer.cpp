// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/LabelLayer.h"

#include "core/imaging/Palette.h"

#include <array>

namespace avs::canvas {

namespace {

constexpr int kRowsForWideEdge = 480;

using Colours = std::array<QRgb, 256>;

Colours coloursFor(double opacity, const models::ViewState::Classes& hidden)
{
    Colours colours{};
    const int alpha = qRound(opacity * 255);
    for (int i = 1; i < 256; ++i) {
        const auto rgb = imaging::displayColour(i);
        if (!hidden[i])
            colours[i] = qPremultiply(qRgba(rgb.r, rgb.g, rgb.b, alpha));
    }
    return colours;
}

bool isEdge(const imaging::LabelMap& labels, int x, int y, int reach)
{
    const auto own = labels.at(x, y);
    const auto differs = [&](int otherX, int otherY) {
        return otherX >= 0 && otherX < labels.width && otherY >= 0 && otherY < labels.height &&
               labels.at(otherX, otherY) != own;
    };
    for (int i = 1; i <= reach; ++i) {
        if (differs(x - i, y) || differs(x + i, y) || differs(x, y - i) || differs(x, y + i))
            return true;
    }
    return false;
}

} // namespace

const QImage& LabelLayer::image(const inference::StepPredictionPtr& step, const models::ViewState& view)
{
    if (step == m_step && view.overlayOpacity() == m_opacity && view.hiddenClasses() == m_hidden)
        return m_image;
    m_step = step;
    m_opacity = view.overlayOpacity();
    m_hidden = view.hiddenClasses();
    m_image = QImage();
    if (!step || step->labels.isEmpty())
        return m_image;

    const auto& labels = step->labels;
    const double edge = m_opacity > 0 ? (m_opacity + 1) / 2 : 0;
    const Colours inside = coloursFor(m_opacity, m_hidden);
    const Colours along = coloursFor(edge, m_hidden);
    const int reach = labels.height >= kRowsForWideEdge ? 2 : 1;
    m_image = QImage(labels.width, labels.height, QImage::Format_ARGB32_Premultiplied);
    for (int y = 0; y < labels.height; ++y) {
        auto* row = reinterpret_cast<QRgb*>(m_image.scanLine(y));
        for (int x = 0; x < labels.width; ++x) {
            const auto label = labels.at(x, y);
            if (label == 0)
                row[x] = 0;
            else
                row[x] = isEdge(labels, x, y, reach) ? along[label] : inside[label];
        }
    }
    return m_image;
}

} // namespace avs::canvas
