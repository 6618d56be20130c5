// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/AvsScores.h"

#include <QtGlobal>

#include <algorithm>

namespace avs::analysis {

AvsScores::AvsScores(int classCount)
    : m_classes(classCount)
    , m_iouSum(classCount)
    , m_occurrences(classCount)
{}

void AvsScores::add(const imaging::LabelMap& predicted, const imaging::LabelMap& truth)
{
    Q_ASSERT(predicted.width == truth.width && predicted.height == truth.height);
    std::vector<std::int64_t> both(m_classes), inPrediction(m_classes), inTruth(m_classes);
    std::int64_t hits = 0, either = 0, emptyInBoth = 0;
    for (std::size_t i = 0; i < truth.pixels.size(); ++i) {
        const int p = predicted.pixels[i] < m_classes ? predicted.pixels[i] : 0;
        const int t = truth.pixels[i] < m_classes ? truth.pixels[i] : 0;
        ++inPrediction[p];
        ++inTruth[t];
        both[p] += p == t;
        hits += p > 0 && t > 0;
        either += p > 0 || t > 0;
        emptyInBoth += p == 0 && t == 0;
    }
    const auto pixels = static_cast<double>(truth.pixels.size());
    const bool silent = inTruth[0] == static_cast<std::int64_t>(truth.pixels.size());
    m_binarySum += silent ? static_cast<double>(emptyInBoth) / (pixels + 1e-7)
                          : static_cast<double>(hits) / (static_cast<double>(either) + 1e-7);
    for (int c = 0; c < m_classes; ++c) {
        const auto all = inPrediction[c] + inTruth[c] - both[c];
        if (all == 0)
            continue;
        m_iouSum[c] += static_cast<double>(both[c]) / static_cast<double>(all);
        ++m_occurrences[c];
    }
    ++m_frames;
}

double AvsScores::binaryMiou() const
{
    return m_frames ? m_binarySum / static_cast<double>(m_frames) : 0;
}

std::vector<double> AvsScores::classIou() const
{
    std::vector<double> iou(m_classes, -1);
    for (int c = 0; c < m_classes; ++c) {
        if (m_occurrences[c])
            iou[c] = m_iouSum[c] / static_cast<double>(m_occurrences[c]);
    }
    return iou;
}

namespace {

double meanOfOccurring(const std::vector<double>& iou, std::size_t first)
{
    double sum = 0;
    int count = 0;
    for (std::size_t c = first; c < iou.size(); ++c) {
        if (iou[c] >= 0) {
            sum += iou[c];
            ++count;
        }
    }
    return count ? sum / count : 0;
}

} // namespace

double AvsScores::semanticMiou() const
{
    return meanOfOccurring(classIou(), 0);
}

double AvsScores::foregroundMiou() const
{
    return meanOfOccurring(classIou(), 1);
}

} // namespace avs::analysis
