// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/AudioDecoder.h"
#include "core/media/VideoDecoder.h"
#include "tests/inference/SessionFixture.h"

#include <c10/core/CPUAllocator.h>

#include <QtTest>

#include <atomic>
#include <cmath>
#include <limits>
#include <numeric>

using namespace avs;

namespace {

/// While it lives, the CPU's allocator, but for a limit on what is asked for at once.
class LimitedMemory : public c10::Allocator
{
public:
    LimitedMemory() { c10::SetCPUAllocator(this, 100); }
    ~LimitedMemory() override { c10::SetCPUAllocator(m_real, 100); }
    LimitedMemory(const LimitedMemory&) = delete;
    LimitedMemory& operator=(const LimitedMemory&) = delete;

    c10::DataPtr allocate(std::size_t bytes) override
    {
        if (bytes > limit)
            TORCH_CHECK(false, "DefaultCPUAllocator: can't allocate memory");
        largest = std::max(largest.load(), bytes);
        return m_real->allocate(bytes);
    }
    c10::DeleterFnPtr raw_deleter() const override { return m_real->raw_deleter(); }
    void copy_data(void* to, const void* from, std::size_t bytes) const override
    {
        m_real->copy_data(to, from, bytes);
    }

    std::atomic<std::size_t> limit = std::numeric_limits<std::size_t>::max();
    std::atomic<std::size_t> largest = 0;

private:
    c10::Allocator* m_real = c10::GetCPUAllocator();
};

} // namespace

