// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/imagebind/ImageBind.h"
#include "core/nn/weights/StateDict.h"

#include <torch/types.h>
#include <torch/utils.h>

#include <QTest>

using namespace avs::nn;

namespace {

using Shape = std::vector<std::int64_t>;

ImageBindOptions tiny()
{
    ImageBindOptions options;
    options.vision = {.dim = 32, .blocks = 2, .heads = 2, .imageSize = 56, .patch = 14, .frames = 2};
    options.text = {.dim = 24, .blocks = 2, .heads = 2, .vocabSize = 100, .contextLength = 77};
    options.audio = {.dim = 16, .blocks = 2, .heads = 2, .dropPath = 0.5};
    options.outDim = 12;
    return options;
}

ImageBind makeModel()
{
    torch::manual_seed(1);
    ImageBind model(tiny());
    model->eval();
    return model;
}

double lengthOf(const torch::Tensor& embedding)
{
    return embedding.norm(2, 1).max().item<double>();
}

} // namespace

class TestImageBind : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesAreThePublishedOnes();
    void optionsSurviveJson();
    void refusesImpossibleOptions_data();
    void refusesImpossibleOptions();
    void visionInterpolatesPositions();
    void embeddingsHaveTheirLengths();
    void paddingDoesNotMatter();
    void pseudoTextNeedsNoFiller();
    void gradientsReachEverything();
    void dropPathOnlyWhenTraining();
    void missingTowersAreSaid();
};

void TestImageBind::namesAreThePublishedOnes()
{
    auto model = makeModel();
    const auto state = stateDict(*model);
    const std::map<std::string, Shape> expected = {
        {"modality_preprocessors.vision.cls_token", {1, 1, 32}},
        {"modality_preprocessors.vision.rgbt_stem.proj.1.weight", {32, 3, 2, 14, 14}},
        {"modality_preprocessors.vision.pos_embedding_helper.pos_embed", {1, 17, 32}},
        {"modality_preprocessors.text.pos_embed", {1, 77, 24}},
        {"modality_preprocessors.text.mask", {77, 77}},
        {"modality_preprocessors.text.token_embedding.weight", {100, 24}},
        {"modality_preprocessors.audio.cls_token", {1, 1, 16}},
        {"modality_preprocessors.audio.rgbt_stem.proj.weight", {16, 1, 16, 16}},
        {"modality_preprocessors.audio.rgbt_stem.norm_layer.weight", {16}},
        {"modality_preprocessors.audio.rgbt_stem.norm_layer.bias", {16}},
        {"modality_preprocessors.audio.pos_embedding_helper.pos_embed", {1, 229, 16}},
        {"modality_trunks.vision.pre_transformer_layer.0.weight", {32}},
        {"modality_trunks.vision.blocks.1.mlp.fc1.weight", {128, 32}},
        {"modality_trunks.text.blocks.1.attn.in_proj_weight", {72, 24}},
        {"modality_trunks.audio.blocks.0.attn.bias_k", {1, 1, 16}},
        {"modality_heads.vision.2.weight", {12, 32}},
        {"modality_heads.text.proj.1.weight", {12, 24}},
        {"modality_heads.audio.0.bias", {16}},
        {"modality_postprocessors.text.1.log_logit_scale", {}},
        {"modality_postprocessors.audio.1.log_logit_scale", {}},
    };
    for (const auto& [name, shape] : expected) {
        QVERIFY2(state.contains(name), name.c_str());
        QVERIFY2(state.at(name).sizes().vec() == shape, name.c_str());
    }
    // Stems and heads as above (vision 3 + 2 + 3, text 3 + 3 + 1, audio 5 + 3 + 1), two blocks of 12, 12
    // and 14.
    QCOMPARE(state.size(), std::size_t{8 + 7 + 9 + 2 * (12 + 12 + 14)});
    std::size_t parameters = 0;
    for (const auto& item : model->named_parameters())
        parameters += item.key().ends_with("log_logit_scale") ? 1 : 0;
    QCOMPARE(parameters, std::size_t{1});
}

void TestImageBind::optionsSurviveJson()
{
    const auto json = tiny().toJson();
    QCOMPARE(ImageBindOptions::fromJson(Json::parse(json.dump())).toJson().dump(), json.dump());
    const auto flat = ImageBindOptions::fromJson(Json::parse(
        R"({"vision_embed_dim": 32, "vision_num_blocks": 2, "vision_num_heads": 4, "kernel_size": [2, 7, 7],
            "out_embed_dim": 8})"));
    QVERIFY(flat.vision && !flat.text && !flat.audio);
    QCOMPARE(flat.vision->patch, std::int64_t{7});
    QCOMPARE(flat.vision->imageSize, std::int64_t{224});
    QCOMPARE(flat.outDim, std::int64_t{8});
    QCOMPARE(ImageBindOptions::huge().audio->tokens(), std::int64_t{228});
}

void TestImageBind::refusesImpossibleOptions_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text :
         {R"({})", R"({"vision": {"dim": 10, "heads": 3}})", R"({"vision": {"image_size": 100}})",
          R"({"audio": {"drop_path": 1.0}})", R"({"audio": {"mel_bins": 8}})",
          R"({"text": {"vocab_size": 0}})", R"({"text": {"dim": "wide"}})", R"({"text": {}, "out_dim": 0})",
          R"({"vision_embed_dim": 32, "kernel_size": [2, 14]})"})
        QTest::newRow(text) << QByteArray(text);
}

