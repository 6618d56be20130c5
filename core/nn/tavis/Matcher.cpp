// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/tavis/Matcher.h"

#include <torch/nn/functional/activation.h>
#include <torch/nn/functional/vision.h>

#include <algorithm>
#include <limits>

namespace avs::nn {

namespace F = torch::nn::functional;

std::vector<std::pair<std::int64_t, std::int64_t>> assignLeastCost(const torch::Tensor& cost)
{
    TORCH_CHECK(cost.dim() == 2, "a cost matrix has two dimensions, not ", cost.dim());
    const bool transposed = cost.size(0) > cost.size(1);
    const auto table = (transposed ? cost.t() : cost).to(torch::kCPU, torch::kDouble).contiguous();
    TORCH_CHECK(table.isfinite().all().item<bool>(), "matching costs are not finite");
    const auto rows = table.size(0);
    const auto columns = table.size(1);
    const auto c = table.accessor<double, 2>();

    // Potentials u, v and the row assigned to each column, all counted from 1; column 0 is the root of the
    // search.
    std::vector<double> u(rows + 1), v(columns + 1);
    std::vector<std::int64_t> rowOf(columns + 1), previous(columns + 1);
    for (std::int64_t row = 1; row <= rows; ++row) {
        rowOf[0] = row;
        std::int64_t column = 0;
        std::vector<double> slack(columns + 1, std::numeric_limits<double>::infinity());
        std::vector<bool> visited(columns + 1);
        do {
            visited[column] = true;
            double step = std::numeric_limits<double>::infinity();
            std::int64_t next = 0;
            for (std::int64_t j = 1; j <= columns; ++j) {
                if (visited[j])
                    continue;
                const double reduced = c[rowOf[column] - 1][j - 1] - u[rowOf[column]] - v[j];
                if (reduced < slack[j]) {
                    slack[j] = reduced;
                    previous[j] = column;
                }
                if (slack[j] < step) {
                    step = slack[j];
                    next = j;
                }
            }
            for (std::int64_t j = 0; j <= columns; ++j) {
                if (visited[j]) {
                    u[rowOf[j]] += step;
                    v[j] -= step;
                } else {
                    slack[j] -= step;
                }
            }
            column = next;
        } while (rowOf[column] != 0);
        for (; column != 0; column = previous[column])
            rowOf[column] = rowOf[previous[column]];
    }

    std::vector<std::pair<std::int64_t, std::int64_t>> pairs;
    for (std::int64_t j = 1; j <= columns; ++j) {
        if (rowOf[j] != 0)
            pairs.emplace_back(transposed ? j - 1 : rowOf[j] - 1, transposed ? rowOf[j] - 1 : j - 1);
    }
    std::sort(pairs.begin(), pairs.end());
    return pairs;
}

namespace {

/// masks [K, S, S] at points [P, 2] in [0, 1] -> [K, P]
torch::Tensor samplePoints(const torch::Tensor& masks, const torch::Tensor& points)
{
    const auto grid = (2 * points - 1).unsqueeze(0).unsqueeze(0); // [1, 1, P, 2]
    return F::grid_sample(masks.unsqueeze(0), grid,
                          F::GridSampleFuncOptions()
                              .mode(torch::kBilinear)
                              .padding_mode(torch::kZeros)
                              .align_corners(false))
        .squeeze(2)
        .squeeze(0);
}

torch::Tensor frameCost(const torch::Tensor& audioProb, const torch::Tensor& imageProb,
                        const torch::Tensor& logits, const torch::Tensor& targets,
                        const torch::Tensor& classes, const MatcherOptions& options)
{
    const auto hits = targets.t(); // [P, K]
    const auto count = static_cast<double>(targets.size(1));
    const auto bce = (F::softplus(-logits).mm(hits) + F::softplus(logits).mm(1 - hits)) / count;
    const auto probability = logits.sigmoid();
    const auto dice = 1 - (2 * probability.mm(hits) + 1) /
                              (probability.sum(-1).unsqueeze(1) + targets.sum(-1).unsqueeze(0) + 1);
    const auto classTerm = audioProb.index_select(1, classes) + imageProb.index_select(1, classes);
    return -options.classCost * classTerm + options.maskCost * bce + options.diceCost * dice; // [Q, K]
}

} // namespace

std::vector<Match> matchQueries(const torch::Tensor& audioProb, const torch::Tensor& imageProb,
                                const torch::Tensor& maskLogits, const torch::Tensor& labels,
                                const MatcherOptions& options, torch::Tensor points)
{
    torch::NoGradGuard noGrad;
    const auto frames = labels.size(0);
    if (!points.defined())
        points = torch::rand({frames, options.points, 2}, maskLogits.options());
    std::vector<Match> matches;
    for (std::int64_t n = 0; n < frames; ++n) {
        auto classes = std::get<0>(at::_unique(labels[n], /*sorted=*/true));
        classes =
            options.releaseDropsSmallestLabel ? classes.slice(0, 1) : classes.masked_select(classes > 0);
        if (classes.numel() == 0)
            continue;
        const auto targets = (labels[n].unsqueeze(0) == classes.view({-1, 1, 1})).to(maskLogits.dtype());
        const auto cost = frameCost(audioProb[n], imageProb[n], samplePoints(maskLogits[n], points[n]),
                                    samplePoints(targets, points[n]), classes, options);
        for (const auto& [query, target] : assignLeastCost(cost))
            matches.push_back({n, query, target, classes[target].item<std::int64_t>()});
    }
    return matches;
}

} // namespace avs::nn
