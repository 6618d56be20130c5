// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/LabelLayer.h"

#include "core/imaging/Overlay.h"
#include "core/imaging/Palette.h"

#include <array>

namespace avs::canvas {

namespace {

/// What each class looks like inside and along its edges; clear where nothing is shown.
std::array<std::array<QRgb, 2>, 256> coloursOf(const models::ViewState& view)
{
    const auto strength = imaging::overlayStrength(view.overlayOpacity());
    std::array<std::array<QRgb, 2>, 256> colours{};
    for (int i = 1; i < 256; ++i) {
        if (!view.isClassVisible(i))
            continue;
        const auto rgb = imaging::displayColour(i);
        colours[std::size_t(i)] = {qPremultiply(qRgba(rgb.r, rgb.g, rgb.b, strength.inside)),
                                   qPremultiply(qRgba(rgb.r, rgb.g, rgb.b, strength.edge))};
    }
    return colours;
}

} // namespace

const QImage& LabelLayer::image(const inference::StepPredictionPtr& step, const models::ViewState& view)
{
    const bool sameStep = step == m_step;
    if (sameStep && view.overlayOpacity() == m_opacity && view.hiddenClasses() == m_hidden)
        return m_image;
    m_step = step;
    m_opacity = view.overlayOpacity();
    m_hidden = view.hiddenClasses();
    if (!step || step->labels.isEmpty()) {
        m_image = QImage();
        return m_image;
    }
    if (!sameStep) { // the costly part, and dragging the opacity changes none of it
        m_labels = step->labels.decode();
        m_edges = imaging::overlayEdges(m_labels);
    }
    const auto& labels = m_labels;
    const QSize size(labels.width, labels.height);
    if (m_image.size() != size)
        m_image = QImage(size, QImage::Format_ARGB32_Premultiplied);
    const auto colours = coloursOf(view);
    for (int y = 0; y < labels.height; ++y) {
        auto* row = reinterpret_cast<QRgb*>(m_image.scanLine(y));
        const std::uint8_t* label = labels.pixels.data() + std::size_t(y) * labels.width;
        const std::uint8_t* edge = m_edges.pixels.data() + std::size_t(y) * labels.width;
        for (int x = 0; x < labels.width; ++x)
            row[x] = colours[label[x]][edge[x]];
    }
    return m_image;
}

} // namespace avs::canvas
