// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/ModelSession.h"
#include "core/nn/weights/Safetensors.h"
#include "core/training/Evaluation.h"
#include "tests/training/TrainingFixture.h"

#include <torch/utils.h>

#include <QtTest>

using namespace avs;
using testing::TrainingFixture;

class tst_Trainer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        torch::set_num_threads(1); // as small as this is, threads only wait for each other
        const auto made = m_fixture.draw(3);
        QVERIFY2(made.has_value(), made ? "" : qPrintable(made.error().message));
    }

    /// Three clips, with two sounding objects each, are learnt by heart: by the loss, and by what the saved
    /// model then says of them.
    void overfits()
    {
        constexpr int kClips = 3;
        constexpr int kSteps = 20; // of an epoch, each of as many frames as there are clips
        testing::TrainingFixture fixture;
        // As large as masks are scored: the corners of coarser pixels are no outlines to learn.
        QVERIFY(fixture.draw(kClips, 28, 1, training::EvaluateOptions{}.scoreSize).has_value());
        // Every epoch ends with writing the model, which takes as long as a step.
        QVERIFY(fixture.copyClips(kClips, "train", kSteps - 1));
        const auto config = fixture.config(QStringLiteral("fine"), learnsByHeart);
        double first = 0, last = 0;
        const auto summary = training::train(fixture.options(config, QStringLiteral("run")),
                                             [&](const training::TrainProgress& p) {
                                                 if (p.stage == u"segmentation") {
                                                     if (first == 0)
                                                         first = p.loss;
                                                     last = p.loss;
                                                 }
                                             },
                                             {});
        QVERIFY2(summary.has_value(), summary ? "" : qPrintable(summary.error().message));
        QVERIFY2(last < first / 4, qPrintable(QStringLiteral("%1 -> %2").arg(first).arg(last)));

        auto session = inference::ModelSession::load(summary->bestPath, TrainingFixture::vocabulary(),
                                                     inference::DeviceChoice::Cpu);
        QVERIFY2(session.has_value(), session ? "" : qPrintable(session.error().message));
        training::EvaluateOptions evaluation;
        evaluation.datasetRoot = fixture.dataset();
        evaluation.split = QStringLiteral("train");
        const auto scores = training::evaluate(**session, evaluation, [](int, int) {}, {});
        QVERIFY2(scores.has_value(), scores ? "" : qPrintable(scores.error().message));
        QCOMPARE(scores->frameCount(), kClips * kSteps);
        QVERIFY2(scores->foregroundMiou() > 0.95 && scores->binaryMiou() > 0.95,
                 qPrintable(QStringLiteral("binary %1, classes %2")
                                .arg(scores->binaryMiou())
                                .arg(scores->foregroundMiou())));

        evaluation.split = QStringLiteral("test");
        QVERIFY(!training::evaluate(**session, evaluation, [](int, int) {}, {}));

        const auto half = fixture.path(QStringLiteral("half.safetensors"));
        QVERIFY(training::exportHalfPrecision(summary->bestPath, half).has_value());
        QVERIFY(QFileInfo(half).size() < QFileInfo(summary->bestPath).size() * 0.55);
        QVERIFY(
            inference::ModelSession::load(half, TrainingFixture::vocabulary(), inference::DeviceChoice::Cpu)
                .has_value());
    }

    void sameSeedSameWeights()
    {
        for (const auto* name : {"a", "b"}) {
            auto o = options(QString::fromLatin1(name));
            o.maxSteps = 3;
            QVERIFY(training::train(o, [](const training::TrainProgress&) {}, {}).has_value());
        }
        const auto a =
            nn::SafetensorsFile::open(m_fixture.path(QStringLiteral("a/last.safetensors")).toStdString());
        const auto b =
            nn::SafetensorsFile::open(m_fixture.path(QStringLiteral("b/last.safetensors")).toStdString());
        for (const auto& [name, tensor] : a.tensors)
            QVERIFY2(torch::allclose(tensor, b.tensors.at(name), 1e-5, 1e-6), name.c_str());
    }

    /// Every step with all that is needed to see how it went, and every epoch with its validation.
    void logTellsAll()
    {
        testing::TrainingFixture small;
        QVERIFY(small.draw(2).has_value());
        QVERIFY(small.validateOnTraining(1));
        const auto config = small.config(QStringLiteral("c"), [](auto&, auto& training) {
            training["stages"] = TrainingFixture::oneStage(2, 4);
        });
        const auto summary =
            training::train(small.options(config, QStringLiteral("run")), [](const auto&) {}, {});
        QVERIFY2(summary.has_value(), summary ? "" : qPrintable(summary.error().message));
        QCOMPARE(summary->steps, 6);
        QVERIFY(summary->best.has_value());
        QVERIFY(QFile::exists(summary->bestPath));
        QVERIFY(summary->bestPath != summary->lastPath);

        const auto steps = small.log(QStringLiteral("run"), "step");
        QCOMPARE(steps.size(), 6U);
        for (const auto* key : {"loss", "lr", "grad_norm", "samples_per_second", "loss_binary_bce",
                                "loss_binary_iou", "loss_a2t", "loss_v2t", "loss_query_bce"})
            QVERIFY2(steps.back().contains(key), key);
        QCOMPARE(steps.back().at("step").asInt(), 6);
        QCOMPARE(steps.back().at("epoch").asInt(), 2);
        const auto epochs = small.log(QStringLiteral("run"), "epoch");
        QCOMPARE(epochs.size(), 2U);
        for (const auto* key : {"loss", "val_loss", "val_binary_miou", "val_foreground_miou"})
            QVERIFY2(epochs.back().contains(key), key);
    }

    /// A rate of 0 never improves on the first epoch.
    void stopsEarlyWhenNothingImproves()
    {
        testing::TrainingFixture small;
        QVERIFY(small.draw(1).has_value());
        QVERIFY(small.validateOnTraining(1));
        const auto config = small.config(QStringLiteral("c"), [](auto&, auto& training) {
            training["patience"] = 2;
            training["stages"] =
                TrainingFixture::oneStage(50, 5, {{"learning_rate", 1e-12}, {"eta_min", 0.0}});
        });
        const auto summary =
            training::train(small.options(config, QStringLiteral("run")), [](const auto&) {}, {});
        QVERIFY2(summary.has_value(), summary ? "" : qPrintable(summary.error().message));
        QVERIFY(summary->stoppedEarly);
        QCOMPARE(summary->steps, 3);
    }

    /// In halves as in one for terms that are means over frames, which leaves the steps' meaning alone.
    void accumulatesToTheSameStep()
    {
        const auto run = [&](const QString& name, int parts) {
            const auto config = m_fixture.config(name, [&](auto&, auto& training) {
                training["loss"] = nn::Json::Object{{"a2t", 0},       {"v2t", 0},      {"query_bce", 0},
                                                    {"query_iou", 0}, {"text_mse", 0}, {"points", 16}};
                training["stages"] = TrainingFixture::oneStage(4, 8, {{"accumulate", parts}});
            });
            const auto done = training::train(m_fixture.options(config, name), [](const auto&) {}, {});
            QVERIFY2(done.has_value(), done ? "" : qPrintable(done.error().message));
        };
        run(QStringLiteral("whole"), 1);
        run(QStringLiteral("halves"), 2);
        const auto whole = m_fixture.log(QStringLiteral("whole"), "step");
        const auto halves = m_fixture.log(QStringLiteral("halves"), "step");
        for (const auto* key : {"loss", "grad_norm"}) {
            const auto wrong = TrainingFixture::difference(TrainingFixture::numbers(whole, key),
                                                           TrainingFixture::numbers(halves, key), 8, 2e-3);
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        }
        // Before rounding has had any steps to grow.
        QVERIFY(std::abs(whole[0].at("loss").asDouble() - halves[0].at("loss").asDouble()) < 1e-5);
    }

    /// bfloat16 learns, and writes float32.
    void mixedPrecision()
    {
        const auto config = m_fixture.config(QStringLiteral("mixed"), [](auto&, auto& training) {
            training["precision"] = "bfloat16";
            training["stages"] = TrainingFixture::oneStage(8, 15);
        });
        const auto done =
            training::train(m_fixture.options(config, QStringLiteral("mixed")), [](const auto&) {}, {});
        QVERIFY2(done.has_value(), done ? "" : qPrintable(done.error().message));
        const auto losses =
            TrainingFixture::numbers(m_fixture.log(QStringLiteral("mixed"), "step"), "loss_binary_bce");
        QCOMPARE(losses.size(), 8U);
        QVERIFY2(losses.back() < losses.front(), qPrintable(QString::number(losses.back())));
        const auto file = nn::SafetensorsFile::open(done->lastPath.toStdString());
        for (const auto& [name, tensor] : file.tensors)
            QVERIFY2(tensor.scalar_type() == torch::kFloat || !tensor.is_floating_point(), name.c_str());
    }

    void wrongInput()
    {
        auto nothing = options(QStringLiteral("x"));
        nothing.datasetRoot = m_fixture.path(QStringLiteral("none"));
        QCOMPARE(training::train(nothing, {}, {}).error().code, base::ErrorCode::NotFound);

        auto noVocabulary = options(QStringLiteral("x"));
        noVocabulary.vocabularyPath = QStringLiteral("/nowhere");
        const auto error = training::train(noVocabulary, {}, {}).error();
        QVERIFY2(error.message.contains(QStringLiteral("run.sh")), qPrintable(error.message));

        auto unwritable = options(QStringLiteral("x"));
        unwritable.outputFolder = QStringLiteral("/dev/null/run");
        QCOMPARE(training::train(unwritable, {}, {}).error().code, base::ErrorCode::Unwritable);

        auto again = options(QStringLiteral("a")); // sameSeedSameWeights() trained there
        const auto taken = training::train(again, {}, {}).error();
        QCOMPARE(taken.code, base::ErrorCode::Invalid);
        QVERIFY2(taken.message.contains(QStringLiteral("--resume")), qPrintable(taken.message));
    }

    void emptySplit()
    {
        testing::TrainingFixture other;
        QVERIFY(other.draw(1).has_value());
        QFile list(other.dataset() + QStringLiteral("/metadata.csv"));
        QVERIFY(list.open(QIODevice::ReadWrite));
        auto content = list.readAll();
        content.replace(",train,", ",test,");
        QVERIFY(list.resize(0) && list.seek(0) && list.write(content) > 0 && list.flush());
        const auto error =
            training::train(
                other.options(QStringLiteral(AVS_TEST_DATA "/overfit.json"), QStringLiteral("run")), {}, {})
                .error();
        QCOMPARE(error.code, base::ErrorCode::Invalid);
        QVERIFY2(error.message.contains(QStringLiteral("\"train\"")), qPrintable(error.message));
        QVERIFY(!QFile::exists(other.path(QStringLiteral("run"))));
    }

