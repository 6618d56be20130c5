// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/BinaryScores.h"

#include <QtGlobal>

#include <algorithm>
#include <cmath>

namespace avs::analysis {

namespace {

constexpr double kBeta2 = 0.3;
constexpr double kIouEpsilon = 1e-7;
constexpr double kFEpsilon = 1e-20;

std::array<float, kThresholds> makeThresholds()
{
    constexpr float kEnd = 1.0F; // 1 − 1e-10 rounded to float32
    constexpr float kStep = kEnd / (kThresholds - 1);
    std::array<float, kThresholds> thresholds{};
    for (int i = 0; i < kThresholds; ++i) // from both ends, as PyTorch does
        thresholds[i] = i < kThresholds / 2 ? kStep * static_cast<float>(i)
                                            : kEnd - kStep * static_cast<float>(kThresholds - 1 - i);
    return thresholds;
}

float sigmoid(float logit)
{
    return 1.0F / (1.0F + std::exp(-logit));
}

/// How many thresholds a value reaches; NaN, like in every comparison, none.
int reached(float value)
{
    if (std::isnan(value))
        return 0;
    const auto& thresholds = fThresholds();
    return static_cast<int>(std::upper_bound(thresholds.begin(), thresholds.end(), value) -
                            thresholds.begin());
}

} // namespace

const std::array<float, kThresholds>& fThresholds()
{
    static const std::array<float, kThresholds> thresholds = makeThresholds();
    return thresholds;
}

double BinaryFrame::iou() const
{
    const std::int64_t either = predicted + truth - hits;
    if (truth == 0)
        return static_cast<double>(pixels - predicted) / (static_cast<double>(pixels) + kIouEpsilon);
    return static_cast<double>(hits) / (static_cast<double>(either) + kIouEpsilon);
}

double BinaryFrame::f(int t) const
{
    const auto tp = static_cast<double>(hitsAt[t]);
    const double precision = tp / (static_cast<double>(predictedAt[t]) + kFEpsilon);
    const double recall = tp / (static_cast<double>(truth) + kFEpsilon);
    const double below = kBeta2 * precision + recall;
    return below > 0 ? (1 + kBeta2) * precision * recall / below : 0;
}

BinaryFrame measureBinary(std::span<const float> logits, std::span<const std::uint8_t> truth, FInput input)
{
    Q_ASSERT(logits.size() == truth.size());
    BinaryFrame frame;
    frame.pixels = static_cast<std::int64_t>(truth.size());
    // Pixels by the number of thresholds they reach; summed up from the top they are the counts.
    std::array<std::int64_t, kThresholds + 1> all{}, sounding{};
    for (std::size_t i = 0; i < truth.size(); ++i) {
        const float probability = sigmoid(logits[i]);
        const bool isPredicted = probability > 0.5F;
        const bool isTrue = truth[i] != 0;
        frame.predicted += isPredicted;
        frame.truth += isTrue;
        frame.hits += isPredicted && isTrue;
        const int count = reached(input == FInput::Probability ? probability : logits[i]);
        ++all[count];
        sounding[count] += isTrue;
    }
    std::int64_t allAbove = 0, soundingAbove = 0;
    for (int t = kThresholds - 1; t >= 0; --t) {
        frame.predictedAt[t] = allAbove += all[t + 1];
        frame.hitsAt[t] = soundingAbove += sounding[t + 1];
    }
    return frame;
}

void FCurve::add(const BinaryFrame& frame)
{
    if (frame.truth == 0)
        return;
    for (int t = 0; t < kThresholds; ++t)
        m_sum[t] += frame.f(t);
    ++m_frames;
}

double FCurve::maximum() const
{
    if (m_frames == 0)
        return 0;
    return *std::max_element(m_sum.begin(), m_sum.end()) / static_cast<double>(m_frames);
}

BinaryScores::BinaryScores(int clipsPerBatch)
    : m_clipsPerBatch(clipsPerBatch)
{
    Q_ASSERT(clipsPerBatch > 0);
}

void BinaryScores::add(const BinaryFrame& frame)
{
    m_batch.curve.add(frame);
    m_batch.iouSum += frame.iou();
    ++m_batch.frames;
    ++m_clipFrames;
    ++m_frames;
    m_all.pixels += frame.pixels;
    m_all.truth += frame.truth;
    m_all.predicted += frame.predicted;
    m_all.hits += frame.hits;
    for (int t = 0; t < kThresholds; ++t) {
        m_all.predictedAt[t] += frame.predictedAt[t];
        m_all.hitsAt[t] += frame.hitsAt[t];
    }
}

void BinaryScores::endClip()
{
    if (m_clipFrames == 0)
        return;
    m_clipFrames = 0;
    if (++m_batch.clips == m_clipsPerBatch) {
        m_done.add(m_batch);
        m_batch = {};
    }
}

void BinaryScores::Sums::add(const Batch& batch)
{
    if (batch.frames == 0)
        return;
    iou += batch.iouSum / static_cast<double>(batch.frames);
    f += batch.curve.maximum();
    ++batches;
}

BinaryScores::Sums BinaryScores::sums() const
{
    Sums sums = m_done;
    sums.add(m_batch);
    return sums;
}

double BinaryScores::miou() const
{
    const Sums all = sums();
    return all.batches > 0 ? all.iou / static_cast<double>(all.batches) : 0;
}

double BinaryScores::f() const
{
    const Sums all = sums();
    return all.batches > 0 ? all.f / static_cast<double>(all.batches) : 0;
}

double BinaryScores::pooledIou() const
{
    const std::int64_t either = m_all.predicted + m_all.truth - m_all.hits;
    return either > 0 ? static_cast<double>(m_all.hits) / static_cast<double>(either) : 0;
}

double BinaryScores::pooledF() const
{
    double best = 0;
    for (int t = 0; t < kThresholds; ++t)
        best = std::max(best, m_all.f(t));
    return best;
}

} // namespace avs::analysis
