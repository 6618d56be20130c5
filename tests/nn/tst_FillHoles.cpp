// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/sam2/FillHoles.h"
#include "core/nn/sam2/SmallComponents.h"

#include <torch/types.h>
#include <torch/utils.h>

#include <QTest>

using namespace avs::nn;

namespace {

/// What a GPU would give.
torch::Tensor filledInSteps(const torch::Tensor& logits, std::int64_t maxArea)
{
    const auto background = logits.le(0).view({-1, 1, logits.size(-2), logits.size(-1)});
    return logits.masked_fill(smallComponents(background, maxArea).view(logits.sizes()), 0.1);
}

} // namespace

class tst_FillHoles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothWaysAgree_data()
    {
        QTest::addColumn<double>("share");
        QTest::addColumn<int>("maxArea");
        for (const double share : {0.1, 0.25, 0.4, 0.7})
            for (const int maxArea : {1, 2, 8, 20})
                QTest::addRow("%g background, up to %d", share, maxArea) << share << maxArea;
    }

    /// Two ways that have nothing in common: a flood fill, and numbers that spread.
    void bothWaysAgree()
    {
        QFETCH(double, share);
        QFETCH(int, maxArea);
        torch::manual_seed(5);
        const auto logits = torch::rand({2, 3, 17, 23}) - share;
        const auto filled = fillHoles(logits, maxArea);
        QVERIFY(!torch::equal(filled, logits) || share > 0.6);
        QVERIFY(torch::equal(filled, filledInSteps(logits, maxArea)));
    }

    /// The number has to go all the way through a component as long as can be, and no further.
    void longHoles()
    {
        for (const std::int64_t length : {7, 8, 9}) {
            auto logits = torch::ones({20, 20});
            for (std::int64_t i = 0; i < length; ++i)
                logits[2 + i][3 + i] = -1; // diagonal: neighbours by their corners
            const auto filled = fillHoles(logits, 8);
            QCOMPARE(filled.gt(0).all().item<bool>(), length <= 8);
            QVERIFY(torch::equal(filled, filledInSteps(logits, 8)));
        }
    }

    void nothingToFill()
    {
        for (const auto& logits : {torch::ones({4, 5}), -torch::ones({4, 5})}) {
            QVERIFY(torch::equal(fillHoles(logits, 8), logits));
            QVERIFY(torch::equal(filledInSteps(logits, 8), logits));
        }
        const auto hole = torch::ones({5, 5}).index_fill(0, torch::tensor({2}, torch::kLong), -1.0);
        QVERIFY(torch::equal(fillHoles(hole, 0), hole));
        QVERIFY(fillHoles(torch::ones({0, 4, 4}), 8).numel() == 0);
    }

    void gradientsPassWhereNothingWasFilled()
    {
        auto logits = torch::ones({4, 4});
        logits[1][1] = -1;
        logits.requires_grad_();
        fillHoles(logits, 8).sum().backward();
        QCOMPARE(logits.grad().sum().item<float>(), 15.0F);
        QCOMPARE(logits.grad()[1][1].item<float>(), 0.0F);
    }
};

QTEST_GUILESS_MAIN(tst_FillHoles)
#include "tst_FillHoles.moc"
