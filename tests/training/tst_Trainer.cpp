// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/ModelSession.h"
#include "core/nn/weights/Safetensors.h"
#include "core/synthesis/DatasetSynthesis.h"
#include "core/training/Evaluation.h"
#include "core/training/Trainer.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

using namespace avs;

namespace {

QString vocabulary()
{
    return QString::fromLocal8Bit(AVS_TEST_DATA "/../../.deps/data/bpe_simple_vocab_16e6.txt");
}

} // namespace

class tst_Trainer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        synthesis::SynthesisOptions synthesis;
        synthesis.folder = m_folder.filePath(QStringLiteral("data"));
        synthesis.clips = 3;
        synthesis.seed = 21;
        synthesis.split = QStringLiteral("train");
        synthesis.videos = 0;
        const auto made = synthesis::synthesizeDataset(synthesis, [](int, int) {}, {});
        QVERIFY2(made.has_value(), made ? "" : qPrintable(made.error().message));
    }

    /// Three clips are learnt by heart: by the loss, and by what the saved model then says of them.
    void overfits()
    {
        double first = 0, last = 0;
        const auto summary = training::train(options(QStringLiteral("run")),
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

        auto session =
            inference::ModelSession::load(summary->bestPath, vocabulary(), inference::DeviceChoice::Cpu);
        QVERIFY2(session.has_value(), session ? "" : qPrintable(session.error().message));
        training::EvaluateOptions evaluation;
        evaluation.datasetRoot = m_folder.filePath(QStringLiteral("data"));
        evaluation.split = QStringLiteral("train");
        const auto scores = training::evaluate(**session, evaluation, [](int, int) {}, {});
        QVERIFY2(scores.has_value(), scores ? "" : qPrintable(scores.error().message));
        QCOMPARE(scores->frameCount(), 15);
        QVERIFY2(scores->foregroundMiou() > 0.7 && scores->binaryMiou() > 0.7,
                 qPrintable(QStringLiteral("binary %1, classes %2")
                                .arg(scores->binaryMiou())
                                .arg(scores->foregroundMiou())));

        evaluation.split = QStringLiteral("test");
        QVERIFY(!training::evaluate(**session, evaluation, [](int, int) {}, {}));
        QVERIFY(QFile::exists(m_folder.filePath(QStringLiteral("run/log.jsonl"))));

        const auto half = m_folder.filePath(QStringLiteral("half.safetensors"));
        QVERIFY(training::exportHalfPrecision(summary->bestPath, half).has_value());
        QVERIFY(QFileInfo(half).size() < QFileInfo(summary->bestPath).size() * 0.55);
        QVERIFY(inference::ModelSession::load(half, vocabulary(), inference::DeviceChoice::Cpu).has_value());
    }

    void sameSeedSameWeights()
    {
        for (const auto* name : {"a", "b"}) {
            auto o = options(QString::fromLatin1(name));
            o.maxSteps = 3;
            QVERIFY(training::train(o, [](const training::TrainProgress&) {}, {}).has_value());
        }
        const auto a =
            nn::SafetensorsFile::open(m_folder.filePath(QStringLiteral("a/last.safetensors")).toStdString());
        const auto b =
            nn::SafetensorsFile::open(m_folder.filePath(QStringLiteral("b/last.safetensors")).toStdString());
        for (const auto& [name, tensor] : a.tensors)
            QVERIFY2(torch::allclose(tensor, b.tensors.at(name), 1e-5, 1e-6), name.c_str());
    }

    void stopsWithinAStep()
    {
        std::stop_source stop;
        int steps = 0;
        const auto summary = training::train(
            options(QStringLiteral("stopped")),
            [&](const training::TrainProgress&) {
                ++steps;
                stop.request_stop();
            },
            stop.get_token());
        QVERIFY(!summary);
        QCOMPARE(summary.error().code, base::ErrorCode::Cancelled);
        QCOMPARE(steps, 1);
    }

    void wrongInput()
    {
        auto nothing = options(QStringLiteral("x"));
        nothing.datasetRoot = m_folder.filePath(QStringLiteral("none"));
        QCOMPARE(training::train(nothing, {}, {}).error().code, base::ErrorCode::NotFound);

        auto noVocabulary = options(QStringLiteral("x"));
        noVocabulary.vocabularyPath = QStringLiteral("/nowhere");
        const auto error = training::train(noVocabulary, {}, {}).error();
        QVERIFY2(error.message.contains(QStringLiteral("run.sh")), qPrintable(error.message));

        auto unwritable = options(QStringLiteral("x"));
        unwritable.outputFolder = QStringLiteral("/dev/null/run");
        QCOMPARE(training::train(unwritable, {}, {}).error().code, base::ErrorCode::Unwritable);
    }

private:
    training::TrainOptions options(const QString& run)
    {
        training::TrainOptions o;
        o.configPath = QStringLiteral(AVS_TEST_DATA "/overfit.json");
        o.datasetRoot = m_folder.filePath(QStringLiteral("data"));
        o.outputFolder = m_folder.filePath(run);
        o.vocabularyPath = vocabulary();
        o.device = inference::DeviceChoice::Cpu;
        return o;
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(tst_Trainer)
#include "tst_Trainer.moc"
