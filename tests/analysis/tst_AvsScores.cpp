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
