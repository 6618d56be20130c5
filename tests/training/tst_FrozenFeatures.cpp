// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/FrozenFeatures.h"
#include "core/training/TrainedParts.h"
#include "core/training/TrainingConfig.h"
#include "tests/training/TrainingFixture.h"

#include <QtTest>

using namespace avs;
using testing::TrainingFixture;

class tst_FrozenFeatures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_fixture.draw(2).has_value());
        QVERIFY(m_fixture.validateOnTraining(1));
    }

    /// A run with the cache has the losses of one without; the second with it encodes nothing, and has too.
    void sameLosses_data()
    {
        QTest::addColumn<bool>("imageEncoder");
        QTest::newRow("ImageBind frozen") << false;
        QTest::newRow("SAM 2's image encoder, too") << true;
    }

    void sameLosses()
    {
        QFETCH(bool, imageEncoder);
        const auto config = m_fixture.config(QStringLiteral("frozen"), [&](auto&, auto& training) {
            training["frozen"] = imageEncoder ? frozenEncoders() : nn::Json::Array{"imagebind."};
            training["stages"] = TrainingFixture::oneStage(3, 4);
        });
        const auto losses = [&](const QString& run, const QString& cache) {
            auto options = m_fixture.options(config, run);
            options.featureCache = cache;
            const auto done = training::train(options, [](const auto&) {}, {});
            if (!done)
                qWarning("%s", qPrintable(done.error().message));
            auto values = TrainingFixture::numbers(m_fixture.log(run, "step"), "loss");
            for (const auto value : TrainingFixture::numbers(m_fixture.log(run, "epoch"), "val_loss"))
                values.push_back(value);
            return values;
        };
        const auto cache = m_fixture.path(QStringLiteral("cache"));
        const auto name = [&](const char* run) {
            return QString::fromLatin1(run) + (imageEncoder ? QStringLiteral("_image") : QString());
        };
        const auto without = losses(name("without"), {});
        const auto filling = losses(name("filling"), cache);
        const auto filled = losses(name("filled"), cache);
        QCOMPARE(without.size(), 12U); // 9 steps, 3 validations
        for (const auto& with : {filling, filled}) {
            const auto wrong = TrainingFixture::difference(without, with, without.size(), 1e-4);
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        }
    }

    /// No sound and no picture is encoded twice; a mirrored picture is another one.
    void encodesOnce()
    {
        auto parts = open({"imagebind."});
        auto frozen = parts.features(m_fixture.path(QStringLiteral("once")));
        const auto pass = [&](bool flip) {
            parts.set.begin(torch::arange(10, torch::kLong));
            const auto batch = parts.set.next(10, flip, torch::kCPU);
            return *frozen.input(*batch).towers;
        };
        const auto first = pass(false);
        QCOMPARE(frozen.encoded(), 10 + 10);
        const auto again = pass(false);
        QCOMPARE(frozen.encoded(), 20);
        const auto mirrored = pass(true); // every second picture; the sounds are the same
        QCOMPARE(frozen.encoded(), 25);
        QVERIFY(torch::equal(first.audioTokens, again.audioTokens));
        QVERIFY(torch::equal(first.visionCls, again.visionCls));
        QVERIFY(torch::equal(first.audioCls, mirrored.audioCls));
        QVERIFY(!torch::allclose(first.visionCls[0], mirrored.visionCls[0]));
        QVERIFY(torch::equal(first.visionCls[1], mirrored.visionCls[1]));

        // As the model itself says.
        parts.set.begin(torch::arange(10, torch::kLong));
        const auto batch = parts.set.next(10, false, torch::kCPU);
        const auto straight = parts.model->encodeTowers(batch->input);
        QVERIFY(torch::allclose(straight.audioTokens, first.audioTokens, 1e-4, 1e-5));
        QVERIFY(torch::allclose(straight.visionCls, first.visionCls, 1e-4, 1e-5));
    }

    /// Where nothing on its way is trained, SAM 2's image encoder sees each picture with its sound once.
    void encodesImagesOnce()
    {
        auto parts = open({"imagebind.", "image_encoder.", "mlp_audio."});
        auto frozen = parts.features(m_fixture.path(QStringLiteral("images")));
        const auto first = *parts.take(frozen).features;
        QCOMPARE(frozen.encoded(), 3 * 10);
        const auto again = *parts.take(frozen).features;
        QCOMPARE(frozen.encoded(), 30);
        QVERIFY(!first.maps[0].requires_grad());

        parts.set.begin(torch::arange(10, torch::kLong));
        auto batch = parts.set.next(10, false, torch::kCPU);
        const auto straight =
            parts.model->encodeImage(batch->input.image, parts.model->encodeTowers(batch->input).audioTokens);
        QCOMPARE(first.maps.size(), straight.maps.size());
        for (std::size_t level = 0; level < first.maps.size(); ++level) {
            QVERIFY(torch::equal(first.maps[level], again.maps[level]));
            QVERIFY(torch::equal(first.positions[level], straight.positions[level]));
            QVERIFY(torch::allclose(first.maps[level], straight.maps[level], 1e-4, 1e-5));
        }

        // Another sound for the same picture is another input.
        batch->input.mel = batch->input.mel.roll(1, 0);
        batch->mels = batch->mels.roll(1, 0);
        QVERIFY(!torch::allclose(frozen.image(*batch).maps[2], first.maps[2]));

        auto open = this->open({"imagebind.", "image_encoder."}); // mlp_audio is trained
        auto trained = open.features(m_fixture.path(QStringLiteral("images")));
        QVERIFY(open.take(trained).features->maps[0].requires_grad());
        QCOMPARE(trained.encoded(), 0); // ImageBind's are those of before
    }

    /// Only what cannot change is kept: open towers and dropped paths are not.
    void whatChangesIsNotKept()
    {
        auto open = this->open({"imagebind.modality_trunks.vision."}); // its preprocessor is trained
        auto features = open.features(m_fixture.path(QStringLiteral("open")));
        const auto towers = *open.take(features).towers;
        QCOMPARE(features.encoded(), 0);
        QVERIFY(towers.visionCls.requires_grad() && towers.audioTokens.requires_grad());

        auto dropping = this->open({"imagebind."}, [](nn::Json::Object& imagebind) {
            imagebind["audio"] = TrainingFixture::with(imagebind["audio"], {{"drop_path", 0.5}});
        });
        auto dropped = dropping.features(m_fixture.path(QStringLiteral("dropping")));
        training::setTrainingMode(*dropping.model, /*frozenEval=*/false);
        QVERIFY(!torch::equal(dropping.take(dropped).towers->audioTokens,
                              dropping.take(dropped).towers->audioTokens));
        QCOMPARE(dropped.encoded(), 10); // the pictures, once
        training::setTrainingMode(*dropping.model, /*frozenEval=*/true);
        QVERIFY(torch::equal(dropping.take(dropped).towers->audioTokens,
                             dropping.take(dropped).towers->audioTokens));
        QCOMPARE(dropped.encoded(), 20);
    }

    void knowsItsWeights_data()
    {
        QTest::addColumn<QString>("changed");
        QTest::addColumn<int>("encodedAnew");
        QTest::newRow("vision") << "imagebind.modality_trunks.vision.blocks.0.mlp.fc1.bias" << 10;
        QTest::newRow("audio, which the image encoder hears")
            << "imagebind.modality_trunks.audio.blocks.0.mlp.fc1.bias" << 20;
        QTest::newRow("image encoder") << "image_encoder.neck.convs.0.conv.bias" << 10;
        QTest::newRow("sound's way to it") << "mlp_audio.bias" << 10;
        QTest::newRow("something else") << "audio_to_text1.bias" << 0;
    }

    /// Other weights, other entries, for what depends on them.
    void knowsItsWeights()
    {
        QFETCH(QString, changed);
        QFETCH(int, encodedAnew);
        const auto folder = m_fixture.path(QStringLiteral("weights of ") + QTest::currentDataTag());
        auto parts = open({"imagebind.", "image_encoder.", "mlp_audio."});
        auto first = parts.features(folder);
        (void)parts.take(first);
        QCOMPARE(first.encoded(), 30);
        {
            const torch::NoGradGuard noGrad;
            parts.model->named_parameters()[changed.toStdString()].add_(1);
        }
        auto second = parts.features(folder);
        (void)parts.take(second);
        QCOMPARE(second.encoded(), encodedAnew);
    }

    /// The same weights in as many heads again say something else.
    void knowsItsHeads()
    {
        const auto folder = m_fixture.path(QStringLiteral("heads"));
        for (const char* tower : {"", "audio", "vision"}) {
            auto parts = open({"imagebind."}, [&](nn::Json::Object& imagebind) {
                if (*tower)
                    imagebind[tower] = TrainingFixture::with(imagebind[tower], {{"heads", 4}});
            });
            auto features = parts.features(folder);
            (void)parts.take(features);
            QCOMPARE(features.encoded(), 20);
        }
    }

