// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/RgbImage.h"

#include <cstdint>
#include <vector>

namespace avs::analysis {

/// AVSBench's scores over label maps, frame by frame (datasets-and-metrics.md §7 and §8). Not the
/// 255-threshold F.
class AvsScores
{
public:
    explicit AvsScores(int classCount);

    /// Both maps of one size, class ids below classCount; larger ids count as background.
    void add(const imaging::LabelMap& predicted, const imaging::LabelMap& truth);

    [[nodiscard]] std::int64_t frameCount() const { return m_frames; }

    /// M_J: sounding against silent pixels. A frame in which nothing sounds scores the share of its pixels
    /// that are rightly empty. Mean over frames; 0 without frames.
    [[nodiscard]] double binaryMiou() const;

    /// Per class, the mean IoU over the frames in which it is predicted or true; negative when it never is.
    [[nodiscard]] std::vector<double> classIou() const;
    /// Mean of classIou() over the classes that occur, background included. (AVSBench counts a class that
    /// never occurs as 0, which is the same where all do.)
    [[nodiscard]] double semanticMiou() const;
    /// The same without background: the stricter number.
    [[nodiscard]] double foregroundMiou() const;

private:
    int m_classes;
    std::int64_t m_frames = 0;
    double m_binarySum = 0;
    std::vector<double> m_iouSum;
    std::vector<std::int64_t> m_occurrences;
};

} // namespace avs::analysis
