// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/Precision.h"
#include "core/nn/image/ImageTransform.h"
#include "core/nn/imagebind/ImageBind.h"
#include "core/nn/sam2/ImagePredictor.h"
#include "core/nn/sam2/VideoPredictor.h"
#include "core/nn/tavis/Tavis.h"

#include <ATen/Context.h>
#include <ATen/autocast_mode.h>
#include <torch/utils.h>

#include <QTest>

#include <stdexcept>

using namespace avs::nn;

namespace {

constexpr std::int64_t kSide = 64;

Sam2 sam2()
{
    Sam2 model(Sam2Options::fromJson(Json::parse(R"({
        "image_size": 64, "mem_dim": 8, "num_maskmem": 3, "max_obj_ptrs_in_encoder": 4,
        "memory_attention_num_layers": 1, "memory_attention_ff": 16, "sam_mask_decoder_mlp_dim": 16,
        "sam_iou_head_hidden_dim": 16, "no_obj_embed_spatial": true, "add_tpos_enc_to_obj_ptrs": true,
        "trunk": {"embed_dim": 8, "num_heads": 1, "stages": [1, 1, 1, 1], "global_att_blocks": [],
                  "window_spec": [8, 4, 4, 2]},
        "neck": {"d_model": 32}})")));
    model->eval();
    return model;
}

ImageBind imageBind()
{
    ImageBindOptions options;
    options.vision = {.dim = 32, .blocks = 2, .heads = 2, .imageSize = 56, .patch = 14, .frames = 2};
    options.text = {.dim = 24, .blocks = 2, .heads = 2, .vocabSize = 100, .contextLength = 77};
    options.audio = {.dim = 16, .blocks = 2, .heads = 2, .dropPath = 0.5};
    options.outDim = 12;
    ImageBind model(options);
    model->eval();
    return model;
}

/// Largest difference over the largest value.
double deviation(const torch::Tensor& a, const torch::Tensor& b)
{
    return ((a - b).abs().max() / b.abs().max()).item<double>();
}

/// Eight bits of mantissa are a 256th; a few layers add up.
constexpr double kTolerance = 0.03;

bool isAutocast()
{
    return at::autocast::is_autocast_enabled(torch::kCPU);
}

torch::ScalarType typeOfProduct()
{
    return torch::ones({2, 2}).mm(torch::ones({2, 2})).scalar_type();
}

bool isTf32(at::Float32Op operation)
{
    return at::globalContext().float32Precision(at::Float32Backend::CUDA, operation) ==
           at::Float32Precision::TF32;
}

} // namespace

/// On the CPU, where autocasting to bfloat16 exists too.
class tst_Precision : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { torch::manual_seed(4); }

    void hasNames()
    {
        for (const auto precision : {Precision::Float32, Precision::Tf32, Precision::BFloat16})
            QVERIFY(parsePrecision(nameOf(precision)) == precision);
        QVERIFY(!parsePrecision("float8"));
        QVERIFY(defaultPrecision(torch::kCPU) == Precision::Float32);
        QVERIFY(defaultPrecision(torch::kCUDA) == Precision::BFloat16);
    }

    void scopesNestAndEnd()
    {
        QVERIFY(!isAutocast());
        {
            const PrecisionScope outer(torch::kCPU, Precision::BFloat16);
            QVERIFY(typeOfProduct() == torch::kBFloat16);
            {
                const PrecisionScope inner(torch::kCPU, Precision::Float32);
                QVERIFY(typeOfProduct() == torch::kFloat);
            }
            QVERIFY(typeOfProduct() == torch::kBFloat16);
            const ExactScope exact;
            QVERIFY(typeOfProduct() == torch::kFloat);
        }
        QVERIFY(!isAutocast());
        QVERIFY(typeOfProduct() == torch::kFloat);
    }

    void exceptionsEndScopes()
    {
        try {
            const PrecisionScope scope(torch::kCPU, Precision::BFloat16);
            throw std::runtime_error("out of memory");
        } catch (const std::runtime_error&) {
        }
        QVERIFY(!isAutocast());
    }

