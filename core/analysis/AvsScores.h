// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/RgbImage.h"

#include <cstdint>
#include <vector>

namespace avs::analysis {

/// A score and its F, averaged over classes.
struct SemanticMeans
{
    double miou = 0;
    double f = 0;
    double foregroundMiou = 0; ///< without background, class 0
    double foregroundF = 0;

    [[nodiscard]] double jAndF() const { return (miou + f) / 2; }
};

/// Scores over label maps: AVSBench-semantic's (calc_color_miou_fscore), which average each class over the
/// frames in which it is predicted or true, and plain ones beside them. F is that of the label maps (beta² =
/// 0.3), without thresholds. The "noBg" values of AVSBench and AVSegFormer, which leave out the last class
/// instead of background, are not offered.
class AvsScores
{
public:
    explicit AvsScores(int classCount);

    /// Both maps of one size, class ids below classCount; larger ids count as background.
    void add(const imaging::LabelMap& predicted, const imaging::LabelMap& truth);
    /// Empty frames that AVSBench appends to five-second clips to make them ten: background that is predicted
    /// rightly.
    void addPadding(int frames) { m_padding += frames; }

    [[nodiscard]] std::int64_t frameCount() const { return m_frames; } ///< without padding

    /// M_J: sounding against silent pixels. A frame in which nothing sounds scores the share of its pixels
    /// that are rightly empty. Mean over frames; 0 without frames.
    [[nodiscard]] double binaryMiou() const;

    /// Per class, the mean IoU or F over the frames in which it is predicted or true; negative when it never
    /// is. Without padding.
    [[nodiscard]] std::vector<double> classIou() const { return classMeans(m_iouSum); }
    [[nodiscard]] std::vector<double> classF() const { return classMeans(m_fSum); }
    /// Per class, hits / union of all pixels of all frames; negative when it never occurs.
    [[nodiscard]] std::vector<double> pooledClassIou() const;
    [[nodiscard]] std::vector<double> pooledClassF() const;

    enum class Frames
    {
        Real,       ///< COMBO's evaluation
        WithPadding ///< AVSBench's
    };
    /// AVSBench's mean over all classes of the list: one that never occurs counts as 0.
    [[nodiscard]] SemanticMeans published(Frames frames) const;
    /// The same over the classes that occur.
    [[nodiscard]] SemanticMeans occurring() const;
    /// Mean over the classes that occur of their IoU and F over all pixels (a confusion matrix's).
    [[nodiscard]] SemanticMeans pooled() const;

    [[nodiscard]] double semanticMiou() const { return occurring().miou; }
    [[nodiscard]] double foregroundMiou() const { return occurring().foregroundMiou; }

private:
    struct Counts
    {
        std::int64_t both = 0;
        std::int64_t predicted = 0;
        std::int64_t truth = 0;
        [[nodiscard]] std::int64_t either() const { return predicted + truth - both; }
        [[nodiscard]] double iou() const;
        [[nodiscard]] double f() const;
    };
    [[nodiscard]] std::vector<double> classMeans(const std::vector<double>& sums) const;

    int m_classes;
    std::int64_t m_frames = 0;
    std::int64_t m_padding = 0;
    double m_binarySum = 0;
    std::vector<double> m_iouSum;
    std::vector<double> m_fSum;
    std::vector<std::int64_t> m_occurrences;
    std::vector<Counts> m_pooled;
};

} // namespace avs::analysis