/// With a model of random weights: what is said is nonsense, how it is said is not.
class tst_ModelSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_fixture.make()); }

    void loads()
    {
        auto session = m_fixture.load(m_fixture.model());
        QVERIFY2(session.has_value(), session ? "" : qPrintable(session.error().message));
        const auto& info = (*session)->info();
        QCOMPARE(info.name, QStringLiteral("TAViS overfit"));
        QCOMPARE(info.classNames.size(), 3U);
        QCOMPARE(info.sha256.size(), 64);
        QVERIFY(info.device.startsWith(QStringLiteral("CPU")));
    }

    void loadingStops()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto session = inference::ModelSession::load(m_fixture.model(), m_fixture.vocabulary(),
                                                           inference::DeviceChoice::Cpu, stop.get_token());
        QVERIFY(!session);
        QCOMPARE(session.error().code, base::ErrorCode::Cancelled);
    }

    void segmentsStepByStep()
    {
        auto session = m_fixture.load(m_fixture.model());
        QVERIFY(session.has_value());
        std::vector<inference::StepPredictionPtr> steps;
        const auto count = (*session)->segmentClip(m_fixture.clip(), {},
                                                   [&](auto step, int total) {
                                                       QCOMPARE(total, 3);
                                                       steps.push_back(step);
                                                   },
                                                   {});
        QVERIFY2(count.has_value(), count ? "" : qPrintable(count.error().message));
        QCOMPARE(steps.size(), 3U);
        QCOMPARE(steps[0]->begin, base::MediaTime());
        QCOMPARE(steps[1]->frame, base::FrameIndex(37)); // on screen at 1.5 s, at 25 a second
        QCOMPARE(steps[1]->time.microseconds(), 1'480'000);
        QCOMPARE(steps[1]->end, steps[2]->begin);
        QVERIFY(std::abs(steps[2]->end.seconds() - 3.4) < 0.05); // the last step speaks for the rest
        for (const auto& step : steps) {
            QCOMPARE(step->labels.width(), 160);
            QCOMPARE(step->labels.height(), 96);
            for (const auto& object : step->objects) {
                QVERIFY(object.classIndex > 0 && object.classIndex < 3);
                QVERIFY(object.probability > 0 && object.probability <= 1);
                QVERIFY(object.area > 0);
            }
        }
        const auto finer =
            (*session)->segmentClip(m_fixture.clip(), {.stepSeconds = 0.5}, [](auto, int) {}, {});
        QCOMPARE(finer.has_value() ? *finer : -1, 7);
    }

    /// Nothing that the model computes is lost (tavis.md §2.9).
    void stepsCarryTheirEvidence()
    {
        auto session = m_fixture.load(m_fixture.model());
        const auto step = m_fixture.firstStep(*session, m_fixture.clip(), {});
        QVERIFY(step);
        QCOMPARE(step->queries.size(), 5U);
        QCOMPARE(step->binaryLogits.width, 64);
        QCOMPARE(step->binaryLogits.values.size(), 64U * 64U);
        QCOMPARE(step->wholeSoundText.size(), 32U);
        for (const auto& query : step->queries) {
            QCOMPARE(query.logits.height, 64);
            QCOMPARE(query.logits.values.size(), 64U * 64U);
            QCOMPARE(query.audioEmbedding.size(), 32U);
            QCOMPARE(query.imageEmbedding.size(), 32U);
            QCOMPARE(query.pseudoText.size(), 32U);
            for (const auto* probabilities : {&query.audioProbabilities, &query.imageProbabilities}) {
                QCOMPARE(probabilities->size(), 3U);
                const double sum = std::accumulate(probabilities->begin(), probabilities->end(), 0.0);
                QVERIFY(std::abs(sum - 1) < 1e-4);
            }
        }
        for (const auto& object : step->objects) {
            const auto& query = step->queries[object.query];
            QCOMPARE(object.audioProbability, query.audioProbabilities[object.classIndex]);
            QCOMPARE(object.imageProbability, query.imageProbabilities[object.classIndex]);
            QCOMPARE(object.objectScore, query.objectScore);
        }
        const auto mask = inference::maskOf(step->binaryLogits, 160, 96);
        QCOMPARE(mask.width, 160);
        QVERIFY(std::all_of(mask.pixels.begin(), mask.pixels.end(), [](auto p) { return p <= 1; }));

        const auto bare = m_fixture.firstStep(*session, m_fixture.clip(), {.evidence = false});
        QVERIFY(bare->queries[0].logits.values.empty() && bare->binaryLogits.values.empty());
        QVERIFY(bare->queries[0].audioEmbedding.empty());
        QCOMPARE(bare->queries[0].audioProbabilities.size(), 3U);
        QVERIFY(bare->labels == step->labels);
    }

    void masksOfLogits()
    {
        inference::LogitMap logits{4, 2, std::vector<float>(8, -1.0F)};
        logits.values[0] = logits.values[4] = 1; // the left column
        const auto mask = inference::maskOf(logits, 8, 4);
        for (int y = 0; y < 4; ++y)
            for (int x = 0; x < 8; ++x)
                QCOMPARE(int(mask.at(x, y)), x < 2 ? 1 : 0);
    }

    /// Steps worked on together are the same as alone, come in order, and none is held back.
    void batchesAreSteps()
    {
        auto session = m_fixture.load(m_fixture.model());
        std::vector<std::weak_ptr<const inference::StepPrediction>> handedOut;
        std::vector<inference::StepPrediction> found;
        const auto count = (*session)->segmentClip(m_fixture.clip(), {.stepSeconds = 0.1, .evidence = false},
                                                   [&](const inference::StepPredictionPtr& step, int) {
                                                       for (const auto& earlier : handedOut)
                                                           QVERIFY(earlier.expired());
                                                       handedOut.push_back(step);
                                                       found.push_back(*step);
                                                   },
                                                   {});
        QCOMPARE(count.has_value() ? *count : -1, 34);
        QCOMPARE(found.size(), 34U);
        const auto sound = media::readAudio(m_fixture.clip(), 16000, 1);
        auto decoder = media::VideoDecoder::open(m_fixture.clip());
        for (const int i : {0, 1, 7, 20, 33}) {
            const auto& step = found[std::size_t(i)];
            QCOMPARE(step.step, i);
            const auto frame = (*decoder)->read(step.frame);
            const auto alone =
                (*session)->segmentMoment((*frame)->image, (*sound)->samples, {(i + 0.5) * 0.1});
            QVERIFY(alone.has_value());
            const auto a = alone->labels.decode();
            const auto b = step.labels.decode();
            std::size_t differing = 0;
            for (std::size_t p = 0; p < a.pixels.size(); ++p)
                differing += a.pixels[p] != b.pixels[p];
            QVERIFY2(differing * 100 < a.pixels.size(), qPrintable(QString::number(differing)));
            QVERIFY(std::abs(alone->predictedIou - step.predictedIou) < 1e-2F);
        }
    }

    void clipShorterThanAStep()
    {
        const auto brief = m_fixture.path(QStringLiteral("brief.mp4"));
        testing::ClipSpec spec;
        spec.frames = 5; // 0.2 s
        spec.sound = true;
        QVERIFY(testing::writeClip(brief, spec));
        auto session = m_fixture.load(m_fixture.model());
        const auto step = m_fixture.firstStep(*session, brief, {});
        QVERIFY(step);
        QCOMPARE(step->begin, base::MediaTime());
        QVERIFY(std::abs(step->end.seconds() - 0.2) < 0.05);
        QVERIFY(step->frame >= base::FrameIndex(2)); // the clip ends before the middle of the step
    }

    /// Several steps at a time are for speed; a machine whose memory holds one is enough.
    void goesOnOneByOneWhereABatchDoesNotFit()
    {
        auto session = m_fixture.load(m_fixture.model());
        const auto segment = [&](const std::function<void(int)>& after) {
            std::vector<int> steps;
            const auto done =
                (*session)->segmentClip(m_fixture.clip(), {.stepSeconds = 0.2, .evidence = false},
                                        [&](const auto& found, int) {
                                            steps.push_back(found->step);
                                            after(found->step);
                                        },
                                        {});
            if (!done)
                qWarning("%s", qPrintable(done.error().message));
            return done ? steps : std::vector<int>();
        };
        LimitedMemory memory;
        const auto all = segment([](int) {});
        memory.largest = 0;
        const auto limited = segment([&](int step) {
            if (step == 0)
                memory.limit = memory.largest + memory.largest / 2;
        });
        QCOMPARE(limited.size(), 17U);
        QCOMPARE(limited, all);
    }

    void stopsBetweenSteps()
    {
        auto session = m_fixture.load(m_fixture.model());
        std::stop_source stop;
        int steps = 0;
        const auto count = (*session)->segmentClip(
            m_fixture.clip(), {},
            [&](auto, int) {
                ++steps;
                stop.request_stop();
            },
            stop.get_token());
        QVERIFY(!count);
        QCOMPARE(count.error().code, base::ErrorCode::Cancelled);
        QCOMPARE(steps, 1);
    }

    void memoryNeedsMemoryParts()
    {
        auto session = m_fixture.load(m_fixture.model());
        for (const auto& options : {inference::SegmentOptions{.memory = true},
                                    inference::SegmentOptions{.everyFrame = [](const auto&) {}}}) {
            const auto done = (*session)->segmentClip(m_fixture.clip(), options, [](auto, int) {}, {});
            QVERIFY(!done);
            QCOMPARE(done.error().code, base::ErrorCode::Unsupported);
            QVERIFY2(done.error().message.contains(QStringLiteral("no memory parts")),
                     qPrintable(done.error().message));
        }
        QCOMPARE((*session)->carrier().error().code, base::ErrorCode::Unsupported);
    }

    void emptyPicture()
    {
        auto session = m_fixture.load(m_fixture.model());
        QVERIFY(!(*session)->segmentMoment({}, {}, {}));
        const imaging::RgbImage dot(1, 1);
        QVERIFY((*session)->segmentMoment(dot, {}, {}).has_value());
    }

private:
    testing::SessionFixture m_fixture;
};

QTEST_GUILESS_MAIN(tst_ModelSession)
#include "tst_ModelSession.moc"
