// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

namespace {

struct Ended
{
    int code = -1;
    QString out;
    QString err;

    [[nodiscard]] QJsonDocument json() const { return QJsonDocument::fromJson(out.toUtf8()); }
};

Ended run(const QStringList& arguments)
{
    QProcess process;
    process.start(QStringLiteral(AVS_TAVIS), arguments);
    if (!process.waitForFinished(120'000))
        return {};
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

} // namespace

/// tavis dataset check and tavis evaluate as a shell sees them, with the model that comes with the program.
class tst_DatasetCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        // A clip for each split.
        const auto made = run({"dataset", "synthesize", data(), "--clips", "3", "--seed", "990019", "--train",
                               "0.34", "--val", "0.33", "--videos", "0", "--seconds", "2"});
        QVERIFY2(made.code == 0, qPrintable(made.err));
    }

    void cleanSet()
    {
        const auto found = run({"dataset", "check", data(), "--stray", "1", "--json"});
        QVERIFY2(found.code == 0, qPrintable(found.out + found.err));
        QCOMPARE(found.json()["layout"].toString(), QStringLiteral("AVSBench-semantic"));
        QCOMPARE(found.json()["clip_count"].toInt(), 3);
        QCOMPARE(found.json()["frame_count"].toInt(), 6);
        QVERIFY(found.json()["findings"].toArray().isEmpty());
    }

    void findings()
    {
        const QString mask = data() + QStringLiteral("/v1m/synth990019_00001/labels_rgb/0.png");
        QVERIFY(QFile::rename(mask, mask + QStringLiteral(".away")));
        const auto found = run({"dataset", "check", data(), "--stray", "1"});
        const auto json = run({"dataset", "check", data(), "--stray", "1", "--json"}).json();
        QVERIFY(QFile::rename(mask + QStringLiteral(".away"), mask));
        QCOMPARE(found.code, 1);
        QVERIFY2(found.out.contains(QStringLiteral("1 missing-file")), qPrintable(found.out));
        QCOMPARE(json["summary"]["missing-file"].toInt(), 1);
        QCOMPARE(json["findings"][0]["clip"].toString(), QStringLiteral("synth990019_00001"));
        QVERIFY(json["findings"][0]["file"].toString().endsWith(QStringLiteral("labels_rgb/0.png")));
    }

    void evaluates()
    {
        const auto text = run({"evaluate", data(), "--device", "cpu"});
        QVERIFY2(text.code == 0, qPrintable(text.err));
        QVERIFY2(text.out.contains("split test: 1 clips, 2 frames") &&
                     text.out.contains("masks at 224×224") && text.out.contains("4 clip(s) a batch"),
                 qPrintable(text.out));

        const QString tables = m_folder.filePath(QStringLiteral("tables"));
        const auto ended =
            run({"evaluate", data(), "--split", "train", "--metrics-size", "native", "--f-batch", "1",
                 "--f-input", "logits", "--json", "--csv-dir", tables, "--device", "cpu"});
        QVERIFY2(ended.code == 0, qPrintable(ended.err));
        const auto json = ended.json();
        QCOMPARE(json["protocol"]["size"].toString(), QStringLiteral("native"));
        QCOMPARE(json["protocol"]["f_input"].toString(), QStringLiteral("logits"));
        QCOMPARE(json["protocol"]["f_batch"].toInt(), 1);
        QCOMPARE(json["frame_count"].toInt(), 2);
        QVERIFY(json["model"]["sha256"].toString().size() == 64);
        const double miou = json["binary"]["miou"].toDouble();
        QVERIFY2(miou > 0.3 && miou <= 1,
                 qPrintable(QString::number(miou))); // it knows what it was trained on
        QCOMPARE(json["clips"][0]["miou"].toDouble(), miou);
        QFile clips(tables + QStringLiteral("/clips.csv"));
        QVERIFY(clips.open(QIODevice::ReadOnly));
        QVERIFY(clips.readAll().contains("\nsynth990019_00000,v1m,"));
        QVERIFY(QFile::exists(tables + QStringLiteral("/classes.csv")));
    }

    void reportOutlivesItsTables()
    {
        const QString tables = m_folder.filePath(QStringLiteral("blocked"));
        QVERIFY(QDir().mkpath(tables + QStringLiteral("/clips.csv/in the way")));
        const auto ended = run({"evaluate", data(), "--csv-dir", tables, "--device", "cpu"});
        QCOMPARE(ended.code, 1);
        QVERIFY2(ended.out.contains(QStringLiteral("binary mIoU")), qPrintable(ended.out + ended.err));
    }

    /// A set need not have all splits.
    void oneSplit()
    {
        const QString set = m_folder.filePath(QStringLiteral("test-only"));
        const auto made = run({"dataset", "synthesize", set, "--clips", "1", "--split", "test", "--videos",
                               "0", "--seconds", "2"});
        QVERIFY2(made.code == 0, qPrintable(made.err));
        auto found = run({"dataset", "check", set, "--stray", "1"});
        QVERIFY2(found.out.contains(QStringLiteral("2 empty-split")), qPrintable(found.out));
        QCOMPARE(found.code, 0);
        found = run(
            {"dataset", "check", set, "--stray", "1", "--split-list", set + QStringLiteral("/metadata.csv")});
        QVERIFY2(found.out.contains(QStringLiteral("nothing found")), qPrintable(found.out));
        QCOMPARE(found.code, 0);
    }

    void splitListReplacesTheSplits()
    {
        const QString list = m_folder.filePath(QStringLiteral("unseen.csv"));
        QFile metadata(data() + QStringLiteral("/metadata.csv"));
        QVERIFY(metadata.open(QIODevice::ReadOnly));
        auto lines = metadata.readAll().split('\n');
        lines.removeAt(1); // the training clip
        QFile file(list);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(lines.join('\n'));
        file.close();
        const auto ended = run({"evaluate", data(), "--split-list", list, "--json", "--device", "cpu"});
        QVERIFY2(ended.code == 0, qPrintable(ended.err));
        QCOMPARE(ended.json()["clip_count"].toInt(), 2);
    }

    void wrongInput_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("said");
        const QStringList evaluate{"evaluate", data()};
        QTest::newRow("size") << evaluate + QStringList{"--metrics-size", "0"} << 2 << "native";
        QTest::newRow("batch") << evaluate + QStringList{"--f-batch", "0"} << 2 << "--f-batch";
        QTest::newRow("input") << evaluate + QStringList{"--f-input", "log"} << 2 << "--f-input";
        QTest::newRow("list and split")
            << evaluate + QStringList{"--split", "val", "--split-list", "x.csv"} << 2 << "--split";
        const QString file = data() + QStringLiteral("/metadata.csv");
        QTest::newRow("no folder, said before anything else")
            << evaluate + QStringList{"--split", "holdout", "--csv-dir", file + "/tables"} << 1
            << "metadata.csv";
        QTest::newRow("no split") << evaluate + QStringList{"--split", "holdout"} << 1 << "it has test (1)";
        QTest::newRow("no subset") << QStringList{"evaluate", "--subset", "v1s,v1m", data()} << 1
                                   << "no subset v1s";
        QTest::newRow("nothing to check")
            << QStringList{"dataset", "check", m_folder.path()} << 1 << "s4_meta_data.csv";
    }

    void wrongInput()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QString, said);
        const auto ended = run(arguments);
        QVERIFY2(ended.err.contains(said), qPrintable(ended.err));
        QCOMPARE(ended.code, code);
    }

private:
    [[nodiscard]] QString data() const { return m_folder.filePath(QStringLiteral("data")); }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(tst_DatasetCommands)
#include "tst_DatasetCommands.moc"
