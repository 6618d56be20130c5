// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/RgbImage.h"

#include <array>

namespace avs::imaging {

/// A label map as run lengths along its rows: what many maps of one clip are kept as. A map of a few smooth
/// regions at 1280 × 720 takes some ten kilobytes instead of 900. A plain value like LabelMap; it is made
/// from one without a word, and decode() gives it back.
class LabelRuns
{
public:
    LabelRuns() = default;
    LabelRuns(const LabelMap& labels); // NOLINT(google-explicit-constructor): the same map, kept smaller

    [[nodiscard]] int width() const { return m_width; }
    [[nodiscard]] int height() const { return m_height; }
    [[nodiscard]] bool isEmpty() const { return m_width <= 0 || m_height <= 0; }

    [[nodiscard]] LabelMap decode() const;
    /// One pixel, found among the runs by bisection. `x`, `y` inside the map.
    [[nodiscard]] std::uint8_t at(int x, int y) const;
    /// How many pixels have each label.
    [[nodiscard]] std::array<std::int64_t, 256> areas() const;
    [[nodiscard]] std::size_t sizeBytes() const;

    friend bool operator==(const LabelRuns&, const LabelRuns&) = default;

private:
    int m_width = 0;
    int m_height = 0;
    // Run i has the label m_labels[i] and ends before pixel m_ends[i], counted through all rows; runs next to
    // each other differ.
    std::vector<std::uint32_t> m_ends;
    std::vector<std::uint8_t> m_labels;
};

} // namespace avs::imaging
