// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/Resize.h"

#include <QtGlobal>

#include <algorithm>

namespace avs::imaging {

namespace {

std::vector<int> nearestIndices(int from, int to)
{
    const double step = static_cast<double>(from) / to;
    std::vector<int> indices;
    double position = step * 0.5;
    for (int i = 0; i < to; ++i, position += step)
        indices.push_back(std::min(static_cast<int>(position), from - 1));
    return indices;
}

/// Between which two pixels a pixel of the result lies, and how near it is to the second.
struct Between
{
    int first = 0;
    int second = 0;
    float weight = 0;
};

std::vector<Between> bilinearPositions(int from, int to)
{
    const float scale = static_cast<float>(from) / static_cast<float>(to);
    std::vector<Between> positions;
    for (int i = 0; i < to; ++i) {
        const float at = std::max(0.0F, (static_cast<float>(i) + 0.5F) * scale - 0.5F);
        const int first = std::min(static_cast<int>(at), from - 1);
        positions.push_back({first, std::min(first + 1, from - 1), at - static_cast<float>(first)});
    }
    return positions;
}

} // namespace

LabelMap resizedNearest(const LabelMap& labels, int width, int height)
{
    Q_ASSERT(!labels.isEmpty() && width > 0 && height > 0);
    if (labels.width == width && labels.height == height)
        return labels;
    const auto columns = nearestIndices(labels.width, width);
    const auto rows = nearestIndices(labels.height, height);
    LabelMap result(width, height);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            result.at(x, y) = labels.at(columns[x], rows[y]);
    return result;
}

std::vector<float> resizedBilinear(std::span<const float> values, int width, int height, int toWidth,
                                   int toHeight)
{
    Q_ASSERT(values.size() == static_cast<std::size_t>(width) * height && toWidth > 0 && toHeight > 0);
    if (width == toWidth && height == toHeight)
        return {values.begin(), values.end()};
    const auto columns = bilinearPositions(width, toWidth);
    const auto rows = bilinearPositions(height, toHeight);
    std::vector<float> result;
    result.reserve(static_cast<std::size_t>(toWidth) * toHeight);
    for (const Between& y : rows) {
        const float* above = values.data() + static_cast<std::size_t>(y.first) * width;
        const float* below = values.data() + static_cast<std::size_t>(y.second) * width;
        for (const Between& x : columns) {
            const float top = above[x.first] + (above[x.second] - above[x.first]) * x.weight;
            const float bottom = below[x.first] + (below[x.second] - below[x.first]) * x.weight;
            result.push_back(top + (bottom - top) * y.weight);
        }
    }
    return result;
}

} // namespace avs::imaging