    /// Flags only: no GPU is asked.
    void tf32IsSwitchedForGpus()
    {
        const bool products = isTf32(at::Float32Op::MATMUL);
        const bool convolutions = isTf32(at::Float32Op::CONV);
        for (const auto precision : {Precision::Float32, Precision::Tf32, Precision::BFloat16}) {
            {
                const PrecisionScope scope(torch::kCUDA, precision);
                QCOMPARE(isTf32(at::Float32Op::MATMUL), precision != Precision::Float32);
                QCOMPARE(isTf32(at::Float32Op::CONV), precision != Precision::Float32);
                QCOMPARE(at::autocast::is_autocast_enabled(torch::kCUDA), precision == Precision::BFloat16);
            }
            QCOMPARE(isTf32(at::Float32Op::MATMUL), products);
            QCOMPARE(isTf32(at::Float32Op::CONV), convolutions);
        }
        const PrecisionScope onCpu(torch::kCPU, Precision::Tf32);
        QCOMPARE(isTf32(at::Float32Op::MATMUL), products);
        QVERIFY(typeOfProduct() == torch::kFloat);
    }

    /// What was converted in a scope must not be taken for the weights in the next one.
    void changedWeightsAreSeen()
    {
        torch::nn::Linear linear(2, 2);
        const auto x = torch::ones({1, 2});
        const auto once = [&] {
            const PrecisionScope scope(torch::kCPU, Precision::BFloat16);
            return linear(x).detach().to(torch::kFloat);
        };
        const auto before = once();
        {
            const torch::NoGradGuard noGrad;
            linear->weight.add_(1);
        }
        QVERIFY(!torch::allclose(once(), before, 1e-2, 1e-2));
    }

    void similaritiesStayExact()
    {
        const auto a = unitLength(torch::randn({5, 64})) * 20;
        const auto b = unitLength(torch::randn({7, 64})) * 100;
        const auto exact = similarity(a, b);
        const PrecisionScope scope(torch::kCPU, Precision::BFloat16);
        QVERIFY(torch::equal(similarity(a, b), exact));
        QVERIFY(a.mm(b.t()).scalar_type() == torch::kBFloat16); // what it would be otherwise
    }

    void imagePredictor()
    {
        const torch::InferenceMode inference;
        const auto picture = torch::randint(0, 256, {3, 40, 72}, torch::kByte);
        ImagePredictor predictor(sam2());
        const auto predict = [&](Precision precision) {
            const PrecisionScope scope(torch::kCPU, precision);
            predictor.setImage(picture);
            return predictor.predict({{{10, 12, true}, {50, 30, false}}, {{4, 4, 60, 36}}}, true);
        };
        const auto exact = predict(Precision::Float32);
        const auto rounded = predict(Precision::BFloat16);
        QVERIFY(rounded.masks.scalar_type() == torch::kFloat);
        QVERIFY(rounded.ious.scalar_type() == torch::kFloat);
        QVERIFY(deviation(rounded.masks, exact.masks) < kTolerance);
        QVERIFY(deviation(rounded.ious, exact.ious) < kTolerance);
        QVERIFY(!torch::equal(rounded.masks, exact.masks)); // it was another way
    }

    /// A click a few pixels away is another click, also in bfloat16.
    void positionsAreNotRounded()
    {
        const torch::InferenceMode inference;
        PromptEncoder encoder(
            PromptEncoderOptions{.dim = 32, .gridSize = {64, 64}, .imageSize = {1024, 1024}});
        const auto encode = [&](double x) {
            return encoder(Prompts{.points = torch::full({1, 1, 2}, x),
                                   .labels = torch::ones({1, 1}, torch::kLong)})
                .sparse;
        };
        const auto exact = encode(700);
        const PrecisionScope scope(torch::kCPU, Precision::BFloat16);
        QVERIFY(torch::equal(encode(700), exact));
        QVERIFY(!torch::equal(encode(701), exact));
    }