private:
    struct Parts
    {
        nn::Tavis model;
        training::TrainingSet set;
        torch::Tensor tokens;
        std::string modelJson;

        training::FrozenFeatures features(const QString& folder)
        {
            training::FrozenFeatures frozen(*model, tokens, modelJson, {folder, 1 << 30});
            frozen.beginStage();
            return frozen;
        }
        nn::TavisImpl::Input take(training::FrozenFeatures& frozen)
        {
            set.begin(torch::arange(10, torch::kLong));
            const auto batch = set.next(10, false, torch::kCPU);
            return frozen.input(*batch);
        }
    };

    Parts open(
        const std::vector<std::string>& frozen,
        const std::function<void(nn::Json::Object& imagebind)>& change = [](auto&) {})
    {
        auto json = nn::Json::parseFile(AVS_TEST_DATA "/overfit.json").at("model").asObject();
        auto imagebind = json["imagebind"].asObject();
        imagebind["audio"] = TrainingFixture::with(imagebind["audio"], {{"blocks", 2}});
        change(imagebind);
        json["imagebind"] = imagebind;
        const auto options = nn::TavisOptions::fromJson(nn::Json(json));
        torch::manual_seed(3);
        nn::Tavis model(options);
        training::TrainingStage stage;
        stage.trained = {""};
        training::openOnly(*model, training::trainedParameters(*model, stage, frozen));
        training::TrainingSet::Options reading;
        reading.imageSize = options.imageSize;
        auto set = training::TrainingSet::open(m_fixture.dataset(), QStringLiteral("train"), reading);
        return {model, std::move(*set), torch::zeros({2, 8}, torch::kLong), nn::Json(json).dump()};
    }

    static nn::Json::Array frozenEncoders() { return {"imagebind.", "image_encoder.", "mlp_audio."}; }

    TrainingFixture m_fixture;
};

QTEST_GUILESS_MAIN(tst_FrozenFeatures)
#include "tst_FrozenFeatures.moc"
