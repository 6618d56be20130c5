// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/AvsScores.h"

#include <QtTest>

using namespace avs;

namespace {

imaging::LabelMap map(std::vector<std::uint8_t> pixels)
{
    imaging::LabelMap labels(static_cast<int>(pixels.size()), 1);
    labels.pixels = std::move(pixels);
    return labels;
}

bool near(double a, double b)
{
    return std::abs(a - b) < 1e-9;
}

} // namespace

class tst_AvsScores : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void handComputed()
    {
        analysis::AvsScores scores(3);
        scores.add(map({1, 1, 0, 2}),
                   map({1, 0, 0, 2})); // foreground 2/3; background 1/2, class 1: 1/2, class 2: 1
        scores.add(map({0, 0, 1, 1}),
                   map({0, 0, 1, 2})); // foreground 1; background 1, class 1: 1/2, class 2: 0
        QCOMPARE(scores.frameCount(), 2);
        QVERIFY(std::abs(scores.binaryMiou() - (2.0 / 3 + 1) / 2) < 1e-6);
        const auto iou = scores.classIou();
        QVERIFY(std::abs(iou[0] - 0.75) < 1e-9);
        QVERIFY(std::abs(iou[1] - 0.5) < 1e-9);
        QVERIFY(std::abs(iou[2] - 0.5) < 1e-9);
        QVERIFY(std::abs(scores.semanticMiou() - (0.75 + 0.5 + 0.5) / 3) < 1e-9);
        QVERIFY(std::abs(scores.foregroundMiou() - 0.5) < 1e-9);
    }

    void silentFrames()
    {
        analysis::AvsScores right(2), wrong(2), half(2);
        right.add(map({0, 0, 0, 0}), map({0, 0, 0, 0}));
        wrong.add(map({1, 1, 1, 1}), map({0, 0, 0, 0}));
        half.add(map({1, 1, 0, 0}), map({0, 0, 0, 0}));
        QVERIFY(std::abs(right.binaryMiou() - 1) < 1e-6);
        QVERIFY(wrong.binaryMiou() < 1e-6);
        QVERIFY(std::abs(half.binaryMiou() - 0.5) < 1e-6);
        QCOMPARE(right.classIou()[1], -1.0); // never occurs, so it is left out
        QVERIFY(std::abs(right.semanticMiou() - 1) < 1e-9);
    }

    /// Two frames of three classes, of which the last never occurs.
    void fourWaysToAverage()
    {
        using Frames = analysis::AvsScores::Frames;
        analysis::AvsScores scores(3);
        // background: truth 2, predicted 1, both 1: IoU 1/2, F = 1.3·0.5 / (0.3 + 0.5); class 1: IoU 2/3,
        // P 2/3, R 1: F = 1.3·(2/3) / (0.2 + 1)
        scores.add(map({1, 1, 1, 0}), map({1, 1, 0, 0}));
        // background: IoU 3/4, P 1, R 3/4: F = 1.3·0.75 / (0.3 + 0.75); class 1 predicted wrongly: 0, 0
        scores.add(map({0, 0, 0, 1}), map({0, 0, 0, 0}));
        const double background = (0.5 + 0.75) / 2, one = (2.0 / 3 + 0) / 2;
        const double backgroundF = (0.65 / 0.8 + 0.975 / 1.05) / 2, oneF = (1.3 * 2 / 3 / 1.2 + 0) / 2;

        const auto published = scores.published(Frames::Real);
        QVERIFY(near(published.miou, (background + one + 0) / 3)); // a class that never occurs counts as 0
        QVERIFY(near(published.f, (backgroundF + oneF + 0) / 3));
        QVERIFY(near(published.foregroundMiou, one / 2));
        QVERIFY(near(published.foregroundF, oneF / 2));
        QVERIFY(near(scores.occurring().miou, (background + one) / 2));
        QVERIFY(near(scores.occurring().f, (backgroundF + oneF) / 2));
        QVERIFY(near(scores.occurring().foregroundMiou, one));

        // background: both 1 + 3, predicted 1 + 3, truth 2 + 4; class 1: both 2, predicted 3 + 1, truth 2
        QVERIFY(near(scores.pooledClassIou()[0], 4.0 / 6));
        QVERIFY(near(scores.pooledClassIou()[1], 2.0 / 4));
        QCOMPARE(scores.pooledClassIou()[2], -1.0);
        QVERIFY(near(scores.pooledClassF()[1], 1.3 * 0.5 * 1 / (0.15 + 1)));
        QVERIFY(near(scores.pooled().miou, (4.0 / 6 + 2.0 / 4) / 2));

        scores.addPadding(5); // five frames of rightly empty background
        QVERIFY(near(scores.published(Frames::WithPadding).miou, ((0.5 + 0.75 + 5) / 7 + one) / 3));
        QVERIFY(
            near(scores.published(Frames::WithPadding).f, ((0.65 / 0.8 + 0.975 / 1.05 + 5) / 7 + oneF) / 3));
        QVERIFY(near(scores.published(Frames::Real).miou, (background + one) / 3));
        QCOMPARE(scores.frameCount(), 2);
    }

    /// A single wrong pixel of a class that is not there costs that class a whole frame.
    void strayPixelCostsAFrame()
    {
        analysis::AvsScores clean(2), stray(2);
        std::vector<std::uint8_t> truth(10'000);
        std::fill_n(truth.begin(), 5000, std::uint8_t{1});
        for (auto* scores : {&clean, &stray})
            scores->add(map(truth), map(truth));
        const std::vector<std::uint8_t> silent(10'000);
        auto onePixel = silent;
        onePixel[77] = 1;
        clean.add(map(silent), map(silent));
        stray.add(map(onePixel), map(silent));
        QVERIFY(near(clean.classIou()[1], 1));
        QVERIFY(near(stray.classIou()[1], 0.5));
        QVERIFY(stray.pooledClassIou()[1] > 0.999);
    }

    void missedSound()
    {
        analysis::AvsScores scores(2);
        scores.add(map({0, 0, 0, 0}), map({1, 1, 1, 1}));
        QVERIFY(scores.binaryMiou() < 1e-6);
        QVERIFY(scores.foregroundMiou() < 1e-9);
    }
};

QTEST_GUILESS_MAIN(tst_AvsScores)
#include "tst_AvsScores.moc"
