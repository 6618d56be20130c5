// SPDX-License-Identifier: GPL-3.0-or-later
// The scores against those of the original code: AVSBench's and TAViS' utility.py, fixtures metrics_*.
#include "core/analysis/AvsScores.h"
#include "core/analysis/BinaryScores.h"
#include "core/nn/weights/Safetensors.h"

#include <QtTest>

#include <cmath>

using namespace avs;
using analysis::BinaryFrame;
using analysis::FInput;

namespace {

constexpr double kTolerance = 1e-5;

struct Fixture
{
    nn::TensorMap in;
    nn::TensorMap out;

    explicit Fixture(const char* name)
        : in(nn::SafetensorsFile::open(path(name, "inputs")).tensors)
        , out(nn::SafetensorsFile::open(path(name, "outputs")).tensors)
    {}
    static std::string path(const char* name, const char* part)
    {
        return std::string(AVS_TEST_DATA "/fixtures/") + name + '/' + part + ".safetensors";
    }
    [[nodiscard]] double expected(const char* name, std::int64_t i = 0) const
    {
        return out.at(name).flatten()[i].item<double>();
    }
    [[nodiscard]] bool agrees(const char* name, std::int64_t i, double value) const
    {
        if (std::abs(value - expected(name, i)) <= kTolerance)
            return true;
        qWarning("%s[%lld]: %.7f instead of %.7f", name, static_cast<long long>(i), value, expected(name, i));
        return false;
    }
};

BinaryFrame measure(const torch::Tensor& logits, const torch::Tensor& truth, FInput input)
{
    const auto values = logits.to(torch::kFloat).contiguous();
    const auto sounds = truth.ne(0).to(torch::kByte).contiguous();
    return analysis::measureBinary(
        {values.data_ptr<float>(), static_cast<std::size_t>(values.numel())},
        {sounds.data_ptr<std::uint8_t>(), static_cast<std::size_t>(sounds.numel())}, input);
}

imaging::LabelMap labelMap(const torch::Tensor& labels)
{
    imaging::LabelMap map(static_cast<int>(labels.size(1)), static_cast<int>(labels.size(0)));
    const auto bytes = labels.to(torch::kByte).contiguous();
    std::copy_n(bytes.data_ptr<std::uint8_t>(), map.pixels.size(), map.pixels.begin());
    return map;
}

/// The mean over classes that occur in an image, those of IoU 0 left out (vid_miou).
double meanOfNonZero(const std::vector<double>& iou)
{
    double sum = 0;
    int count = 0;
    for (const double value : iou) {
        if (value > 0) {
            sum += value;
            ++count;
        }
    }
    return sum / count;
}

} // namespace

