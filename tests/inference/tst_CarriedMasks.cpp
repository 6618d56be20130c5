// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/ModelSession.h"
#include "core/synthesis/DatasetSynthesis.h"

#include <QTemporaryDir>
#include <QtTest>

#include <map>

using namespace avs;
using inference::FramePrediction;
using inference::FramePredictionPtr;
using inference::StepPrediction;
using inference::StepPredictionPtr;

namespace {

constexpr std::uint64_t kSeed = 990'031; // training used others

/// Adds up the IoU of each class that either map has.
struct MeanIou
{
    double sum = 0;
    int count = 0;

    void add(const imaging::LabelMap& found, const imaging::LabelMap& truth)
    {
        std::map<int, std::pair<int, int>> both; // class -> pixels in both, in either
        for (std::size_t i = 0; i < truth.pixels.size(); ++i) {
            const int a = found.pixels[i];
            const int b = truth.pixels[i];
            both[a].second += 1;
            if (a == b)
                both[a].first += 1;
            else
                both[b].second += 1;
        }
        for (const auto& [label, pixels] : both) {
            if (label == 0)
                continue;
            sum += static_cast<double>(pixels.first) / pixels.second;
            ++count;
        }
    }
    [[nodiscard]] double value() const { return sum / std::max(1, count); }
};

/// Where the things are at `time` that sound at `heard`.
imaging::LabelMap truthAt(const synthesis::Synthesizer& clip, base::MediaTime time, base::MediaTime heard)
{
    auto labels = clip.frameAt(time).objects;
    for (auto& pixel : labels.pixels) {
        if (pixel == 0)
            continue;
        const auto& object = clip.objects()[pixel - 1U];
        pixel = object.soundsAt(heard) ? static_cast<std::uint8_t>(object.classIndex) : 0;
    }
    return labels;
}

} // namespace

/// The shipped model on clips of which the truth is known at every moment: are masks that memory carries
/// better than masks that stand still?
class tst_CarriedMasks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        synthesis::SynthesisOptions options;
        options.folder = m_folder.filePath(QStringLiteral("data"));
        options.clips = clips();
        options.seed = kSeed;
        const auto made = synthesis::synthesizeDataset(options, [](int, int) {}, {});
        QVERIFY2(made.has_value(), made ? "" : qPrintable(made.error().message));
        auto session = inference::ModelSession::load(
            inference::findDataFile(QStringLiteral("models/tavis-tiny.safetensors")),
            QStringLiteral(AVS_TEST_DATA "/../../.deps/data/bpe_simple_vocab_16e6.txt"),
            inference::DeviceChoice::Cpu);
        QVERIFY2(session.has_value(), session ? "" : qPrintable(session.error().message));
        m_session = std::move(*session);
    }

    void betterThanStandingStill_data()
    {
        QTest::addColumn<double>("stepSeconds");
        QTest::newRow("1 s") << 1.0;
        QTest::newRow("2.5 s") << 2.5;
    }

    void betterThanStandingStill()
    {
        QFETCH(double, stepSeconds);
        MeanIou carried, held, carriedFromTruth, heldFromTruth;
        for (int i = 0; i < clips(); ++i) {
            const synthesis::Synthesizer truth(kSeed, static_cast<std::uint64_t>(i));
            const auto path = clipPath(i);
            std::vector<StepPredictionPtr> steps;
            int frames = 0;
            inference::SegmentOptions options;
            options.stepSeconds = stepSeconds;
            options.evidence = false;
            options.everyFrame = [&](const FramePredictionPtr& frame) {
                ++frames;
                const auto& step = *steps.back();
                QCOMPARE(frame->step, step.step);
                if (frame->source == FramePrediction::Source::Inferred)
                    return;
                const auto exact = truthAt(truth, frame->time, step.time);
                carried.add(frame->labels, exact);
                held.add(step.labels.decode(), exact);
            };
            const auto done =
                m_session->segmentClip(path, options, [&](auto step, int) { steps.push_back(step); }, {});
            QVERIFY2(done.has_value(), done ? "" : qPrintable(done.error().message));
            QCOMPARE(frames, truth.frameCount());

            auto carrier = m_session->carrier();
            QVERIFY2(carrier.has_value(), carrier ? "" : qPrintable(carrier.error().message));
            QVERIFY(carrier->setClip(path).has_value());
            for (const auto& step : steps) {
                StepPrediction exactStep = *step;
                exactStep.labels = truthAt(truth, step->time, step->time);
                QVERIFY(carrier
                            ->carry(exactStep,
                                    [&](const FramePredictionPtr& frame) {
                                        if (frame->source == FramePrediction::Source::Inferred)
                                            return;
                                        const auto exact = truthAt(truth, frame->time, step->time);
                                        carriedFromTruth.add(frame->labels, exact);
                                        heldFromTruth.add(exactStep.labels.decode(), exact);
                                    })
                            .has_value());
            }
        }
        const auto said = QStringLiteral("mean IoU of %1 masks: carried %2, standing still %3; from exact "
                                         "masks: carried %4, standing still %5")
                              .arg(carried.count)
                              .arg(carried.value(), 0, 'f', 3)
                              .arg(held.value(), 0, 'f', 3)
                              .arg(carriedFromTruth.value(), 0, 'f', 3)
                              .arg(heldFromTruth.value(), 0, 'f', 3);
        qInfo("%s", qPrintable(said));
        constexpr double kClearly = 0.05;
        QVERIFY2(carried.value() > held.value() + kClearly &&
                     carriedFromTruth.value() > heldFromTruth.value() + kClearly,
                 qPrintable(said));
    }

private:
    /// More of them for measuring than for a test.
    static int clips()
    {
        const int wanted = qEnvironmentVariableIntValue("TAVIS_CARRIED_CLIPS");
        return wanted > 0 ? wanted : 1;
    }
    QString clipPath(int index) const
    {
        return m_folder.filePath(
            QStringLiteral("data/v1m/%1/clip.mp4").arg(synthesis::synthesizedUid(kSeed, index)));
    }

    QTemporaryDir m_folder;
    std::unique_ptr<inference::ModelSession> m_session;
};

QTEST_GUILESS_MAIN(tst_CarriedMasks)
#include "tst_CarriedMasks.moc"
