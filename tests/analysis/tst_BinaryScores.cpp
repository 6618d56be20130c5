// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/BinaryScores.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

using namespace avs;
using analysis::BinaryFrame;
using analysis::BinaryScores;
using analysis::FInput;

namespace {

struct Frame
{
    std::vector<float> logits;
    std::vector<std::uint8_t> truth;
};

/// Certain logits: ±8 by the digits of `predicted`.
BinaryFrame certain(const char* predicted, const char* truth)
{
    Frame frame;
    for (; *predicted != 0; ++predicted, ++truth) {
        frame.logits.push_back(*predicted == '1' ? 8.0F : -8.0F);
        frame.truth.push_back(*truth == '1');
    }
    return analysis::measureBinary(frame.logits, frame.truth, FInput::Probability);
}

std::vector<Frame> randomFrames(int count, int pixels, double share, unsigned seed)
{
    std::mt19937 random(seed);
    std::normal_distribution<float> noise(0, 1.5F);
    std::vector<Frame> frames;
    for (int n = 0; n < count; ++n) {
        Frame frame;
        for (int i = 0; i < pixels; ++i) {
            const bool sounds = std::uniform_real_distribution<double>(0, 1)(random) < share;
            frame.truth.push_back(sounds);
            frame.logits.push_back(noise(random) + (sounds ? 1.0F : -1.0F));
        }
        frames.push_back(frame);
    }
    return frames;
}

/// Eval_Fmeasure written down as the original does it, threshold by threshold over all pixels.
double naiveF(const std::vector<Frame>& frames, FInput input)
{
    double best = 0;
    for (int t = 0; t < 255; ++t) {
        const float threshold = t < 127 ? static_cast<float>(t) * (1.0F / 254)
                                        : 1.0F - static_cast<float>(254 - t) * (1.0F / 254);
        double sum = 0;
        int counted = 0;
        for (const Frame& frame : frames) {
            double tp = 0, predicted = 0, truth = 0;
            for (std::size_t i = 0; i < frame.truth.size(); ++i) {
                const float value =
                    input == FInput::Logit ? frame.logits[i] : 1.0F / (1.0F + std::exp(-frame.logits[i]));
                predicted += value >= threshold;
                truth += frame.truth[i];
                tp += value >= threshold && frame.truth[i];
            }
            if (truth == 0)
                continue;
            const double precision = tp / (predicted + 1e-20);
            const double recall = tp / (truth + 1e-20);
            const double f = 1.3 * precision * recall / (0.3 * precision + recall);
            sum += std::isnan(f) ? 0 : f;
            ++counted;
        }
        if (counted > 0)
            best = std::max(best, sum / counted);
    }
    return best;
}

bool near(double a, double b, double tolerance = 1e-6)
{
    return std::abs(a - b) < tolerance;
}

} // namespace