class tst_ScoreParity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void binary()
    {
        const Fixture fixture("metrics_binary");
        const auto pred = fixture.in.at("pred");
        const auto target = fixture.in.at("target");
        analysis::BinaryScores logits(6), probabilities(6), silent(6);
        for (std::int64_t n = 0; n < pred.size(0); ++n) {
            const BinaryFrame frame = measure(pred[n], target[n], FInput::Logit);
            QVERIFY(fixture.agrees("mask_iou_per_sample", n, frame.iou()));
            analysis::FCurve alone;
            alone.add(frame);
            QVERIFY(fixture.agrees("f_measure_single", n, alone.maximum()));
            logits.add(frame);
            probabilities.add(measure(pred[n], target[n], FInput::Probability));
            silent.add(measure(pred[n], torch::zeros_like(target[n]), FInput::Logit));
        }
        for (auto* scores : {&logits, &probabilities, &silent})
            scores->endClip();
        QVERIFY(fixture.agrees("mask_iou", 0, logits.miou()));
        QVERIFY(fixture.agrees("f_measure", 0, logits.f()));
        QVERIFY(fixture.agrees("mask_iou_avsbench", 0, probabilities.miou()));
        QVERIFY(fixture.agrees("f_measure_avsbench", 0, probabilities.f()));
        QVERIFY(fixture.agrees("f_measure_all_empty", 0, silent.f()));

        const BinaryFrame first = measure(pred[0], target[0], FInput::Logit);
        for (int t = 0; t < analysis::kThresholds; ++t) {
            const auto hits = static_cast<double>(first.hitsAt[t]);
            QVERIFY(fixture.agrees("precision_sample0", t,
                                   hits / (static_cast<double>(first.predictedAt[t]) + 1e-20)));
            QVERIFY(fixture.agrees("recall_sample0", t, hits / static_cast<double>(first.truth)));
        }
    }

    /// TAViS' utility_semantic.py takes each class as a binary mask of its own; what it counts is what
    /// measureBinary() counts.
    void semanticByThresholds()
    {
        const Fixture fixture("metrics_semantic");
        const auto pred = fixture.in.at("pred");
        const auto target = fixture.in.at("target");
        const std::int64_t images = pred.size(0), classes = pred.size(1);
        double iouMean = 0, fMean = 0;
        int iouClasses = 0, fClasses = 0;
        for (std::int64_t c = 0; c < classes; ++c) {
            double iou = 0, f = 0;
            bool occurs = false;
            for (std::int64_t n = 0; n < images; ++n) {
                const BinaryFrame frame = measure(pred[n][c], target[n].eq(c), FInput::Logit);
                const auto either = static_cast<double>(frame.predicted + frame.truth - frame.hits);
                const double own = either > 0 ? static_cast<double>(frame.hits) / either : 0;
                analysis::FCurve curve;
                curve.add(frame);
                QVERIFY(fixture.agrees("iou_per_image", n * classes + c, own));
                QVERIFY(fixture.agrees("f_per_image", n * classes + c, curve.maximum()));
                iou += own / static_cast<double>(images);
                f += curve.maximum() / static_cast<double>(images);
                occurs |= either > 0;
            }
            QVERIFY(fixture.agrees("iou_per_class", c, iou));
            QVERIFY(fixture.agrees("f_per_class", c, f));
            iouMean += iou;
            iouClasses += occurs;
            fMean += f;
            fClasses += f > 0;
        }
        QVERIFY(fixture.agrees("iou_mean", 0, iouMean / iouClasses));
        QVERIFY(fixture.agrees("f_mean", 0, fMean / fClasses));
    }

    void semanticByLabels()
    {
        const Fixture fixture("metrics_avss");
        const auto pred = fixture.in.at("pred").argmax(1);
        const auto target = fixture.in.at("target");
        const int classes = static_cast<int>(fixture.in.at("pred").size(1));
        analysis::AvsScores scores(classes);
        double binary = 0;
        for (std::int64_t n = 0; n < pred.size(0); ++n) {
            analysis::AvsScores alone(classes);
            for (analysis::AvsScores* s : {&scores, &alone})
                s->add(labelMap(pred[n]), labelMap(target[n]));
            QVERIFY(fixture.agrees("vid_miou", n, meanOfNonZero(alone.classIou())));
            // The original counts every class but the last as foreground, here for the fixture's sake alone.
            binary += measure(pred[n].ne(classes - 1), target[n].ne(classes - 1), FInput::Probability).iou();
        }
        QVERIFY(fixture.agrees("binary_miou", 0, binary / static_cast<double>(pred.size(0))));
        double miou = 0, f = 0;
        for (int c = 0; c < classes; ++c) {
            const double count = fixture.expected("class_count", c);
            QVERIFY(fixture.agrees("iou_sum", c, scores.classIou()[static_cast<std::size_t>(c)] * count));
            QVERIFY(fixture.agrees("fscore_sum", c, scores.classF()[static_cast<std::size_t>(c)] * count));
            miou += fixture.expected("iou_sum", c) / count / classes;
            f += fixture.expected("fscore_sum", c) / count / classes;
        }
        const auto published = scores.published(analysis::AvsScores::Frames::Real);
        QVERIFY(std::abs(published.miou - miou) < kTolerance);
        QVERIFY(std::abs(published.f - f) < kTolerance);
    }
};

QTEST_GUILESS_MAIN(tst_ScoreParity)
#include "tst_ScoreParity.moc"
