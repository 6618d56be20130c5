// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/AvsScores.h"

#include <QtGlobal>

#include <algorithm>

namespace avs::analysis {

namespace {

/// Mean of the values from `first` on; negative ones are left out, or count as 0.
double mean(const std::vector<double>& values, std::size_t first, bool negativeIsZero)
{
    double sum = 0;
    int count = 0;
    for (std::size_t c = first; c < values.size(); ++c) {
        if (values[c] < 0 && !negativeIsZero)
            continue;
        sum += std::max(0.0, values[c]);
        ++count;
    }
    return count ? sum / count : 0;
}

SemanticMeans meansOf(const std::vector<double>& iou, const std::vector<double>& f, bool negativeIsZero)
{
    return {mean(iou, 0, negativeIsZero), mean(f, 0, negativeIsZero), mean(iou, 1, negativeIsZero),
            mean(f, 1, negativeIsZero)};
}

} // namespace

double AvsScores::Counts::iou() const
{
    return static_cast<double>(both) / static_cast<double>(either());
}

double AvsScores::Counts::f() const
{
    constexpr double kBeta2 = 0.3;
    if (both == 0)
        return 0;
    const double precision = static_cast<double>(both) / static_cast<double>(predicted);
    const double recall = static_cast<double>(both) / static_cast<double>(truth);
    return (1 + kBeta2) * precision * recall / (kBeta2 * precision + recall);
}

AvsScores::AvsScores(int classCount)
    : m_classes(classCount)
    , m_iouSum(classCount)
    , m_fSum(classCount)
    , m_occurrences(classCount)
    , m_pooled(classCount)
{}

void AvsScores::add(const imaging::LabelMap& predicted, const imaging::LabelMap& truth)
{
    Q_ASSERT(predicted.width == truth.width && predicted.height == truth.height);
    std::vector<Counts> counts(m_classes);
    std::int64_t hits = 0, either = 0, emptyInBoth = 0;
    for (std::size_t i = 0; i < truth.pixels.size(); ++i) {
        const int p = predicted.pixels[i] < m_classes ? predicted.pixels[i] : 0;
        const int t = truth.pixels[i] < m_classes ? truth.pixels[i] : 0;
        ++counts[p].predicted;
        ++counts[t].truth;
        counts[p].both += p == t;
        hits += p > 0 && t > 0;
        either += p > 0 || t > 0;
        emptyInBoth += p == 0 && t == 0;
    }
    const auto pixels = static_cast<std::int64_t>(truth.pixels.size());
    m_binarySum += counts[0].truth == pixels
                       ? static_cast<double>(emptyInBoth) / (static_cast<double>(pixels) + 1e-7)
                       : static_cast<double>(hits) / (static_cast<double>(either) + 1e-7);
    for (int c = 0; c < m_classes; ++c) {
        if (counts[c].either() == 0)
            continue;
        m_iouSum[c] += counts[c].iou();
        m_fSum[c] += counts[c].f();
        ++m_occurrences[c];
        m_pooled[c].both += counts[c].both;
        m_pooled[c].predicted += counts[c].predicted;
        m_pooled[c].truth += counts[c].truth;
    }
    ++m_frames;
}

double AvsScores::binaryMiou() const
{
    return m_frames ? m_binarySum / static_cast<double>(m_frames) : 0;
}

std::vector<double> AvsScores::classMeans(const std::vector<double>& sums) const
{
    std::vector<double> means(m_classes, -1);
    for (int c = 0; c < m_classes; ++c) {
        if (m_occurrences[c])
            means[c] = sums[c] / static_cast<double>(m_occurrences[c]);
    }
    return means;
}

std::vector<double> AvsScores::pooledClassIou() const
{
    std::vector<double> iou;
    for (const Counts& c : m_pooled)
        iou.push_back(c.either() ? c.iou() : -1);
    return iou;
}

std::vector<double> AvsScores::pooledClassF() const
{
    std::vector<double> f;
    for (const Counts& c : m_pooled)
        f.push_back(c.either() ? c.f() : -1);
    return f;
}

SemanticMeans AvsScores::published(Frames frames) const
{
    auto iou = classIou();
    auto f = classF();
    if (frames == Frames::WithPadding && m_padding > 0) {
        const auto padding = static_cast<double>(m_padding);
        const auto count = static_cast<double>(m_occurrences[0]) + padding;
        iou[0] = (m_iouSum[0] + padding) / count;
        f[0] = (m_fSum[0] + padding) / count;
    }
    return meansOf(iou, f, /*negativeIsZero=*/true);
}

SemanticMeans AvsScores::occurring() const
{
    return meansOf(classIou(), classF(), /*negativeIsZero=*/false);
}

SemanticMeans AvsScores::pooled() const
{
    return meansOf(pooledClassIou(), pooledClassF(), /*negativeIsZero=*/false);
}

} // namespace avs::analysis
