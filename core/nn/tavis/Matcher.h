// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

#include <utility>
#include <vector>

namespace avs::nn {

/// Rectangular linear assignment of least total cost (Kuhn–Munkres with potentials, O(n²·m)).
/// cost [rows, columns], finite. Returns min(rows, columns) pairs (row, column), by row.
[[nodiscard]] std::vector<std::pair<std::int64_t, std::int64_t>> assignLeastCost(const torch::Tensor& cost);

struct MatcherOptions
{
    double classCost = 5; ///< weight of each of the two class terms
    double maskCost = 5;
    double diceCost = 5;
    std::int64_t points = 12544; ///< random points per frame on which masks are compared
    /// The release takes the smallest label of a frame for background whatever it is (tavis.md Q8);
    /// false: only label 0 is background.
    bool releaseDropsSmallestLabel = false;
};

/// Which query answers for which labelled class of a frame.
struct Match
{
    std::int64_t frame = 0;
    std::int64_t query = 0;
    std::int64_t target = 0; ///< place in the frame's sorted list of classes
    std::int64_t classId = 0;
};

/// Hungarian matching per frame (tavis.md §5.3, matcher.py of the release). No gradient.
/// audioProb, imageProb [N, Q, C] softmax over classes; maskLogits [N, Q, S, S]; labels [N, S, S] int64;
/// points [N, P, 2] in [0, 1] as (x, y), or undefined to draw `options.points` from torch's generator.
/// Matches are ordered by frame, then query.
[[nodiscard]] std::vector<Match> matchQueries(const torch::Tensor& audioProb, const torch::Tensor& imageProb,
                                              const torch::Tensor& maskLogits, const torch::Tensor& labels,
                                              const MatcherOptions& options, torch::Tensor points = {});

} // namespace avs::nn
