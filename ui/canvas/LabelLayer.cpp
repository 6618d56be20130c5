// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/LabelLayer.h"

#include "core/imaging/Overlay.h"
#include "core/imaging/Palette.h"

#include <array>

namespace avs::canvas {

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
    const auto weights = imaging::overlayWeights(labels, m_opacity);
    std::array<imaging::Rgb, 256> colours;
    for (int i = 0; i < 256; ++i)
        colours[i] = imaging::displayColour(i);
    m_image = QImage(labels.width, labels.height, QImage::Format_ARGB32_Premultiplied);
    m_image.fill(Qt::transparent);
    for (int y = 0; y < labels.height; ++y) {
        auto* row = reinterpret_cast<QRgb*>(m_image.scanLine(y));
        for (int x = 0; x < labels.width; ++x) {
            const auto label = labels.at(x, y);
            if (label == 0 || m_hidden[label])
                continue;
            const auto rgb = colours[label];
            row[x] = qPremultiply(qRgba(rgb.r, rgb.g, rgb.b, weights.at(x, y)));
        }
    }
    return m_image;
}

} // namespace avs::canvas
