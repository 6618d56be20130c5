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
    void sameLosses()
    {
        const auto config = m_fixture.config(QStringLiteral("frozen"), [](auto&, auto& training) {
            training["frozen"] = nn::Json::Array{"imagebind."};
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
        const auto without = losses(QStringLiteral("without"), {});
        const auto filling = losses(QStringLiteral("filling"), cache);
        const auto filled = losses(QStringLiteral("filled"), cache);
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
            return frozen.towers(*batch);
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

    /// Only what cannot change is kept: open towers and dropped paths are not.
    void whatChangesIsNotKept()
    {
        auto open = this->open({"imagebind.modality_trunks.vision."}); // its preprocessor is trained
        auto features = open.features(m_fixture.path(QStringLiteral("open")));
        const auto towers = open.take(features);
        QCOMPARE(features.encoded(), 0);
        QVERIFY(towers.visionCls.requires_grad() && towers.audioTokens.requires_grad());

        auto dropping = this->open({"imagebind."}, [](auto& o) { o.imagebind.audio->dropPath = 0.5; });
        auto dropped = dropping.features(m_fixture.path(QStringLiteral("dropping")));
        training::setTrainingMode(*dropping.model, /*frozenEval=*/false);
        QVERIFY(!torch::equal(dropping.take(dropped).audioTokens, dropping.take(dropped).audioTokens));
        QCOMPARE(dropped.encoded(), 10); // the pictures, once
        training::setTrainingMode(*dropping.model, /*frozenEval=*/true);
        QVERIFY(torch::equal(dropping.take(dropped).audioTokens, dropping.take(dropped).audioTokens));
        QCOMPARE(dropped.encoded(), 20);
    }

    /// Other weights, other entries.
    void knowsItsWeights()
    {
        const auto folder = m_fixture.path(QStringLiteral("weights"));
        auto parts = open({"imagebind."});
        auto first = parts.features(folder);
        (void)parts.take(first);
        {
            const torch::NoGradGuard noGrad;
            for (auto& item : parts.model->named_parameters()) {
                if (item.key() == "imagebind.modality_trunks.vision.blocks.0.mlp.fc1.bias")
                    item.value().add_(1);
            }
        }
        auto second = parts.features(folder);
        (void)parts.take(second);
        QCOMPARE(second.encoded(), 20);
    }

    /// The same weights in as many heads again say something else.
    void knowsItsHeads()
    {
        const auto folder = m_fixture.path(QStringLiteral("heads"));
        for (const auto& change : std::vector<std::function<void(nn::TavisOptions&)>>{
                 [](auto&) {}, [](auto& o) { o.imagebind.audio->heads = 4; },
                 [](auto& o) { o.imagebind.vision->heads = 4; }}) {
            auto parts = open({"imagebind."}, change);
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

        training::FrozenFeatures features(const QString& folder)
        {
            training::FrozenFeatures frozen(*model, tokens, {folder, 1 << 30});
            frozen.beginStage();
            return frozen;
        }
        nn::TavisImpl::TowerFeatures take(training::FrozenFeatures& frozen)
        {
            set.begin(torch::arange(10, torch::kLong));
            const auto batch = set.next(10, false, torch::kCPU);
            return frozen.towers(*batch);
        }
    };

    Parts open(
        const std::vector<std::string>& frozen,
        const std::function<void(nn::TavisOptions&)>& change = [](auto&) {})
    {
        auto json = nn::Json::parseFile(AVS_TEST_DATA "/overfit.json").at("model");
        auto options = nn::TavisOptions::fromJson(json);
        options.imagebind.audio->blocks = 2;
        change(options);
        torch::manual_seed(3);
        nn::Tavis model(options);
        training::TrainingStage stage;
        stage.trained = {""};
        training::openOnly(*model, training::trainedParameters(*model, stage, frozen));
        training::TrainingSet::Options reading;
        reading.imageSize = options.imageSize;
        auto set = training::TrainingSet::open(m_fixture.dataset(), QStringLiteral("train"), reading);
        return {model, std::move(*set), torch::zeros({2, 8}, torch::kLong)};
    }

    TrainingFixture m_fixture;
};

QTEST_GUILESS_MAIN(tst_FrozenFeatures)
#include "tst_FrozenFeatures.moc"