private:
    static void learnsByHeart(nn::Json::Object& model, nn::Json::Object& training)
    {
        // Masks of 40 × 40 pixels, each a product of 8 features.
        constexpr int kSide = 160;
        constexpr int kWidth = 64;
        const auto with = TrainingFixture::with;
        const auto& encoder = model["image_encoder"];
        model["image_size"] = kSide;
        model["image_encoder"] = with(encoder, {{"neck", with(encoder.at("neck"), {{"d_model", kWidth}})}});
        model["bridge"] = with(model["bridge"], {{"embed_dim", kWidth}, {"num_queries", 2}});
        model["mask_decoder"] = with(model["mask_decoder"], {{"transformer_dim", kWidth}});
        model["prompt_encoder"] =
            with(model["prompt_encoder"], {{"embed_dim", kWidth},
                                           {"image_embedding_size", nn::Json::Array{kSide / 16, kSide / 16}},
                                           {"input_image_size", nn::Json::Array{kSide, kSide}}});
        // Both queries would for long cover both objects if the pixels' own term did not outweigh the others.
        training["loss"] = with(training["loss"],
                                {{"query_bce", 20}, {"query_iou", 2}, {"binary_bce", 10}, {"binary_iou", 2}});
        const auto stages = training["stages"].asArray();
        training["stages"] = nn::Json::Array{with(stages[0], {{"epochs", 2}, {"batch", 3}}),
                                             with(stages[1], {{"epochs", 22}, {"batch", 3}})};
    }

    [[nodiscard]] training::TrainOptions options(const QString& run) const
    {
        return m_fixture.options(QStringLiteral(AVS_TEST_DATA "/overfit.json"), run);
    }

    TrainingFixture m_fixture;
};

QTEST_GUILESS_MAIN(tst_Trainer)
#include "tst_Trainer.moc"