    void videoPredictor()
    {
        const torch::InferenceMode inference;
        const auto model = sam2();
        const auto picture = sam2Image(torch::randint(0, 256, {3, 40, 72}, torch::kByte), kSide);
        auto mask = torch::zeros({40, 72});
        mask.slice(0, 10, 25).slice(1, 20, 45).fill_(1);
        const auto follow = [&](Precision precision) {
            const PrecisionScope scope(torch::kCPU, precision);
            VideoPredictor video(model, {.frames = 4, .height = 40, .width = 72},
                                 [&](std::int64_t frame) { return picture.roll({frame}, {2}); });
            (void)video.addMask(0, 1, mask);
            torch::Tensor last;
            video.propagate({}, [&](const VideoPredictor::Masks& masks) {
                last = masks.logits;
                return true;
            });
            return last;
        };
        const auto rounded = follow(Precision::BFloat16);
        QVERIFY(rounded.scalar_type() == torch::kFloat);
        QVERIFY(deviation(rounded, follow(Precision::Float32)) < kTolerance);
    }

    void imageBindEmbeddings()
    {
        const torch::InferenceMode inference;
        auto model = imageBind();
        auto ids = torch::randint(1, 98, {2, 77}, torch::kLong);
        ids.select(1, 20).fill_(99);
        const auto image = torch::rand({2, 3, 56, 56});
        const auto mel = torch::rand({2, 1, 128, 204});
        const auto embed = [&](Precision precision) {
            const PrecisionScope scope(torch::kCPU, precision);
            return std::vector{model->encodeVision(image).embedding, model->encodeAudio(mel).embedding,
                               model->encodeText(ids).embedding};
        };
        const auto exact = embed(Precision::Float32);
        const auto rounded = embed(Precision::BFloat16);
        for (std::size_t i = 0; i < exact.size(); ++i) {
            QVERIFY(rounded[i].scalar_type() == torch::kFloat);
            QVERIFY(deviation(rounded[i], exact[i]) < kTolerance);
        }
    }

    void tavisStep()
    {
        const torch::InferenceMode inference;
        const auto config = Json::parseFile(AVS_TEST_DATA "/overfit.json").at("model");
        Tavis model(TavisOptions::fromJson(config));
        model->eval();
        const auto& options = model->options();
        const auto side = options.imageSize;
        const auto& audio = *options.imagebind.audio;
        const TavisImpl::Input input{torch::randn({2, 3, side, side}), torch::rand({2, 3, side, side}),
                                     torch::randn({2, 1, audio.melBins, audio.frames})};
        const auto run = [&](Precision precision) {
            const PrecisionScope scope(torch::kCPU, precision);
            return model->forward(input);
        };
        const auto exact = run(Precision::Float32);
        const auto rounded = run(Precision::BFloat16);
        QVERIFY(rounded.binaryMask.scalar_type() == torch::kFloat);
        QVERIFY(deviation(rounded.decoder.all.masks, exact.decoder.all.masks) < kTolerance);
        const PrecisionScope scope(torch::kCPU, Precision::BFloat16);
        const auto classes = model->embedClasses(
            torch::randint(1, 50, {3, options.imagebind.text->contextLength}, torch::kLong));
        QCOMPARE(segmentFrames(*model, input, classes, 30, 40).size(), 2U);
    }

    void gradientsAreFinite()
    {
        auto model = imageBind();
        model->train();
        torch::Tensor loss;
        {
            const PrecisionScope scope(torch::kCPU, Precision::BFloat16);
            loss = model->encodeVision(torch::rand({2, 3, 56, 56})).embedding.select(1, 0).sum();
        }
        loss.backward();
        for (const auto& item : model->named_parameters()) {
            if (item.key().find("vision") == std::string::npos)
                continue;
            const auto& gradient = item.value().grad();
            QVERIFY2(gradient.defined() && gradient.isfinite().all().item<bool>(), item.key().c_str());
            QVERIFY(gradient.scalar_type() == torch::kFloat);
        }
    }
};

QTEST_GUILESS_MAIN(tst_Precision)
#include "tst_Precision.moc"