class tst_BinaryScores : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thresholds()
    {
        const auto& t = analysis::fThresholds();
        QCOMPARE(t.front(), 0.0F);
        QCOMPARE(t.back(), 1.0F); // 1 − 1e-10 in float32
        QVERIFY(std::is_sorted(t.begin(), t.end()));
        QVERIFY(near(t[127], 0.5, 1e-7));
    }

    void emptyTruth()
    {
        QVERIFY(near(certain("0000", "0000").iou(), 1));
        QVERIFY(near(certain("1111", "0000").iou(), 0));
        QVERIFY(near(certain("0001", "0000").iou(), 0.75));
        QVERIFY(near(certain("0000", "1111").iou(), 0));
        BinaryScores silent(4);
        silent.add(certain("0000", "0000"));
        silent.add(certain("0100", "0000"));
        silent.endClip();
        QVERIFY(near(silent.miou(), 0.875));
        QCOMPARE(silent.f(), 0.0); // a batch in which nothing sounds
        QCOMPARE(silent.pooledIou(), 0.0);
    }

    /// Precision 2/3, recall 1: F = 1.3·(2/3) / (0.3·(2/3) + 1) = 0.7222; above it everything is predicted:
    /// at threshold 0 precision 1/2, F = 0.65 / 1.15.
    void handComputed()
    {
        const BinaryFrame frame = certain("1110", "1100");
        QVERIFY(near(frame.iou(), 2.0 / 3));
        QVERIFY(near(frame.f(100), 0.8666667 / 1.2));
        QVERIFY(near(frame.f(0), 0.65 / 1.15));
        QCOMPARE(frame.f(254), 0.0); // no probability reaches 1
        BinaryScores scores(1);
        scores.add(frame);
        scores.endClip();
        scores.add(certain("0110", "0011")); // IoU 1/3; F 0.5, but 0.65/1.15 when all is predicted
        scores.endClip();
        QVERIFY(near(scores.miou(), 0.5));
        QVERIFY(near(scores.f(), (0.8666667 / 1.2 + 0.65 / 1.15) / 2));
        QVERIFY(near(scores.jAndF(), (scores.miou() + scores.f()) / 2));
        QVERIFY(near(scores.pooledIou(), 3.0 / 6));                             // 2 + 1 hits, union 3 + 3
        QVERIFY(near(scores.pooledF(), 1.3 * 0.6 * 0.75 / (0.3 * 0.6 + 0.75))); // of 5 predicted, 4 true
        QCOMPARE(scores.frameCount(), 2);
    }

    /// A network that overflowed must not score as if it had predicted everything.
    void nanReachesNoThreshold()
    {
        const std::vector<float> logits{8.0F, std::nanf(""), std::nanf(""), -8.0F};
        const std::vector<std::uint8_t> truth{1, 1, 0, 0};
        for (const FInput input : {FInput::Probability, FInput::Logit}) {
            const BinaryFrame frame = analysis::measureBinary(logits, truth, input);
            QCOMPARE(frame.predicted, std::int64_t{1});
            QCOMPARE(frame.predictedAt[100], std::int64_t{1});
            QCOMPARE(frame.hitsAt[100], std::int64_t{1});
        }
    }

    /// A batch of one clip with three frames and one of one frame count the same.
    void batchesAreNotWeighted()
    {
        BinaryScores one(1), two(2);
        for (BinaryScores* scores : {&one, &two}) {
            for (int i = 0; i < 3; ++i)
                scores->add(certain("1100", "1100"));
            scores->endClip();
            scores->add(certain("0011", "1100"));
            scores->endClip();
        }
        QVERIFY(near(one.miou(), 0.5));
        QVERIFY(near(two.miou(), 0.75));
        one.endClip(); // no frames, no clip
        QVERIFY(near(one.miou(), 0.5));
    }

    void smallerBatchesScoreHigher()
    {
        const auto frames = randomFrames(16, 300, 0.3, 5);
        BinaryScores one(1), four(4);
        for (const Frame& frame : frames) {
            const auto measured = analysis::measureBinary(frame.logits, frame.truth, FInput::Probability);
            for (BinaryScores* scores : {&one, &four}) {
                scores->add(measured);
                scores->endClip();
            }
        }
        QVERIFY(near(one.miou(), four.miou(), 1e-9));
        QVERIFY2(one.f() > four.f(), qPrintable(QString("%1 %2").arg(one.f()).arg(four.f())));
    }

    void naiveTwin_data()
    {
        QTest::addColumn<bool>("logits");
        QTest::newRow("probabilities") << false;
        QTest::newRow("logits") << true;
    }

    void naiveTwin()
    {
        QFETCH(bool, logits);
        const FInput input = logits ? FInput::Logit : FInput::Probability;
        auto frames = randomFrames(5, 400, 0.2, 11);
        std::fill(frames[2].truth.begin(), frames[2].truth.end(), std::uint8_t{0});
        BinaryScores scores(5);
        for (const Frame& frame : frames) {
            scores.add(analysis::measureBinary(frame.logits, frame.truth, input));
            scores.endClip();
        }
        QVERIFY(near(scores.f(), naiveF(frames, input), 1e-9));
    }

    /// Thresholds of 0 to 1 on logits are probabilities from 0.5 on, so a model that is never sure of what it
    /// sees loses.
    void logitsAreAnotherQuantity()
    {
        const std::vector<float> unsure{-0.2F, -0.3F, -2.0F, -3.0F};
        const std::vector<std::uint8_t> truth{1, 1, 0, 0};
        analysis::FCurve probability, logit;
        probability.add(analysis::measureBinary(unsure, truth, FInput::Probability));
        logit.add(analysis::measureBinary(unsure, truth, FInput::Logit));
        QVERIFY(near(probability.maximum(), 1));
        QCOMPARE(logit.maximum(), 0.0);
    }
};

QTEST_GUILESS_MAIN(tst_BinaryScores)
#include "tst_BinaryScores.moc"
