// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/Overlay.h"

#include "core/imaging/Palette.h"

#include <QtGlobal>

#include <algorithm>
#include <cmath>

namespace avs::imaging {

namespace {

/// Whether a pixel of another class lies within `reach` above, below, left or right. The picture's own
/// border is no edge.
bool isEdge(const LabelMap& labels, int x, int y, int reach)
{
    const std::uint8_t own = labels.at(x, y);
    for (int step = 1; step <= reach; ++step) {
        if ((x >= step && labels.at(x - step, y) != own) ||
            (x + step < labels.width && labels.at(x + step, y) != own) ||
            (y >= step && labels.at(x, y - step) != own) ||
            (y + step < labels.height && labels.at(x, y + step) != own))
            return true;
    }
    return false;
}

std::uint8_t mix(std::uint8_t below, std::uint8_t above, int weight)
{
    return std::uint8_t((below * (255 - weight) + above * weight + 127) / 255);
}

} // namespace

OverlayStrength overlayStrength(double opacity)
{
    const auto inside = std::uint8_t(std::lround(std::clamp(opacity, 0.0, 1.0) * 255));
    // Half of what is left to full colour.
    return {inside, std::uint8_t(inside == 0 ? 0 : (inside + 255) / 2)};
}

LabelMap overlayEdges(const LabelMap& labels)
{
    const int reach = labels.height >= 480 ? 2 : 1;
    LabelMap edges(labels.width, labels.height);
    for (int y = 0; y < labels.height; ++y) {
        for (int x = 0; x < labels.width; ++x) {
            if (labels.at(x, y) != 0 && isEdge(labels, x, y, reach))
                edges.at(x, y) = 1;
        }
    }
    return edges;
}

LabelMap overlayWeights(const LabelMap& labels, double opacity)
{
    const OverlayStrength strength = overlayStrength(opacity);
    LabelMap weights = overlayEdges(labels);
    for (std::size_t i = 0; i < labels.pixels.size(); ++i) {
        const bool edge = weights.pixels[i] != 0;
        weights.pixels[i] = labels.pixels[i] == 0 ? 0 : edge ? strength.edge : strength.inside;
    }
    return weights;
}

void blendLabels(RgbImage& image, const LabelMap& labels, double opacity,
                 const std::array<bool, 256>& visible)
{
    Q_ASSERT(image.width == labels.width && image.height == labels.height);
    const LabelMap weights = overlayWeights(labels, opacity);
    std::array<Rgb, 256> colours;
    for (int i = 0; i < 256; ++i)
        colours[std::size_t(i)] = displayColour(i);

    std::uint8_t* pixel = image.pixels.data();
    for (std::size_t i = 0; i < labels.pixels.size(); ++i, pixel += 3) {
        const std::uint8_t label = labels.pixels[i];
        if (label == 0 || !visible[label])
            continue;
        const Rgb colour = colours[label];
        pixel[0] = mix(pixel[0], colour.r, weights.pixels[i]);
        pixel[1] = mix(pixel[1], colour.g, weights.pixels[i]);
        pixel[2] = mix(pixel[2], colour.b, weights.pixels[i]);
    }
}

LabelMap scaleLabels(const LabelMap& labels, int w, int h)
{
    Q_ASSERT(!labels.isEmpty() && w > 0 && h > 0);
    if (labels.width == w && labels.height == h)
        return labels;
    std::vector<int> columns(std::size_t(w), 0);
    for (int x = 0; x < w; ++x)
        columns[std::size_t(x)] = int((2LL * x + 1) * labels.width / (2LL * w));
    LabelMap result(w, h);
    for (int y = 0; y < h; ++y) {
        const int sourceRow = int((2LL * y + 1) * labels.height / (2LL * h));
        for (int x = 0; x < w; ++x)
            result.at(x, y) = labels.at(columns[std::size_t(x)], sourceRow);
    }
    return result;
}

} // namespace avs::imaging
