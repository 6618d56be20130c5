// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/tavis/Matcher.h"

#include <torch/utils.h>

#include <QtTest>

#include <algorithm>
#include <numeric>

using namespace avs;

namespace {

double costOf(const torch::Tensor& cost, const std::vector<std::pair<std::int64_t, std::int64_t>>& pairs)
{
    double sum = 0;
    for (const auto& [row, column] : pairs)
        sum += cost[row][column].item<double>();
    return sum;
}

/// The naive twin: every way of giving each row of a wide matrix a column of its own.
double leastCostByTrying(const torch::Tensor& cost)
{
    const auto wide = cost.size(0) <= cost.size(1) ? cost : cost.t();
    std::vector<int> columns(wide.size(1));
    std::iota(columns.begin(), columns.end(), 0);
    double best = 1e300;
    do {
        double sum = 0;
        for (std::int64_t row = 0; row < wide.size(0); ++row)
            sum += wide[row][columns[row]].item<double>();
        best = std::min(best, sum);
    } while (std::next_permutation(columns.begin(), columns.end()));
    return best;
}

} // namespace

class tst_Matcher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void assignmentIsLeast_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        for (const auto& [rows, columns] : {std::pair{1, 1}, {1, 5}, {5, 1}, {3, 5}, {5, 3}, {5, 5}, {6, 4}})
            QTest::addRow("%dx%d", rows, columns) << rows << columns;
    }

    void assignmentIsLeast()
    {
        QFETCH(int, rows);
        QFETCH(int, columns);
        torch::manual_seed(rows * 10 + columns);
        for (int i = 0; i < 6; ++i) {
            const auto cost = torch::randn({rows, columns}, torch::kDouble);
            const auto pairs = nn::assignLeastCost(cost);
            QCOMPARE(pairs.size(), static_cast<std::size_t>(std::min(rows, columns)));
            QVERIFY(std::is_sorted(pairs.begin(), pairs.end()));
            QVERIFY(std::abs(costOf(cost, pairs) - leastCostByTrying(cost)) < 1e-9);
        }
    }

    void refusesNotFinite()
    {
        const auto cost = torch::full({2, 2}, std::numeric_limits<double>::quiet_NaN());
        QVERIFY_THROWS_EXCEPTION(c10::Error, (void)nn::assignLeastCost(cost));
    }

    void queriesFindTheirMasks()
    {
        // Two classes, left and right half; query 3 draws the left, query 1 the right one.
        auto labels = torch::zeros({1, 16, 16}, torch::kLong);
        labels.slice(2, 0, 8).fill_(4);
        labels.slice(2, 8, 16).fill_(2);
        auto masks = torch::full({1, 5, 16, 16}, -6.0F);
        masks[0][3].slice(1, 0, 8).fill_(6);
        masks[0][1].slice(1, 8, 16).fill_(6);
        const auto even = torch::full({1, 5, 6}, 1.0F / 6);
        const auto matches = nn::matchQueries(even, even, masks, labels, {});
        // Nothing of the frame is background: the release would drop class 2, we keep both.
        QCOMPARE(matches.size(), 2U);
        QCOMPARE(matches[0].query, 1);
        QCOMPARE(matches[0].classId, 2);
        QCOMPARE(matches[1].query, 3);
        QCOMPARE(matches[1].classId, 4);
        QCOMPARE(nn::matchQueries(even, even, masks, labels, {.releaseDropsSmallestLabel = true}).size(), 1U);
    }

    void emptyFrames()
    {
        const auto even = torch::full({2, 5, 6}, 1.0F / 6);
        QVERIFY(nn::matchQueries(even, even, torch::zeros({2, 5, 8, 8}),
                                 torch::zeros({2, 8, 8}, torch::kLong), {})
                    .empty());
    }
};

QTEST_GUILESS_MAIN(tst_Matcher)
#include "tst_Matcher.moc"
