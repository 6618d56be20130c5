// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/AudioWindow.h"
#include "core/inference/ModelFile.h"
#include "core/inference/ModelSession.h"
#include "core/inference/Tensors.h"
#include "core/media/AudioDecoder.h"
#include "core/media/VideoDecoder.h"
#include "core/nn/imagebind/AudioTransform.h"
#include "core/nn/tavis/Tavis.h"
#include "core/nn/weights/Safetensors.h"
#include "core/nn/weights/StateDict.h"
#include "tests/support/TestMedia.h"

#include <c10/core/CPUAllocator.h>
#include <torch/utils.h>

#include <QTemporaryDir>
#include <QtTest>

#include <atomic>
#include <limits>
#include <numeric>

using namespace avs;

namespace {

QString vocabulary()
{
    return QString::fromLocal8Bit(AVS_TEST_DATA "/../../.deps/data/bpe_simple_vocab_16e6.txt");
}

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
    void initTestCase()
    {
        const auto config = nn::Json::parseFile(AVS_TEST_DATA "/overfit.json").at("model");
        torch::manual_seed(1);
        nn::Tavis model(nn::TavisOptions::fromJson(config));
        m_model = m_folder.filePath(QStringLiteral("model.safetensors"));
        const auto written = inference::writeModelFile(
            m_model, *model, config.dump(),
            {QStringLiteral("background"), QStringLiteral("bell"), QStringLiteral("drum")});
        QVERIFY2(written.has_value(), written ? "" : qPrintable(written.error().message));
        m_clip = m_folder.filePath(QStringLiteral("clip.mp4"));
        testing::ClipSpec spec;
        spec.frames = 85; // 3.4 s: four moments would lie at 0.5, 1.5, 2.5, 3.5
        spec.sound = true;
        QVERIFY(testing::writeClip(m_clip, spec));
    }

    void loads()
    {
        auto session = load(m_model);
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
        const auto session = inference::ModelSession::load(m_model, vocabulary(),
                                                           inference::DeviceChoice::Cpu, stop.get_token());
        QVERIFY(!session);
        QCOMPARE(session.error().code, base::ErrorCode::Cancelled);
    }

