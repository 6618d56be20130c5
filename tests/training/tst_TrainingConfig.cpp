// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/TrainingConfig.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace avs;

class tst_TrainingConfig : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shippedConfiguration()
    {
        const auto config = training::TrainingConfig::load(AVS_TEST_DATA "/../../resources/config/tiny.json");
        QVERIFY2(config.has_value(), config ? "" : qPrintable(config.error().message));
        QCOMPARE(config->stages.size(), 3U);
        QVERIFY(config->stages[0].objective == training::TrainingStage::Objective::Contrastive);
        QCOMPARE(config->stages[0].trained, std::vector<std::string>{"imagebind."});
        QVERIFY(config->stages[1].objective == training::TrainingStage::Objective::Tavis);
        QCOMPARE(config->stages[1].trained, std::vector<std::string>{""});
        QVERIFY(config->stages[2].objective == training::TrainingStage::Objective::Tracking);
        QCOMPARE(config->stages[2].seriesLength, 8);
    }

    /// The release's training (tavis.md §5.4), beside its model.
    void paper()
    {
        const auto config =
            training::TrainingConfig::load(AVS_TEST_DATA "/../../resources/config/tavis.json");
        QVERIFY2(config.has_value(), config ? "" : qPrintable(config.error().message));
        QVERIFY(config->modelJson.find("training") == std::string::npos);
        QCOMPARE(config->clipNorm, 0.0);
        QVERIFY(!config->flip && !config->frozenEval);
        const auto& stage = config->stages.at(0);
        QCOMPARE(stage.epochs, 80);
        QCOMPARE(stage.batch, 10);
        QCOMPARE(stage.schedule.peak, 3e-5);
        QCOMPARE(stage.schedule.floor, 1e-7);
        QCOMPARE(stage.schedule.periodEpochs, 80);
        QVERIFY(stage.schedule.annealing == training::Schedule::Annealing::Epoch);
    }

    /// What a run's folder keeps says the same as what it was begun with.
    void roundTrip()
    {
        QTemporaryDir folder;
        for (const auto* name : {"tiny", "tavis"}) {
            const auto config = training::TrainingConfig::load(
                QStringLiteral(AVS_TEST_DATA "/../../resources/config/%1.json").arg(QLatin1String(name)));
            QVERIFY(config.has_value());
            const auto path = folder.filePath(QStringLiteral("c.json"));
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(QByteArray::fromStdString(config->toJson()));
            file.close();
            const auto again = training::TrainingConfig::load(path);
            QVERIFY2(again.has_value(), again ? "" : qPrintable(again.error().message));
            QCOMPARE(again->toJson(), config->toJson());
            QCOMPARE(again->stages.size(), config->stages.size());
        }
    }

    void wrongOnesAreNamed_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("named");
        QTest::newRow("not json") << QByteArray("{") << QStringLiteral("line 1");
        QTest::newRow("no stages") << QByteArray(R"({"model":{},"training":{}})") << QStringLiteral("stages");
        QTest::newRow("empty stages")
            << QByteArray(R"({"model":{},"training":{"stages":[]}})") << QStringLiteral("stages");
        QTest::newRow("unknown objective")
            << QByteArray(R"({"model":{},"training":{"stages":[{"name":"a","objective":"b"}]}})")
            << QStringLiteral("\"b\"");
        QTest::newRow("no epochs")
            << QByteArray(
                   R"({"model":{},"training":{"stages":[{"name":"a","objective":"tavis","epochs":0}]}})")
            << QStringLiteral("\"a\"");
        const auto stage = [](const char* more) {
            return QByteArray(R"({"model":{},"training":{"stages":[{"name":"a","objective":"tavis",)") +
                   more + "}]}}";
        };
        QTest::newRow("mistyped stage key") << stage(R"("learning_rte":1)") << QStringLiteral("learning_rte");
        QTest::newRow("no rate") << stage(R"("learning_rate":0)") << QStringLiteral("learning_rate");
        QTest::newRow("annealing") << stage(R"("annealing":"hour")") << QStringLiteral("\"annealing\"");
        QTest::newRow("accumulate") << stage(R"("batch":2,"accumulate":3)") << QStringLiteral("accumulate");
        QTest::newRow("text for a number") << stage(R"("batch":"many")") << QStringLiteral("\"batch\"");
        QTest::newRow("mistyped key")
            << QByteArray(R"({"model":{},"training":{"sed":1,"stages":[]}})") << QStringLiteral("\"sed\"");
        QTest::newRow("mistyped key of the loss")
            << QByteArray(R"({"model":{},"training":{"loss":{"a2v":1},"stages":[]}})")
            << QStringLiteral("\"a2v\"");
        QTest::newRow("mistyped key of the file")
            << QByteArray(R"({"model":{},"trainig":{},"training":{"stages":[]}})")
            << QStringLiteral("\"trainig\"");
        QTest::newRow("audio logit scale")
            << QByteArray(R"({"model":{},"training":{"audio_logit_scale":0,"stages":[]}})")
            << QStringLiteral("\"audio_logit_scale\"");
        QTest::newRow("precision") << QByteArray(
                                          R"({"model":{},"training":{"precision":"half","stages":[]}})")
                                   << QStringLiteral("\"precision\"");
        QTest::newRow("the model's half") << stage(R"("batch":1)") << QStringLiteral("imagebind");
    }

    void wrongOnesAreNamed()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, named);
        QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("c.json"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
        const auto config = training::TrainingConfig::load(path);
        QVERIFY(!config);
        QCOMPARE(config.error().code, base::ErrorCode::Invalid);
        QVERIFY2(config.error().message.contains(named), qPrintable(config.error().message));
        QVERIFY(config.error().message.contains(path));
    }

    void missingFile()
    {
        const auto config = training::TrainingConfig::load(QStringLiteral("/nowhere/c.json"));
        QVERIFY(!config);
        QCOMPARE(config.error().code, base::ErrorCode::NotFound);
    }
};

QTEST_GUILESS_MAIN(tst_TrainingConfig)
#include "tst_TrainingConfig.moc"
