// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/image/ImageTransform.h"
#include "core/nn/sam2/ImagePredictor.h"
#include "core/nn/sam2/PromptError.h"
#include "core/nn/sam2/VideoPredictor.h"
#include "core/nn/weights/StateDict.h"
#include "core/nn/weights/UninitialisedScope.h"

#include <torch/utils.h>

#include <QTest>

#include <algorithm>
#include <cmath>
#include <stdexcept>

using namespace avs::nn;

namespace {

constexpr std::int64_t kSide = 64;
constexpr std::int64_t kHeight = 40;
constexpr std::int64_t kWidth = 72;

Sam2Options tinyOptions()
{
    return Sam2Options::fromJson(Json::parse(R"({
        "image_size": 64, "mem_dim": 8, "num_maskmem": 3, "max_obj_ptrs_in_encoder": 4,
        "memory_attention_num_layers": 1, "memory_attention_ff": 16, "sam_mask_decoder_mlp_dim": 16,
        "sam_iou_head_hidden_dim": 16, "no_obj_embed_spatial": true, "add_tpos_enc_to_obj_ptrs": true,
        "trunk": {"embed_dim": 8, "num_heads": 1, "stages": [1, 1, 1, 1], "global_att_blocks": [],
                  "window_spec": [8, 4, 4, 2]},
        "neck": {"d_model": 32}})"));
}

/// What `call` throws, or nothing.
template <typename Call>
std::string problemOf(Call&& call)
{
    try {
        call();
    } catch (const PromptError& error) {
        return error.what();
    }
    return {};
}

} // namespace