    void segmentsStepByStep()
    {
        auto session = load(m_model);
        QVERIFY(session.has_value());
        std::vector<inference::StepPredictionPtr> steps;
        const auto count = (*session)->segmentClip(m_clip, {},
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
        const auto finer = (*session)->segmentClip(m_clip, {.stepSeconds = 0.5}, [](auto, int) {}, {});
        QCOMPARE(finer.has_value() ? *finer : -1, 7);
    }

    /// Nothing that the model computes is lost (tavis.md §2.9).
    void stepsCarryTheirEvidence()
    {
        auto session = load(m_model);
        const auto step = firstStep(*session, {});
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

        const auto bare = firstStep(*session, {.evidence = false});
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
        auto session = load(m_model);
        std::vector<std::weak_ptr<const inference::StepPrediction>> handedOut;
        std::vector<inference::StepPrediction> found;
        const auto count = (*session)->segmentClip(m_clip, {.stepSeconds = 0.1, .evidence = false},
                                                   [&](const inference::StepPredictionPtr& step, int) {
                                                       for (const auto& earlier : handedOut)
                                                           QVERIFY(earlier.expired());
                                                       handedOut.push_back(step);
                                                       found.push_back(*step);
                                                   },
                                                   {});
        QCOMPARE(count.has_value() ? *count : -1, 34);
        QCOMPARE(found.size(), 34U);
        const auto sound = media::readAudio(m_clip, 16000, 1);
        auto decoder = media::VideoDecoder::open(m_clip);
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

    /// The masks stay, the classes change, and no encoder runs: the same as segmenting anew.
    void otherClasses()
    {
        auto session = load(m_model);
        const auto before = firstStep(*session, {});
        const std::vector<QString> names{QStringLiteral("background"), QStringLiteral("barking dog"),
                                         QStringLiteral("violin"), QStringLiteral("rain"),
                                         QStringLiteral("car")};
        QVERIFY((*session)->setClasses(names));
        QCOMPARE((*session)->info().classNames, names);
        const auto anew = firstStep(*session, {});
        const auto reclassified = (*session)->reclassify(*before);
        QVERIFY2(reclassified.has_value(), reclassified ? "" : qPrintable(reclassified.error().message));
        QVERIFY(reclassified->labels == anew->labels);
        QCOMPARE(reclassified->objects.size(), anew->objects.size());
        QCOMPARE(reclassified->time, before->time);
        QCOMPARE(reclassified->queries[2].logits.values, before->queries[2].logits.values);
        for (std::size_t q = 0; q < 5; ++q) {
            QCOMPARE(reclassified->queries[q].audioProbabilities.size(), 5U);
            for (std::size_t c = 0; c < 5; ++c)
                QVERIFY(std::abs(reclassified->queries[q].imageProbabilities[c] -
                                 anew->queries[q].imageProbabilities[c]) < 1e-3F);
        }
        QCOMPARE((*session)->classEmbeddings().size(), 5U);

        auto withoutEvidence = *before;
        withoutEvidence.queries[0].logits = {};
        QCOMPARE((*session)->reclassify(withoutEvidence).error().code, base::ErrorCode::Invalid);

        const auto tooLong = (*session)->setClasses(
            {QStringLiteral("background"), QStringLiteral("a very long name that this model cannot read")});
        QVERIFY(!tooLong);
        QVERIFY2(tooLong.error().message.contains(QStringLiteral("a very long name")),
                 qPrintable(tooLong.error().message));
        QCOMPARE((*session)->info().classNames, names); // nothing lost
    }

    /// The direction between the texts of both, at the length of each.
    void templatesAreAveraged()
    {
        const QString first = QStringLiteral("A {}");
        const QString second = QStringLiteral("the {} now");
        auto session = inference::ModelSession::load(m_model, vocabulary(), inference::DeviceChoice::Cpu, {},
                                                     {{}, {}, {first, second}});
        QVERIFY2(session.has_value(), session ? "" : qPrintable(session.error().message));
        const auto name = (*session)->info().classNames[1];
        const auto texts =
            (*session)->embedTexts({QStringLiteral("A ") + name, QStringLiteral("the %1 now").arg(name)});
        QVERIFY(texts);
        std::vector<double> mean;
        double norm = 0;
        for (std::size_t i = 0; i < (*texts)[0].size(); ++i) {
            mean.push_back(double((*texts)[0][i]) + double((*texts)[1][i]));
            norm += mean.back() * mean.back();
        }
        const auto found = (*session)->classEmbeddings()[1];
        double fromFirst = 0;
        for (std::size_t i = 0; i < mean.size(); ++i) {
            QVERIFY(std::abs(mean[i] / std::sqrt(norm) - double(found[i])) < 1e-5);
            fromFirst += std::abs(double((*texts)[0][i]) - double(found[i]));
        }
        QVERIFY(fromFirst > 1e-3);
        QVERIFY(firstStep(*session, {}));

        const auto noPlace = inference::ModelSession::load(
            m_model, vocabulary(), inference::DeviceChoice::Cpu, {}, {{}, {}, {QStringLiteral("a sound")}});
        QVERIFY(!noPlace);
        QCOMPARE(noPlace.error().code, base::ErrorCode::Invalid);
        QVERIFY(noPlace.error().message.contains(QStringLiteral("a sound")));
    }

    void textsPicturesAndSounds()
    {
        auto session = load(m_model);
        const auto unit = [](const std::vector<float>& v) {
            return std::abs(std::inner_product(v.begin(), v.end(), v.begin(), 0.0) - 1) < 1e-3;
        };
        const auto texts = (*session)->embedTexts({QStringLiteral("dog"), QStringLiteral("A bell")});
        QVERIFY(texts && texts->size() == 2 && unit((*texts)[0]));
        const auto bell = (*session)->classEmbeddings()[1]; // is asked for as "A bell"
        QVERIFY(distance((*texts)[1], bell) < 1e-3);
        QVERIFY(distance((*texts)[0], bell) > 1e-3);
        const imaging::RgbImage image(20, 10);
        const auto picture = (*session)->embedImage(image);
        QVERIFY(picture && unit(*picture));
        const auto sound = (*session)->embedSound(std::vector<float>(16000, 0.1F), 0.5);
        QVERIFY(sound && sound->size() == 32 && unit(*sound));
        QVERIFY(!(*session)->embedImage({}));
    }

    /// As the authors' files are: a bare state dict with the layers that nothing uses, ImageBind's other
    /// towers and no word about sizes or classes.
    void releasedCheckpoint()
    {
        auto config = nn::Json::parseFile(AVS_TEST_DATA "/overfit.json").at("model").asObject();
        config["legacy_unused_modules"] = nn::Json(true);
        config["num_classes"] = nn::Json(71);
        config["memory"] = nn::Json::parse(R"({"num_maskmem": 3, "attention": {"d_model": 32, "kv_in_dim": 8,
            "num_layers": 1, "dim_feedforward": 64, "num_heads": 1}, "encoder": {"in_dim": 32, "out_dim": 8}})");
        const auto path = m_folder.filePath(QStringLiteral("model_epoch_best.pth"));
        const auto configPath = m_folder.filePath(QStringLiteral("tiny-release.json"));
        QFile file(configPath);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(nn::Json(config).dump()));
        file.close();
        torch::manual_seed(1);
        const nn::Tavis model(nn::TavisOptions::fromJson(nn::Json(config)));
        auto tensors = nn::stateDict(*model);
        tensors["imagebind.modality_trunks.depth.blocks.0.norm_1.weight"] = torch::zeros({4});
        tensors["imagebind.modality_preprocessors.imu.pos_embed"] = torch::zeros({1, 4});
        tensors["imagebind.modality_postprocessors.thermal.1.log_logit_scale"] = torch::zeros({});
        nn::writeSafetensors(path.toStdString(), tensors);

