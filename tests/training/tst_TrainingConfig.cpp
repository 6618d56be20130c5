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
