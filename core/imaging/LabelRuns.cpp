// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/LabelRuns.h"

#include <algorithm>

namespace avs::imaging {

LabelRuns::LabelRuns(const LabelMap& labels)
    : m_width(labels.width)
    , m_height(labels.height)
{
    const auto& pixels = labels.pixels;
    for (auto at = pixels.begin(); at != pixels.end();) {
        const auto end = std::find_if(at, pixels.end(), [label = *at](std::uint8_t p) { return p != label; });
        m_labels.push_back(*at);
        m_ends.push_back(static_cast<std::uint32_t>(end - pixels.begin()));
        at = end;
    }
    m_ends.shrink_to_fit();
    m_labels.shrink_to_fit();
}

LabelMap LabelRuns::decode() const
{
    LabelMap labels(m_width, m_height);
    std::uint32_t begin = 0;
    for (std::size_t i = 0; i < m_ends.size(); begin = m_ends[i++])
        std::fill(labels.pixels.begin() + begin, labels.pixels.begin() + m_ends[i], m_labels[i]);
    return labels;
}

std::uint8_t LabelRuns::at(int x, int y) const
{
    const auto pixel =
        static_cast<std::uint32_t>(y) * static_cast<std::uint32_t>(m_width) + static_cast<std::uint32_t>(x);
    const auto run = std::upper_bound(m_ends.begin(), m_ends.end(), pixel);
    return m_labels[static_cast<std::size_t>(run - m_ends.begin())];
}

std::array<std::int64_t, 256> LabelRuns::areas() const
{
    std::array<std::int64_t, 256> areas{};
    std::uint32_t begin = 0;
    for (std::size_t i = 0; i < m_ends.size(); begin = m_ends[i++])
        areas[m_labels[i]] += m_ends[i] - begin;
    return areas;
}

std::size_t LabelRuns::sizeBytes() const
{
    return m_ends.capacity() * sizeof(std::uint32_t) + m_labels.capacity();
}

} // namespace avs::imaging
