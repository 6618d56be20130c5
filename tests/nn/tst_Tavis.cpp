// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/bench/StepBench.h"
#include "core/nn/bench/Straightforward.h"
#include "core/nn/tavis/Tavis.h"
#include "core/nn/weights/StateDict.h"
#include "core/nn/weights/UninitialisedScope.h"

#include <torch/nn/functional/pooling.h>
#include <torch/nn/functional/upsampling.h>
#include <torch/utils.h>

#include <QtTest>

using namespace avs;

namespace {

nn::Json tinyConfig()
{
    return nn::Json::parseFile(AVS_TEST_DATA "/../../resources/config/tiny.json").at("model");
}

nn::TavisImpl::Input randomInput(const nn::TavisOptions& options, std::int64_t frames)
{
    const auto side = options.imageSize;
    return {torch::randn({frames, 3, side, side}), torch::rand({frames, 3, side, side}),
            torch::randn({frames, 1, 128, 204})};
}

} // namespace

class tst_Tavis : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        torch::manual_seed(3);
        m_model = nn::Tavis(nn::TavisOptions::fromJson(tinyConfig()));
        m_model->eval();
    }

    void framesDoNotSeeEachOther()
    {
        torch::NoGradGuard noGrad;
        const auto both = randomInput(m_model->options(), 2);
        const auto second =
            nn::TavisImpl::Input{both.image.slice(0, 1), both.initialImage.slice(0, 1), both.mel.slice(0, 1)};
        const auto together = m_model->forward(both);
        const auto alone = m_model->forward(second);
        QVERIFY(torch::allclose(together.queryMasks.slice(0, 1), alone.queryMasks, 1e-3, 1e-4));
        QVERIFY(torch::allclose(together.binaryMask.slice(0, 1), alone.binaryMask, 1e-3, 1e-4));
        QCOMPARE(together.queryMasks.sizes(), torch::IntArrayRef({2, 5, 128, 128}));
    }

    void soundChangesTheMasks()
    {
        torch::NoGradGuard noGrad;
        auto input = randomInput(m_model->options(), 1);
        const auto first = m_model->forward(input).binaryMask;
        input.mel = torch::randn_like(input.mel);
        QVERIFY((first - m_model->forward(input).binaryMask).abs().max().item<double>() > 1e-5);
    }

    /// The composite's blur is a box filter: the same as pooling, which is its naive twin.
    void maskedImageIsPooling()
    {
        namespace F = torch::nn::functional;
        torch::NoGradGuard noGrad;
        const auto side = m_model->options().imageSize;
        const auto image = torch::rand({1, 3, side, side});
        const auto masks = torch::randn({1, 2, side, side}) * 4;
        const auto kernel = m_model->options().blurKernel;
        std::vector<torch::Tensor> naive;
        for (int q = 0; q < 2; ++q) {
            const auto inside = masks[0][q].sigmoid();
            const auto blurred = F::avg_pool2d(image * (1 - inside),
                                               F::AvgPool2dFuncOptions(kernel).stride(1).padding(kernel / 2));
            const auto composite = image * inside + blurred * (1 - inside);
            const auto size = m_model->options().visionSize;
            const auto small = F::interpolate(composite, F::InterpolateFuncOptions()
                                                             .size(std::vector<std::int64_t>{size, size})
                                                             .mode(torch::kBilinear)
                                                             .align_corners(false));
            naive.push_back(m_model->imagebindTowers()->encodeVision(small).embedding);
        }
        QVERIFY(torch::allclose(m_model->embedMaskedImages(image, masks), torch::cat(naive), 1e-3, 1e-4));
    }

    void everyOpenPartGetsGradient()
    {
        const auto input = randomInput(m_model->options(), 2);
        m_model->train();
        const auto out = m_model->forward(input);
        const auto image = m_model->embedMaskedImages(input.initialImage, out.queryMasks);
        const auto audio = m_model->embedQueryAudio(out.queryAudio);
        (out.queryMasks.sum() + out.binaryMask.sum() + out.predictedIou.sum() + image.sum() + audio.sum() +
         out.pseudoText.sum())
            .backward();
        for (const char* name :
             {"query_fea_W.weight", "audio_to_texte.weight", "seperate_audio.weight", "down.weight",
              "image_encoder.trunk.patch_embed.proj.weight",
              "image_encoder.prompt_generator.shared_mlp.0.weight", "sam_mask_decoder.mask_tokens.weight",
              "imagebind.modality_trunks.audio.blocks.0.mlp.fc1.weight",
              "imagebind.modality_trunks.vision.blocks.0.mlp.fc1.weight",
              "imagebind.modality_trunks.text.blocks.0.mlp.fc1.weight"}) {
            const auto parameter = m_model->named_parameters()[name];
            QVERIFY2(parameter.grad().defined() && parameter.grad().abs().max().item<double>() > 0, name);
        }
        m_model->eval();
    }

    void weightsRoundTrip()
    {
        torch::NoGradGuard noGrad;
        const auto input = randomInput(m_model->options(), 1);
        nn::Tavis copy(m_model->options());
        copy->eval();
        QVERIFY(!torch::allclose(copy->forward(input).binaryMask, m_model->forward(input).binaryMask));
        nn::loadStrict(*copy, nn::stateDict(*m_model));
        QVERIFY(torch::equal(copy->forward(input).binaryMask, m_model->forward(input).binaryMask));
    }

    /// The numbers of entries are those of the released checkpoints, without ImageBind's unused towers
    /// (tavis.md §4.2).
    void releasedSize()
    {
        const auto config = nn::Json::parseFile(AVS_TEST_DATA "/../../resources/config/tavis.json");
        const nn::UninitialisedScope scope;
        const nn::Tavis model(nn::TavisOptions::fromJson(config));
        std::map<std::string, int> entries;
        int all = 0;
        for (const auto& [name, tensor] : nn::stateDict(*model)) {
            ++entries[name.substr(0, name.find('.'))];
            ++all;
        }
        constexpr int kOtherTowers = 1311 - 864;
        QCOMPARE(all, 2552 - kOtherTowers);
        QCOMPARE(entries.at("imagebind"), 864);
        QCOMPARE(entries.at("image_encoder"), 790);
        QCOMPARE(entries.at("memory_attention"), 106);
        QCOMPARE(entries.at("memory_encoder"), 40);
        QCOMPARE(entries.at("sam_prompt_encoder"), 17);
        QCOMPARE(entries.at("sam_mask_decoder"), 157);
        QCOMPARE(entries.at("obj_ptr_proj"), 6);
    }

    void wrongConfigurationsAreNamed_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::newRow("size") << "image_size"
                              << "100";
        QTest::newRow("even kernel") << "blur_kernel"
                                     << "42";
        QTest::newRow("not a number") << "vision_size"
                                      << "\"big\"";
        QTest::newRow("missing towers") << "imagebind"
                                        << "{}";
        QTest::newRow("widths apart") << "bridge"
                                      << R"({"embed_dim": 32})";
        QTest::newRow("grid apart") << "image_size"
                                    << "160";
        QTest::newRow("audio window") << "audio_window"
                                      << "\"sideways\"";
    }

    void wrongConfigurationsAreNamed()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        auto object = tinyConfig().asObject();
        object[key.toStdString()] = nn::Json::parse(value.toStdString());
        QVERIFY_THROWS_EXCEPTION(nn::JsonError, (void)nn::TavisOptions::fromJson(nn::Json(object)));
    }

    /// Batched, one pass of each encoder, nothing computed twice: the same as frame by frame and part by
    /// part.
    void straightforwardWayFindsTheSame_data()
    {
        QTest::addColumn<QString>("gate");
        QTest::newRow("queries") << "queries";
        QTest::newRow("binary") << "binary";
    }

    void straightforwardWayFindsTheSame()
    {
        QFETCH(QString, gate);
        torch::NoGradGuard noGrad;
        auto config = tinyConfig().asObject();
        config["semantic"] = nn::Json::parse("{\"gate\":\"" + gate.toStdString() + "\"}");
        config["multimask"] = nn::Json(true);
        config["fill_hole_area"] = nn::Json(8);
        torch::manual_seed(8);
        nn::Tavis model(nn::TavisOptions::fromJson(nn::Json(config)));
        model->eval();
        const auto input = randomInput(model->options(), 3);
        const auto tokens = torch::randint(1, 100, {9, 16}, torch::kLong);
        const auto quick = nn::segmentFrames(*model, input, model->embedClasses(tokens), 90, 160);
        QCOMPARE(quick.size(), 3U);
        bool anything = false;
        for (std::int64_t n = 0; n < 3; ++n) {
            const nn::TavisImpl::Input one{input.image.slice(0, n, n + 1),
                                           input.initialImage.slice(0, n, n + 1),
                                           input.mel.slice(0, n, n + 1)};
            const auto plain = nn::segmentStraightforwardly(*model, one, tokens, 90, 160);
            const auto& found = quick[static_cast<std::size_t>(n)];
            const auto same = [](const torch::Tensor& a, const torch::Tensor& b) {
                return a.sizes() == b.sizes() && torch::allclose(a, b, 1e-3, 1e-3);
            };
            QVERIFY(same(found.queryMasks, plain.queryMasks));
            QVERIFY(same(found.binaryMask, plain.binaryMask));
            QVERIFY(same(found.predictedIou, plain.predictedIou));
            QVERIFY(same(found.objectScore, plain.objectScore));
            QVERIFY(same(found.queryAudio, plain.queryAudio));
            QVERIFY(same(found.maskedImages, plain.maskedImages));
            QVERIFY(same(found.pseudoText, plain.pseudoText));
            QVERIFY(same(found.audioProb, plain.audioProb));
            QVERIFY(same(found.imageProb, plain.imageProb));
            QCOMPARE(found.semantic.objects.size(), plain.semantic.objects.size());
            const auto differing = (found.semantic.labels != plain.semantic.labels).sum().item<int>();
            QVERIFY2(differing < 90 * 160 / 200, qPrintable(QString::number(differing)));
            anything = anything || plain.semantic.labels.max().item<int>() > 0;
        }
        QVERIFY(anything);
    }

    void benchNamesEveryStage()
    {
        const auto stages = nn::benchStages(*m_model, torch::kCPU, {2, {}}, 9, 96, 128);
        QCOMPARE(stages.back().stage, std::string("whole step"));
        QVERIFY(stages.size() >= 7);
        double sum = 0;
        for (const auto& stage : stages) {
            QVERIFY(stage.medianMs > 0);
            sum += stage.medianMs;
        }
        QVERIFY(sum < 60'000);
    }

    void benchComparesBothWays()
    {
        const auto tokens = torch::randint(1, 100, {9, 16}, torch::kLong);
        const auto bench =
            nn::benchStep(*m_model, randomInput(m_model->options(), 2), tokens, 96, 128, {2, {}});
        QCOMPARE(bench.stages.back().stage, std::string("whole step"));
        QVERIFY(bench.stages.size() >= 7);
        for (const auto& stage : bench.stages)
            QVERIFY(stage.medianMs > 0);
        QVERIFY(bench.stepMs > 0 && bench.straightforwardMs > 0);
        QVERIFY2(bench.maskIou > 0.995, qPrintable(QString::number(bench.maskIou)));
    }

    /// Between any two passes, also in the straightforward way's.
    void benchCanBeEnded()
    {
        struct Enough
        {};
        const auto tokens = torch::randint(1, 100, {9, 16}, torch::kLong);
        const auto input = randomInput(m_model->options(), 2);
        for (const int passes : {0, 3, 7}) {
            int left = passes;
            const nn::BenchRuns runs{2, [&] {
                                         if (left-- == 0)
                                             throw Enough();
                                     }};
            QVERIFY_THROWS_EXCEPTION(Enough, (void)nn::benchStep(*m_model, input, tokens, 96, 128, runs));
            QCOMPARE(left, -1);
        }
    }

private:
    nn::Tavis m_model = nullptr;
};

QTEST_GUILESS_MAIN(tst_Tavis)
#include "tst_Tavis.moc"