        const auto open = [&](const inference::LoadOptions& options) {
            return inference::ModelSession::load(path, vocabulary(), inference::DeviceChoice::Cpu, {},
                                                 options);
        };
        // The names of AVSBench are at most "A emergency-car": eight tokens are enough.
        auto session = open({.configPath = configPath, .classNames = {}});
        QVERIFY2(session.has_value(), session ? "" : qPrintable(session.error().message));
        QCOMPARE((*session)->info().classNames.size(), 71U);
        QCOMPARE((*session)->info().classNames[1], QStringLiteral("accordion"));
        const auto step = firstStep(*session, {});
        QVERIFY(step);
        QCOMPARE(step->queries[0].audioProbabilities.size(), 71U);

        const auto wrongSize = open({}); // takes the released sizes
        QVERIFY(!wrongSize);
        QCOMPARE(wrongSize.error().code, base::ErrorCode::Unsupported);
        QVERIFY2(wrongSize.error().message.contains(QStringLiteral("wrong shape")) ||
                     wrongSize.error().message.contains(QStringLiteral("missing")),
                 qPrintable(wrongSize.error().message));

        // Unused, and yet it belongs to the file.
        QCOMPARE(tensors.erase("transformer_cross_attention_layers_H.0.norm.weight"), 1U);
        nn::writeSafetensors(path.toStdString(), tensors);
        const auto incomplete = open({.configPath = configPath, .classNames = {}});
        QVERIFY(!incomplete);
        QVERIFY2(incomplete.error().message.contains(QStringLiteral("layers_H.0.norm.weight")),
                 qPrintable(incomplete.error().message));
    }

    void clipShorterThanAStep()
    {
        const auto brief = m_folder.filePath(QStringLiteral("brief.mp4"));
        testing::ClipSpec spec;
        spec.frames = 5; // 0.2 s
        spec.sound = true;
        QVERIFY(testing::writeClip(brief, spec));
        auto session = load(m_model);
        const auto step = firstStep(*session, {}, brief);
        QVERIFY(step);
        QCOMPARE(step->begin, base::MediaTime());
        QVERIFY(std::abs(step->end.seconds() - 0.2) < 0.05);
        QVERIFY(step->frame >= base::FrameIndex(2)); // the clip ends before the middle of the step
    }

    void soundThatIsNeeded()
    {
        const auto silent = m_folder.filePath(QStringLiteral("mute.mp4"));
        QVERIFY(testing::writeClip(silent, {.frames = 30}));
        auto session = load(m_model);
        const auto refused = (*session)->segmentClip(silent, {.needsSound = true}, [](auto, int) {}, {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, base::ErrorCode::Unsupported);
        QVERIFY(refused.error().message.contains(QStringLiteral("mute.mp4")));
        QVERIFY((*session)->segmentClip(m_clip, {.needsSound = true}, [](auto, int) {}, {}).has_value());
    }

    void heardSeconds()
    {
        using Window = nn::TavisOptions::AudioWindow;
        const auto starts = [](Window window, double soundSeconds) {
            std::vector<double> out;
            for (int k = 0; k < 5; ++k)
                out.push_back(inference::heardSeconds(window, {k + 0.5, k, 5}, soundSeconds) - 1);
            return out;
        };
        const auto areNear = [](const std::vector<double>& a, const std::vector<double>& b) {
            return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                              [](double x, double y) { return std::abs(x - y) < 1e-9; });
        };
        QVERIFY(areNear(starts(Window::AvsBench, 5), {0, 0.75, 1.5, 2.25, 3}));
        QVERIFY(areNear(starts(Window::AvsBenchOld, 5), {0, 0.6, 1.2, 1.8, 2.4}));
        QVERIFY(areNear(starts(Window::AvsBench, 1.5), {0, 0, 0, 0, 0}));
        QVERIFY(areNear(starts(Window::Centred, 5), {-0.5, 0.5, 1.5, 2.5, 3.5}));
        QCOMPARE(inference::heardSeconds(Window::AvsBench, {4.5, 0, 1}, 5), 1.0);
        QCOMPARE(inference::heardSeconds(Window::AvsBench, {4.5}, 5), 4.5);
    }

    /// The k-th of n windows that are spread over the sound, as AVSBench's evaluation hears a clip.
    void windowsOfAvsBench()
    {
        auto config = nn::Json::parseFile(AVS_TEST_DATA "/overfit.json").at("model").asObject();
        config["audio_window"] = nn::Json("avsbench");
        const auto path = m_folder.filePath(QStringLiteral("window.json"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(nn::Json(config).dump()));
        file.close();
        auto session = inference::ModelSession::load(m_model, vocabulary(), inference::DeviceChoice::Cpu, {},
                                                     {.configPath = path, .classNames = {}});
        QVERIFY(session.has_value());
        const auto clip = m_folder.filePath(QStringLiteral("rising.mp4"));
        testing::ClipSpec spec;
        spec.frames = 85;
        spec.sound = true;
        spec.seconds = 5; // longer than the pictures
        spec.wave = [](double time, int) { return 0.5F * float(std::sin(time * (300 + 900 * time))); };
        QVERIFY(testing::writeClip(clip, spec));
        std::vector<inference::StepPrediction> found;
        QVERIFY((*session)->segmentClip(clip, {.stepSeconds = 0.5},
                                        [&](const auto& s, int) { found.push_back(*s); }, {}));
        QCOMPARE(found.size(), 7U);
        const auto whole = media::readAudio(clip, 16000, 1);
        const auto& sound = (*whole)->samples;
        const double room = static_cast<double>(sound.size()) / 16000 - 2;
        QVERIFY(std::abs(room - 3) < 0.1);
        for (const int k : {0, 1, 3, 6}) {
            const auto& text = found[std::size_t(k)].wholeSoundText;
            const auto same = textOf(*session, sound, {1 + room * k / 6});
            const auto asMoment = textOf(*session, sound, {(k + 0.5) * 0.5, k, 7});
            const auto other = textOf(*session, sound, {(k + 0.5) * 0.5});
            QVERIFY(distance(text, same) < 1e-2);
            QVERIFY(distance(asMoment, same) < 1e-4);
            if (k == 3 || k == 6)
                QVERIFY(distance(text, other) > 2 * distance(text, same));
        }
    }

    /// Several steps at a time are for speed; a machine whose memory holds one is enough.
    void goesOnOneByOneWhereABatchDoesNotFit()
    {
        auto session = load(m_model);
        const auto segment = [&](const std::function<void(int)>& after) {
            std::vector<int> steps;
            const auto done = (*session)->segmentClip(m_clip, {.stepSeconds = 0.2, .evidence = false},
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
        auto session = load(m_model);
        std::stop_source stop;
        int steps = 0;
        const auto count = (*session)->segmentClip(
            m_clip, {},
            [&](auto, int) {
                ++steps;
                stop.request_stop();
            },
            stop.get_token());
        QVERIFY(!count);
        QCOMPARE(count.error().code, base::ErrorCode::Cancelled);
        QCOMPARE(steps, 1);
    }

    void clipWithoutSoundRunsOnSilence()
    {
        const auto silent = m_folder.filePath(QStringLiteral("silent.mp4"));
        QVERIFY(testing::writeClip(silent, {.frames = 30}));
        auto session = load(m_model);
        const auto count = (*session)->segmentClip(silent, {}, [](auto, int) {}, {});
        QCOMPARE(count.has_value() ? *count : -1, 1);
    }

    void memoryNeedsMemoryParts()
    {
        auto session = load(m_model);
        for (const auto& options : {inference::SegmentOptions{.memory = true},
                                    inference::SegmentOptions{.everyFrame = [](const auto&) {}}}) {
            const auto done = (*session)->segmentClip(m_clip, options, [](auto, int) {}, {});
            QVERIFY(!done);
            QCOMPARE(done.error().code, base::ErrorCode::Unsupported);
            QVERIFY2(done.error().message.contains(QStringLiteral("no memory parts")),
                     qPrintable(done.error().message));
        }
        QCOMPARE((*session)->carrier().error().code, base::ErrorCode::Unsupported);
    }

    void wrongModels_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("said");
        using base::ErrorCode;
        QTest::newRow("missing") << "missing" << int(ErrorCode::NotFound) << "missing.safetensors";
        QTest::newRow("noise") << "noise" << int(ErrorCode::Unsupported) << "noise.safetensors";
        QTest::newRow("truncated") << "truncated" << int(ErrorCode::Damaged) << "truncated.safetensors";
        QTest::newRow("sam2") << "sam2" << int(ErrorCode::Unsupported) << "SAM 2";
        QTest::newRow("sam2.1") << "sam2.1" << int(ErrorCode::Unsupported) << "SAM 2.1";
        QTest::newRow("imagebind") << "imagebind" << int(ErrorCode::Unsupported) << "ImageBind";
        QTest::newRow("mismatch") << "mismatch" << int(ErrorCode::Unsupported) << "down.weight";
        QTest::newRow("config") << "config" << int(ErrorCode::Invalid) << "image_size";
    }

    void wrongModels()
    {
        QFETCH(QString, kind);
        QFETCH(int, code);
        QFETCH(QString, said);
        const auto path = m_folder.filePath(kind + QStringLiteral(".safetensors"));
        auto file = nn::SafetensorsFile::open(m_model.toStdString());
        if (kind == u"noise") {
            QVERIFY(testing::writeNoise(path, 4000));
        } else if (kind == u"truncated") {
            QVERIFY(QFile::copy(m_model, path));
            QVERIFY(testing::truncateFile(path, QFileInfo(m_model).size() / 2));
        } else if (kind == u"sam2") {
            nn::writeSafetensors(path.toStdString(), {{"image_encoder.trunk.pos_embed", torch::zeros({1})}});
        } else if (kind == u"sam2.1") {
            nn::writeSafetensors(path.toStdString(), {{"image_encoder.trunk.pos_embed", torch::zeros({1})},
                                                      {"no_obj_embed_spatial", torch::zeros({1})}});
        } else if (kind == u"imagebind") {
            nn::writeSafetensors(path.toStdString(),
                                 {{"modality_preprocessors.vision.cls_token", torch::zeros({1})}});
        } else if (kind == u"mismatch") {
            file.tensors.erase("down.weight");
            nn::writeSafetensors(path.toStdString(), file.tensors, file.metadata);
        } else if (kind == u"config") {
            file.metadata[inference::kConfigKey] = R"({"image_size": 100})";
            nn::writeSafetensors(path.toStdString(), file.tensors, file.metadata);
        }
        const auto session = load(path);
        QVERIFY(!session);
        QVERIFY2(session.error().message.contains(said), qPrintable(session.error().message));
        QCOMPARE(int(session.error().code), code);
    }

    void missingVocabulary()
    {
        const auto session = inference::ModelSession::load(m_model, QStringLiteral("/nowhere.txt"),
                                                           inference::DeviceChoice::Cpu);
        QVERIFY(!session);
        QVERIFY2(session.error().message.contains(QStringLiteral("run.sh")),
                 qPrintable(session.error().message));
    }

    void devices()
    {
        QVERIFY(inference::parseDeviceChoice(QStringLiteral("cuda")).has_value());
        QVERIFY(!inference::parseDeviceChoice(QStringLiteral("tpu")));
        QVERIFY(inference::openDevice(inference::DeviceChoice::Auto).has_value());
    }

    void emptyPicture()
    {
        auto session = load(m_model);
        QVERIFY(!(*session)->segmentMoment({}, {}, {}));
        const imaging::RgbImage dot(1, 1);
        QVERIFY((*session)->segmentMoment(dot, {}, {}).has_value());
    }

    void windowStaysInsideTheSound()
    {
        std::vector<float> sound(5 * 16000);
        for (std::size_t i = 0; i < sound.size(); ++i)
            sound[i] = static_cast<float>(i % 977) / 977 - 0.5F;
        const auto all =
            torch::from_blob(sound.data(), {static_cast<std::int64_t>(sound.size())}, torch::kFloat);
        const auto expect = [&](double seconds, std::int64_t begin) {
            const auto window = nn::melOfWindow(all.slice(0, begin, begin + 32000));
            QVERIFY(torch::equal(inference::melAround(sound, seconds), window));
        };
        expect(0.5, 0);
        expect(2.5, 24000);
        expect(4.9, 48000);
        // No sound, sound that ends and a recording of silence are the same to the model.
        const std::vector<float> silence(5 * 16000);
        QVERIFY(torch::equal(inference::melAround({}, 1.0), inference::melAround(silence, 1.0)));
        const std::span<const float> begun(sound.data(), 8000);
        auto ended = sound;
        std::fill(ended.begin() + 8000, ended.end(), 0.0F);
        QVERIFY(torch::equal(inference::melAround(begun, 0.2), inference::melAround(ended, 0.2)));
    }

private:
    static double distance(const std::vector<float>& a, const std::vector<float>& b)
    {
        double sum = 0;
        for (std::size_t i = 0; i < a.size() && i < b.size(); ++i)
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        return std::sqrt(sum);
    }

    /// What the model makes of the sound at a moment; the picture has no part in it.
    static std::vector<float> textOf(const std::unique_ptr<inference::ModelSession>& session,
                                     const std::vector<float>& sound, const inference::Moment& moment)
    {
        const auto step = session->segmentMoment(imaging::RgbImage(8, 8), sound, moment);
        return step ? step->wholeSoundText : std::vector<float>();
    }

    inference::StepPredictionPtr firstStep(const std::unique_ptr<inference::ModelSession>& session,
                                           const inference::SegmentOptions& options, const QString& clip = {})
    {
        inference::StepPredictionPtr first;
        (void)session->segmentClip(
            clip.isEmpty() ? m_clip : clip, options,
            [&](const inference::StepPredictionPtr& step, int) { first = first ? first : step; }, {});
        return first;
    }

    static base::Result<std::unique_ptr<inference::ModelSession>> load(const QString& path)
    {
        return inference::ModelSession::load(path, vocabulary(), inference::DeviceChoice::Cpu);
    }

    QTemporaryDir m_folder;
    QString m_model;
    QString m_clip;
};

QTEST_GUILESS_MAIN(tst_ModelSession)
#include "tst_ModelSession.moc"
