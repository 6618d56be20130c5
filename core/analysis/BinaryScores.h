// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace avs::analysis {

/// What the thresholds of the F measure are compared with.
enum class FInput
{
    Probability, ///< sigmoid of the logits: AVSBench, AVSegFormer, GAVS
    Logit,       ///< the logits themselves: SAMA-AVS and TAViS, which leave the sigmoid out
};

inline constexpr int kThresholds = 255;

/// linspace(0, 1 − 1e-10, 255) in float32, as PyTorch fills it; the last is exactly 1.
[[nodiscard]] const std::array<float, kThresholds>& fThresholds();

/// What one frame adds to every binary score: its pixels, counted.
struct BinaryFrame
{
    std::int64_t pixels = 0;
    std::int64_t truth = 0;                              ///< pixels that sound
    std::int64_t predicted = 0;                          ///< pixels whose probability is above 0.5
    std::int64_t hits = 0;                               ///< pixels that are both
    std::array<std::int64_t, kThresholds> predictedAt{}; ///< pixels at or above each threshold
    std::array<std::int64_t, kThresholds> hitsAt{};      ///< … that sound

    /// AVSBench's IoU of an image: hits / (union + 1e-7); where nothing sounds, the share of pixels that are
    /// rightly empty.
    [[nodiscard]] double iou() const;
    /// F with beta² = 0.3 at threshold `t`; 0 where precision and recall are both 0.
    [[nodiscard]] double f(int t) const;
};

/// One frame: a logit for each pixel, and whether it sounds (not 0). Equal sizes, in the same order.
[[nodiscard]] BinaryFrame measureBinary(std::span<const float> logits, std::span<const std::uint8_t> truth,
                                        FInput input);

/// F as AVSBench defines it, of the frames given so far: the curves over thresholds of the frames in which
/// something sounds are averaged, and the highest point counts; 0 when nothing sounds anywhere.
class FCurve
{
public:
    void add(const BinaryFrame& frame);
    [[nodiscard]] double maximum() const;

private:
    std::array<double, kThresholds> m_sum{};
    std::int64_t m_frames = 0;
};

/// The scores of S4, MS3 and V3 (AVSBench's mask_iou and Eval_Fmeasure, TAViS' utility.py), and plain ones
/// beside them. Frames come clip by clip. Each published score is a mean over test batches, hence F depends
/// on their size: 4 clips in AVSBench's test.sh, 2 in AVSegFormer, 1 in SAMA-AVS, TAViS and GAVS.
class BinaryScores
{
public:
    /// `clipsPerBatch` at least 1.
    explicit BinaryScores(int clipsPerBatch);

    void add(const BinaryFrame& frame);
    /// The frames since the last call were one clip; without frames it counts as none.
    void endClip();

    /// M_J: mean over batches of the mean over a batch's frames of their IoU. 0 without frames.
    [[nodiscard]] double miou() const;
    /// M_F: mean over batches of the maximum of the batch's mean curve; a batch of silent frames gives 0.
    [[nodiscard]] double f() const;
    /// (M_J + M_F) / 2. Not the contour measure that DAVIS calls F.
    [[nodiscard]] double jAndF() const { return (miou() + f()) / 2; }

    // Without the quirks: no rule for silent frames, no batches. All pixels of all frames are one picture.
    /// Hits / union of all pixels, as CAVP and CPM report. 0 when both are empty everywhere.
    [[nodiscard]] double pooledIou() const;
    /// The highest F over the thresholds of all pixels together.
    [[nodiscard]] double pooledF() const;

    [[nodiscard]] std::int64_t frameCount() const { return m_frames; }

private:
    struct Batch
    {
        FCurve curve;
        double iouSum = 0;
        std::int64_t frames = 0;
        int clips = 0;
    };
    /// Sums over the finished batches and the one that is open.
    struct Sums
    {
        double iou = 0;
        double f = 0;
        std::int64_t batches = 0;
        void add(const Batch& batch);
    };
    [[nodiscard]] Sums sums() const;

    int m_clipsPerBatch;
    std::int64_t m_frames = 0;
    Batch m_batch;
    std::int64_t m_clipFrames = 0;
    Sums m_done;
    BinaryFrame m_all;
};

} // namespace avs::analysis