/// With random weights: what is found is nonsense, how it is remembered is not.
class tst_Predictors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        torch::manual_seed(3);
        m_model = Sam2(tinyOptions());
        m_model->eval();
        m_picture = torch::randint(0, 256, {3, kHeight, kWidth}, torch::kByte);
    }

    void imageAndVideoAgree()
    {
        ImagePredictor picture(m_model);
        picture.setImage(m_picture);
        const auto image = sam2Image(m_picture, kSide);
        for (const auto& prompt :
             {ClickPrompt{{{10, 12, true}, {50, 30, false}}, {}}, ClickPrompt{{}, {{5, 6, 40, 30}}}}) {
            VideoPredictor video(m_model, options(1), [&](std::int64_t) { return image; });
            const auto fromVideo = video.addClicks(0, 1, prompt).logits[0];
            const auto fromImage = picture.predict(prompt, /*multimask=*/false);
            QVERIFY(fromImage.masks.sizes() == torch::IntArrayRef({1, kHeight, kWidth}));
            if (fromVideo.max().item<float>() > -1000) // the object is there, so no mask is hidden
                QVERIFY(torch::allclose(fromVideo, fromImage.masks[0], 1e-4, 1e-4));
        }
    }

    void oneClickHasThreeMeanings()
    {
        ImagePredictor picture(m_model);
        picture.setImage(m_picture);
        const ClickPrompt click{{{10, 12, true}}, {}};
        const auto first = picture.predict(click, /*multimask=*/true);
        QVERIFY(first.masks.sizes() == torch::IntArrayRef({3, kHeight, kWidth}));
        QVERIFY(first.ious.sizes() == torch::IntArrayRef({3}));
        const auto refined = picture.predict(click, false, first.lowRes[1]);
        QVERIFY(!torch::allclose(refined.masks, picture.predict(click, false).masks));
    }

    void wrongPromptsAreNamed()
    {
        ImagePredictor picture(m_model);
        const ClickPrompt click{{{10, 12, true}}, {}};
        QVERIFY(!problemOf([&] { (void)picture.predict(click, false); }).empty());
        QVERIFY(!problemOf([&] { picture.setImage(torch::empty({3, 0, 5}, torch::kByte)); }).empty());
        QVERIFY(!problemOf([&] { picture.setImage(torch::rand({3, 4, 5})); }).empty());
        picture.setImage(m_picture);
        const auto said = [&](const ClickPrompt& prompt) {
            return problemOf([&] { (void)picture.predict(prompt, false); });
        };
        QVERIFY(said({{{72.5, 3, true}}, {}}).find("72.5") != std::string::npos);
        QVERIFY(!said({{{std::nan(""), 3, true}}, {}}).empty());
        QVERIFY(!said({{}, {}}).empty());
        QVERIFY(said({{}, {{9, 5, 9, 8}}}).find("no area") != std::string::npos);
        QVERIFY(!problemOf([&] { (void)picture.predict(click, false, torch::zeros({3, 3})); }).empty());
        const auto spoilt = torch::full({16, 16}, std::nan(""));
        QVERIFY(problemOf([&] { (void)picture.predict(click, false, spoilt); }).find("nan at [0, 0]") !=
                std::string::npos);
        QVERIFY(problemOf([&] {
                    picture.setImage(torch::empty({3, 0, 5}, torch::kByte));
                }).find("[3, 0, 5]") != std::string::npos);
        (void)picture.predict(click, false); // still usable, with the picture from before
    }

    void spoiltFramesAndMasksAreNamed()
    {
        auto image = sam2Image(m_picture, kSide);
        VideoPredictor video(m_model, options(2), [&](std::int64_t frame) {
            auto copy = image.clone();
            if (frame == 1)
                copy[2][5][6] = std::nan("");
            return copy;
        });
        const ClickPrompt click{{{10, 12, true}}, {}};
        const auto said = problemOf([&] { (void)video.addClicks(1, 1, click); });
        QVERIFY2(said.find("frame 1 has the pixel nan at [2, 5, 6]") != std::string::npos, said.c_str());
        auto mask = square();
        mask[3][4] = std::nan("");
        QVERIFY(problemOf([&] { (void)video.addMask(0, 1, mask); }).find("nan at [3, 4]") !=
                std::string::npos);
        QVERIFY(video.objects().empty());
        QCOMPARE(video.addClicks(0, 1, click).objects.size(), 1U); // still usable
    }

    void videosWithoutPixelsAreNamed()
    {
        const VideoPredictorOptions none{.frames = 3, .height = 0, .width = 72};
        QVERIFY(problemOf([&] { VideoPredictor(m_model, none, frames()); }).find("72 × 0") !=
                std::string::npos);
    }

    void unknownFramesAndObjectsAreNamed()
    {
        auto video = follower(4);
        const ClickPrompt click{{{10, 12, true}}, {}};
        QVERIFY(problemOf([&] { (void)video.addClicks(4, 1, click); }).find("frame 4") != std::string::npos);
        QVERIFY(!problemOf([&] { (void)video.addClicks(-1, 1, click); }).empty());
        QVERIFY(!problemOf([&] { (void)video.addMask(0, 1, torch::ones({3, 3})); }).empty());
        QVERIFY(video.objects().empty());
        QVERIFY(!problemOf([&] { video.removeObject(1); }).empty());
        QVERIFY(!problemOf([&] { video.clearPrompts(0, 1); }).empty());
        QVERIFY(!problemOf([&] { video.propagate({}, [](const auto&) { return true; }); }).empty());
        (void)video.addClicks(1, 5, click);
        video.clearPrompts(1, 5);
        QVERIFY(problemOf([&] { video.propagate({}, [](const auto&) { return true; }); }).find("5") !=
                std::string::npos);
    }

    void sourceThatFailsChangesNothing()
    {
        VideoPredictor video(m_model, options(3), [](std::int64_t) -> torch::Tensor {
            throw std::runtime_error("the file is gone");
        });
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, (void)video.addClicks(0, 1, {{{10, 12, true}}, {}}));
        QVERIFY(video.objects().empty());
    }

    void followsBothWaysAndStops()
    {
        auto video = follower(6);
        (void)video.addMask(3, 1, square());
        std::vector<std::int64_t> order;
        const auto note = [&](const VideoPredictor::Masks& masks) {
            order.push_back(masks.frame);
            return order.size() != 2;
        };
        video.propagate({}, note);
        QCOMPARE(order, (std::vector<std::int64_t>{3, 4}));
        order = {0}; // the next two go on
        video.propagate({.start = 3, .most = 2, .reverse = true}, [&](const auto& masks) {
            order.push_back(masks.frame);
            return true;
        });
        QCOMPARE(order, (std::vector<std::int64_t>{0, 3, 2, 1}));
    }

    void objectsMayComeAtAnyTime()
    {
        auto video = follower(4);
        (void)video.addMask(0, 8, square());
        video.propagate({}, [](const auto&) { return true; });
        const auto both = video.addMask(2, 3, square());
        QCOMPARE(both.objects, (std::vector<std::int64_t>{8, 3}));
        QVERIFY(both.logits.sizes() == torch::IntArrayRef({2, kHeight, kWidth}));
        video.removeObject(8);
        QCOMPARE(video.objects(), std::vector<std::int64_t>{3});
        video.reset();
        QVERIFY(video.objects().empty());
    }

    void separateObjectsDoNotOverlap()
    {
        auto wanted = options(1);
        wanted.separate = true;
        VideoPredictor video(m_model, wanted, frames());
        (void)video.addMask(0, 1, square());
        const auto both = video.addMask(0, 2, square());
        QVERIFY(both.logits.gt(0).sum(0).max().item<std::int64_t>() <= 1);
        QVERIFY(both.logits.gt(0).any().item<bool>());
    }

    void correctionsStay()
    {
        auto video = follower(5);
        (void)video.addMask(0, 1, square());
        video.propagate({}, [](const auto&) { return true; });
        const auto corrected = video.addMask(2, 1, 1 - square());
        video.propagate({}, [&](const VideoPredictor::Masks& masks) {
            if (masks.frame == 2)
                [&] { QVERIFY(torch::equal(masks.logits, corrected.logits)); }();
            return true;
        });
    }

    void memoryDoesNotGrowWithTheVideo()
    {
        auto wanted = options(60);
        wanted.keptFrames = 8;
        VideoPredictor video(m_model, wanted, frames());
        (void)video.addMask(0, 1, square());
        std::size_t most = 0;
        video.propagate({}, [&](const auto&) {
            most = std::max(most, video.rememberedFrames(1));
            return true;
        });
        QCOMPARE(most, 9U); // eight tracked, one prompted
    }

    /// Every published size has its parameters where its file has them; memory is not needed for that.
    void publishedSizes_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<double>("millions");
        for (const auto* version : {"sam2", "sam2.1"}) {
            const auto row = [&](const char* size, double millions) {
                const auto name =
                    QStringLiteral("%1_hiera_%2").arg(QLatin1String(version), QLatin1String(size));
                QTest::newRow(qPrintable(name)) << name << millions;
            };
            row("tiny", 38.9);
            row("small", 46.0);
            row("base_plus", 80.8);
            row("large", 224.4);
        }
    }

    void publishedSizes()
    {
        QFETCH(QString, file);
        QFETCH(double, millions);
        const auto json =
            Json::parseFile(AVS_TEST_DATA "/../../resources/config/" + file.toStdString() + ".json");
        const UninitialisedScope scope;
        const Sam2 model(Sam2Options::fromJson(json));
        std::int64_t count = 0;
        for (const auto& parameter : model->parameters())
            count += parameter.numel();
        QVERIFY2(std::abs(static_cast<double>(count) / 1e6 - millions) < 0.1,
                 qPrintable(QString::number(count)));
        QCOMPARE(stateDict(*model).contains("no_obj_embed_spatial"), file.contains(u"2.1"));
    }

private:
    static VideoPredictorOptions options(std::int64_t count)
    {
        return {.frames = count, .height = kHeight, .width = kWidth, .fillHoleArea = 0};
    }
    VideoPredictor::FrameSource frames() const
    {
        return [image = sam2Image(m_picture, kSide)](std::int64_t frame) { return image.roll({frame}, {2}); };
    }
    VideoPredictor follower(std::int64_t count) const { return {m_model, options(count), frames()}; }
    static torch::Tensor square()
    {
        auto mask = torch::zeros({kHeight, kWidth});
        mask.slice(0, 10, 25).slice(1, 20, 45).fill_(1);
        return mask;
    }

    const torch::InferenceMode m_inference;
    Sam2 m_model = nullptr;
    torch::Tensor m_picture;
};

QTEST_GUILESS_MAIN(tst_Predictors)
#include "tst_Predictors.moc"