void TestImageBind::refusesImpossibleOptions()
{
    QFETCH(QByteArray, text);
    QVERIFY_THROWS_EXCEPTION(JsonError, (void)ImageBindOptions::fromJson(Json::parse(text.toStdString())));
}

void TestImageBind::visionInterpolatesPositions()
{
    auto model = makeModel();
    QCOMPARE(model->encodeVision(torch::rand({2, 3, 56, 56})).tokens.sizes().vec(), (Shape{2, 16, 32}));
    QCOMPARE(model->encodeVision(torch::rand({2, 3, 28, 28})).tokens.sizes().vec(), (Shape{2, 4, 32}));
    QCOMPARE(model->encodeVision(torch::rand({1, 3, 112, 112})).tokens.sizes().vec(), (Shape{1, 64, 32}));
    QVERIFY_THROWS_EXCEPTION(c10::Error, (void)model->encodeVision(torch::rand({1, 3, 56, 28})));
}

void TestImageBind::embeddingsHaveTheirLengths()
{
    auto model = makeModel();
    const torch::NoGradGuard noGrad;
    QVERIFY(std::abs(lengthOf(model->encodeVision(torch::rand({2, 3, 56, 56})).embedding) - 1) < 1e-4);
    const auto audio = model->encodeAudio(torch::rand({3, 1, 128, 204}));
    QCOMPARE(audio.tokens.sizes().vec(), (Shape{3, 228, 16}));
    QVERIFY(std::abs(lengthOf(audio.embedding) - 20) < 1e-3);
    QVERIFY(torch::allclose(model->embedAudioTokens(audio.cls.unsqueeze(1)), audio.embedding));
    const auto clips = torch::rand({1, 3, 1, 128, 204});
    QVERIFY(
        torch::allclose(model->embedAudioClips(clips), model->encodeAudio(clips[0]).embedding.mean(0, true)));

    auto ids = torch::zeros({1, 77}, torch::kLong);
    ids[0][3] = 99;
    QVERIFY(std::abs(lengthOf(model->encodeText(ids).embedding) - 1 / 0.07) < 1e-3);
    for (auto& item : model->named_parameters()) {
        if (item.key().ends_with("log_logit_scale"))
            item.value().fill_(9.0);
    }
    QVERIFY(std::abs(lengthOf(model->encodeText(ids).embedding) - 100) < 1e-3);
}

void TestImageBind::paddingDoesNotMatter()
{
    auto model = makeModel();
    auto ids = torch::randint(1, 98, {2, 77});
    ids[0][5] = 99;
    ids[1][9] = 99;
    const auto out = model->encodeText(ids);
    ids.slice(1, 10).zero_();
    QVERIFY(torch::allclose(model->encodeText(ids).embedding, out.embedding, 1e-4, 1e-4));
    // One by one, with shorter sequences, the same.
    QVERIFY(torch::allclose(model->encodeText(ids.slice(0, 0, 1)).eos, out.eos.slice(0, 0, 1), 1e-4, 1e-4));
}

void TestImageBind::pseudoTextNeedsNoFiller()
{
    auto model = makeModel();
    const auto prob = torch::rand({4, 6});
    const auto embeddings = torch::randn({4, 6, 24});
    const auto brief = model->encodePseudoText(prob, embeddings);
    const auto whole = model->encodePseudoText(prob, embeddings, /*fillerTokens=*/true);
    QCOMPARE(brief.eos.sizes().vec(), (Shape{4, 24}));
    QVERIFY(torch::allclose(brief.eos, whole.eos, 1e-4, 1e-4));
    QVERIFY(torch::allclose(brief.embedding, whole.embedding, 1e-4, 1e-4));
}

void TestImageBind::gradientsReachEverything()
{
    auto model = makeModel();
    model->train();
    auto ids = torch::randint(1, 98, {2, 77});
    ids.select(1, 76).fill_(99);
    const auto clip = torch::rand({8, 1, 128, 204});
    // Weights, since the sum of squares of unit vectors does not change.
    const auto weights = torch::randn({12});
    auto loss = (model->encodeVision(torch::rand({2, 3, 28, 28})).embedding * weights).sum() +
                (model->encodeText(ids).embedding * weights).sum();
    for (int i = 0; i < 4; ++i) // often enough that drop path leaves something
        loss = loss + (model->encodeAudio(clip).embedding * weights).sum();
    loss.backward();
    for (const auto& item : model->named_parameters()) {
        const auto& gradient = item.value().grad();
        QVERIFY2(gradient.defined() && gradient.isfinite().all().item<bool>(), item.key().c_str());
        QVERIFY2(gradient.abs().max().item<double>() > 0, item.key().c_str());
    }
}

void TestImageBind::dropPathOnlyWhenTraining()
{
    auto model = makeModel();
    const torch::NoGradGuard noGrad;
    const auto clip = torch::rand({1, 1, 128, 204}).expand({32, -1, -1, -1});
    const auto still = model->encodeAudio(clip).cls;
    QVERIFY(torch::allclose(still, still.slice(0, 0, 1).expand_as(still), 1e-4, 1e-4));
    model->train();
    const auto dropped = model->encodeAudio(clip).cls;
    QVERIFY(!torch::allclose(dropped, dropped.slice(0, 0, 1).expand_as(dropped), 1e-3, 1e-3));
}

void TestImageBind::missingTowersAreSaid()
{
    auto options = tiny();
    options.text.reset();
    ImageBind model(options);
    QVERIFY_THROWS_EXCEPTION(c10::Error, (void)model->encodeText(torch::zeros({1, 77}, torch::kLong)));
}

QTEST_GUILESS_MAIN(TestImageBind)
#include "tst_ImageBind.moc"
