// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/SegmentationReader.h"
#include "core/media/ClipInfo.h"
#include "tests/support/TavisProgram.h"
#include "tests/support/TestMedia.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <csignal>
#include <map>

using namespace avs;

namespace {

constexpr auto run = &testing::runTavis;

} // namespace

/// The program `tavis` as a shell sees it.
class tst_CommandLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void synthesizesAndSegments()
    {
        const auto made = run({QStringLiteral("dataset"), QStringLiteral("synthesize"), at("data"),
                               QStringLiteral("--clips"), QStringLiteral("1"), QStringLiteral("--seed"),
                               QStringLiteral("990018"), QStringLiteral("--split"), QStringLiteral("test")});
        QVERIFY2(made.code == 0, qPrintable(made.err));
        const auto clip = at("data/v1m/synth990018_00000/clip.mp4");
        QVERIFY(QFile::exists(clip));

        const auto found = run({QStringLiteral("segment"), clip, QStringLiteral("--out"), at("out")});
        QVERIFY2(found.code == 0, qPrintable(found.err));
        QCOMPARE(found.out.count(u'\n'), 5); // a line for each second
        const auto steps = formats::readSegmentation(at("out"));
        QVERIFY2(steps.has_value(), steps ? "" : qPrintable(steps.error().message));
        QCOMPARE(steps->size(), 5U);
        QCOMPARE(steps->front()->labels.width(), 320);
        const auto overlay = media::probe(at("out/overlay.mp4"));
        QVERIFY(overlay.has_value() && overlay->hasAudio && overlay->width == 320);
        QCOMPARE(QDir(at("out/masks")).entryList(QDir::Files).size(), 5);

        const auto every = run({QStringLiteral("segment"), clip, QStringLiteral("--out"), at("every"),
                                QStringLiteral("--step"), QStringLiteral("2"), QStringLiteral("--mode"),
                                QStringLiteral("clip"), QStringLiteral("--every-frame")});
        QVERIFY2(every.code == 0, qPrintable(every.err));
        const auto frames = formats::readFrames(at("every"));
        QVERIFY2(frames.has_value(), frames ? "" : qPrintable(frames.error().message));
        QCOMPARE(frames->size(), 50U); // 5 s of 10 a second
        QCOMPARE(QDir(at("every/masks")).entryList(QDir::Files).size(), 50);
        QCOMPARE(std::count_if(frames->begin(), frames->end(),
                               [](const auto& frame) {
                                   return frame.source == inference::FramePrediction::Source::Inferred;
                               }),
                 2);
        QVERIFY(!QFile::exists(at("every/binary"))); // only where they are asked for
        const auto all = run({QStringLiteral("segment"), clip, QStringLiteral("--out"), at("all"),
                              QStringLiteral("--step"), QStringLiteral("2"), QStringLiteral("--all-masks")});
        QVERIFY2(all.code == 0, qPrintable(all.err));
        QCOMPARE(QDir(at("all/binary")).entryList(QDir::Files).size(), 2);
        QCOMPARE(QDir(at("all/queries")).entryList(QDir::Files).size(), 2 * 5);

        const auto wrong =
            run({QStringLiteral("segment"), clip, QStringLiteral("--out"), at("wrong"),
                 QStringLiteral("--every-frame"), QStringLiteral("--carrier"),
                 QStringLiteral(AVS_TEST_DATA "/../../resources/models/tavis-tiny.safetensors")});
        QCOMPARE(wrong.code, 1);
        QVERIFY2(wrong.err.contains(QStringLiteral("not a model of SAM 2")), qPrintable(wrong.err));

        const auto scores =
            run({QStringLiteral("evaluate"), at("data"), QStringLiteral("--split"), QStringLiteral("test")});
        QVERIFY2(scores.code == 0, qPrintable(scores.err));
        QVERIFY(scores.out.contains(QStringLiteral("binary mIoU")));
    }

    /// Any words, the same masks; what is found is told as JSON.
    void segmentsWithOtherClasses()
    {
        makeFiles();
        const auto ended = run({QStringLiteral("segment"), at("good.mp4"), QStringLiteral("--out"),
                                at("words"), QStringLiteral("--classes"),
                                QStringLiteral("dog,acoustic guitar"), QStringLiteral("--json")});
        QVERIFY2(ended.code == 0, qPrintable(ended.err));
        const auto told = QJsonDocument::fromJson(ended.out.toUtf8());
        QCOMPARE(told[u"steps"].toInt(), 1);
        QVERIFY(told[u"complete"].toBool());
        QVERIFY(!told[u"sound"].toBool(true));
        QCOMPARE(told[u"model"][u"name"].toString(), QStringLiteral("TAViS tiny"));
        QFile file(at("words/segmentation.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto json = QJsonDocument::fromJson(file.readAll());
        QCOMPARE(json[u"classes"].toArray().size(), 3);
        QCOMPARE(json[u"classes"][2][u"name"].toString(), QStringLiteral("acoustic guitar"));
        const auto queries = json[u"steps"][0][u"queries"].toArray();
        QCOMPARE(queries.size(), 5);
        QCOMPARE(queries[4][u"audio"].toArray().size(), 3);
        QVERIFY(queries[4][u"image"][0][u"probability"].toDouble() >=
                queries[4][u"image"][1][u"probability"].toDouble());
    }

    void embeds()
    {
        makeFiles();
        const auto ended = run({QStringLiteral("embed"), at("good.mp4"), at("sound.wav"),
                                QStringLiteral("--text"), QStringLiteral("dog, ,a cat"),
                                QStringLiteral("--out"), at("e.json"), QStringLiteral("--json")});
        QVERIFY2(ended.code == 0, qPrintable(ended.err));
        const auto told = QJsonDocument::fromJson(ended.out.toUtf8())[u"vectors"];
        QCOMPARE(told[u"audio_query"].toInt(), 5);
        QCOMPARE(told[u"text"].toInt(), 2);
        QFile file(at("e.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        std::map<QString, int> kinds;
        for (const auto& row : QJsonDocument::fromJson(file.readAll()).array()) {
            ++kinds[row[u"kind"].toString()];
            QVERIFY(!row[u"vector"].toArray().isEmpty());
        }
        const std::map<QString, int> expected{{"audio_query", 5}, {"masked_image", 5}, {"pseudo_text", 6},
                                              {"sound", 1},       {"text", 2},         {"class_text", 9}};
        QCOMPARE(kinds, expected);
    }

    /// As a browser records it.
    void embedsASoundWhoseHeaderHasNoDuration()
    {
        testing::ClipSpec spec;
        spec.frames = 0;
        spec.sound = true;
        spec.seconds = 3;
        QVERIFY(testing::writeClip(at("recorded.mka"), spec));
        QFile recorded(at("recorded.mka"));
        QVERIFY(recorded.open(QIODevice::ReadWrite));
        const auto duration = recorded.readAll().indexOf(QByteArray("\x44\x89\x88", 3)); // Matroska's element
        QVERIFY(duration > 0);
        QVERIFY(recorded.seek(duration) && recorded.write("\xEC\x89", 2) == 2); // becomes a Void
        recorded.close();
        const auto ended =
            run({QStringLiteral("embed"), at("recorded.mka"), QStringLiteral("--out"), at("recorded.json")});
        QVERIFY2(ended.code == 0, qPrintable(ended.err));
        QFile file(at("recorded.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        std::vector<double> times;
        for (const auto& row : QJsonDocument::fromJson(file.readAll()).array()) {
            if (row[u"kind"].toString() == u"sound")
                times.push_back(row[u"time"].toDouble());
        }
        QCOMPARE(times, (std::vector<double>{0.5, 1.5, 2.5}));
    }

    void weights()
    {
        const auto model = QStringLiteral(AVS_TEST_DATA "/torch/model.pt");
        const auto listed = run({QStringLiteral("weights"), QStringLiteral("inspect"), model});
        QVERIFY2(listed.code == 0, qPrintable(listed.err));
        QVERIFY(listed.out.contains(QStringLiteral("[2, 3]")) &&
                listed.out.contains(QStringLiteral("0.weight")));
        const auto made = run({QStringLiteral("weights"), QStringLiteral("convert"), model,
                               QStringLiteral("--out"), at("model.safetensors")});
        QVERIFY2(made.code == 0, qPrintable(made.err));
        const auto again = run({QStringLiteral("weights"), QStringLiteral("inspect"), at("model.safetensors"),
                                QStringLiteral("--json")});
        const auto json = QJsonDocument::fromJson(again.out.toUtf8());
        QCOMPARE(json[u"format"].toString(), QStringLiteral("safetensors"));
        QCOMPARE(json[u"tensors"][u"0.weight"][u"dtype"].toString(), QStringLiteral("float32"));
        const auto checked =
            run({QStringLiteral("weights"), QStringLiteral("check"),
                 QStringLiteral(AVS_TEST_DATA "/../../resources/models/tavis-tiny.safetensors")});
        QVERIFY2(checked.code == 0, qPrintable(checked.err));
        QVERIFY2(checked.out.contains(QStringLiteral("TAViS tiny")) &&
                     checked.out.contains(QStringLiteral("complete")),
                 qPrintable(checked.out));
        const auto sam2 = QStringLiteral(AVS_TEST_DATA "/../../resources/config/sam2_hiera_tiny.json");
        const auto other = run({QStringLiteral("weights"), QStringLiteral("check"), model,
                                QStringLiteral("--config"), sam2, QStringLiteral("--json")});
        QCOMPARE(other.code, 1);
        const auto differences = QJsonDocument::fromJson(other.out.toUtf8());
        QVERIFY(!differences[u"fits"].toBool(true));
        QCOMPARE(differences[u"unexpected"].toArray().size(), 7);
        QVERIFY(differences[u"missing"].toArray().contains(QStringLiteral("no_mem_embed")));
        const auto unknown = run({QStringLiteral("weights"), QStringLiteral("check"), model});
        QCOMPARE(unknown.code, 1);
        QVERIFY2(unknown.err.contains(QStringLiteral("--config")), qPrintable(unknown.err));
        const auto evil = run({QStringLiteral("weights"), QStringLiteral("inspect"),
                               QStringLiteral(AVS_TEST_DATA "/torch/evil.pt")});
        QCOMPARE(evil.code, 1);
        QVERIFY2(evil.err.contains(QStringLiteral("posix.system")), qPrintable(evil.err));
    }

    void theWindowsHelpNeedsNoScreen()
    {
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        for (const auto* screen : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
            environment.remove(QLatin1String(screen));
        process.setProcessEnvironment(environment);
        process.start(QFileInfo(QStringLiteral(AVS_TAVIS)).path() + QStringLiteral("/tavis-studio"),
                      {QStringLiteral("--help")});
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 0);
        QVERIFY(process.readAllStandardOutput().contains("--theme"));
    }

    void wrongInput_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("said");
        const auto file = [](const char* name) { return QStringLiteral("%") + QLatin1String(name); };
        const QStringList out{QStringLiteral("--out"), file("x")};
        QTest::newRow("nothing") << QStringList{} << 2 << "subcommand";
        QTest::newRow("unknown") << QStringList{"fly"} << 2 << "subcommand";
        QTest::newRow("no out") << QStringList{"segment", "a.mp4"} << 2 << "--out";
        QTest::newRow("missing clip") << (QStringList{"segment", file("none.mp4")} + out) << 1 << "none.mp4";
        QTest::newRow("empty clip") << (QStringList{"segment", file("empty.mp4")} + out) << 1 << "empty";
        QTest::newRow("noise") << (QStringList{"segment", file("noise.mp4")} + out) << 1 << "noise.mp4";
        QTest::newRow("sound only") << (QStringList{"segment", file("sound.wav")} + out) << 1 << "sound.wav";
        QTest::newRow("device") << (QStringList{"segment", file("good.mp4"), "--device", "tpu"} + out) << 2
                                << "tpu";
        QTest::newRow("model") << (QStringList{"segment", file("good.mp4"), "--model", file("noise.mp4")} +
                                   out)
                               << 1 << "noise.mp4";
        QTest::newRow("out is a file")
            << QStringList{"segment", file("good.mp4"), "--out", file("noise.mp4")} << 1 << "noise.mp4";
        QTest::newRow("step") << (QStringList{"segment", file("good.mp4"), "--step", "0"} + out) << 2
                              << "--step";
        const auto segmentWith = [&](const QStringList& more) {
            return QStringList{"segment", file("good.mp4")} + out + more;
        };
        QTest::newRow("classes twice")
            << segmentWith({"--classes", "dog,dog"}) << 2 << "\"dog\" is named twice";
        QTest::newRow("template") << segmentWith({"--template", "a dog"}) << 2 << "has no {}";
        QTest::newRow("classes empty") << segmentWith({"--classes", "dog,,cat"}) << 2 << "empty name";
        QTest::newRow("classes file") << segmentWith({"--classes", file("none.txt")}) << 1 << "none.txt";
        QTest::newRow("classes long")
            << segmentWith({"--classes", QStringLiteral("very ").repeated(20)}) << 1 << "too long";
        QTest::newRow("no sound") << segmentWith({"--no-sound", "refuse"}) << 1 << "has no sound";
        QTest::newRow("sam 2") << segmentWith({"--model", file("sam2.safetensors")}) << 1
                               << "but SAM 2 weights";
        QTest::newRow("embed ending")
            << QStringList{"embed", file("good.mp4"), "--out", file("e.xls")} << 2 << "e.xls";
        QTest::newRow("embed classes twice")
            << QStringList{"embed", "--classes", "dog,dog", "--out", file("e.csv")} << 2 << "named twice";
        QTest::newRow("embed folder, before the model is loaded")
            << QStringList{"embed", "--model", file("none"), "--out", file("none/e.csv")} << 1 << "e.csv";
        QTest::newRow("embed without sound")
            << QStringList{"embed", file("nothing.wav"), "--out", file("e.csv")} << 1 << "nothing.wav";
        QTest::newRow("embed noise") << QStringList{"embed", file("noise.mp4"), "--out", file("e.csv")} << 1
                                     << "noise.mp4";
        QTest::newRow("config") << QStringList{"train",     file("data"), "--out",
                                               file("run"), "--config",   "huge"}
                                << 1 << "huge";
        QTest::newRow("dataset") << QStringList{"evaluate", file("nodata")} << 1 << "nodata";
    }

    void wrongInput()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QString, said);
        makeFiles();
        for (auto& argument : arguments) {
            if (argument.startsWith(u'%'))
                argument = m_folder.filePath(argument.mid(1));
        }
        const auto ended = run(arguments);
        QVERIFY2(ended.err.contains(said), qPrintable(ended.err));
        QCOMPARE(ended.code, code);
    }

    void clipWithoutSoundIsSaid()
    {
        makeFiles();
        const auto ended =
            run({QStringLiteral("segment"), at("good.mp4"), QStringLiteral("--out"), at("quiet")});
        QVERIFY2(ended.code == 0, qPrintable(ended.err));
        QVERIFY(ended.err.contains(QStringLiteral("no sound")));
    }

    void interruptEndsCleanly()
    {
        const auto clip = at("long.mp4");
        QVERIFY(testing::writeClip(clip, {.frames = 3000, .fps = 10}));
        QProcess process;
        process.start(QStringLiteral(AVS_TAVIS),
                      {QStringLiteral("segment"), clip, QStringLiteral("--out"), at("stopped"),
                       QStringLiteral("--step"), QStringLiteral("0.1")});
        QVERIFY(process.waitForStarted());
        QByteArray said; // wait for the first step, so that the model is at work
        QElapsedTimer timer;
        timer.start();
        while (!said.contains("segmenting") && timer.elapsed() < 60'000) {
            process.waitForReadyRead(1000);
            said += process.readAllStandardError();
        }
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(20'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 130);
        // What was done is kept, and every file is whole.
        const auto kept = formats::readSegmentation(at("stopped"));
        QVERIFY2(kept.has_value(), kept ? "" : qPrintable(kept.error().message));
        QVERIFY(!kept->empty() && kept->size() < 3000);
        QCOMPARE(std::size_t(QDir(at("stopped/masks")).entryList(QDir::Files).size()), kept->size());
        QFile file(at("stopped/segmentation.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!QJsonDocument::fromJson(file.readAll())[u"complete"].toBool(true));
        QVERIFY(process.readAllStandardError().contains("steps are in"));
    }

private:
    QString at(const char* name) { return m_folder.filePath(QLatin1String(name)); }

    void makeFiles()
    {
        if (QFile::exists(at("good.mp4")))
            return;
        QVERIFY(testing::writeClip(at("good.mp4"), {.frames = 20}));
        testing::ClipSpec sound;
        sound.frames = 0;
        sound.sound = true;
        sound.soundEncoder = "pcm_s16le";
        sound.seconds = 1;
        QVERIFY(testing::writeClip(at("sound.wav"), sound));
        sound.seconds = 0.00001; // a header and nothing to hear
        QVERIFY(testing::writeClip(at("nothing.wav"), sound));
        QVERIFY(testing::writeNoise(at("noise.mp4"), 3000));
        QFile sam2(at("sam2.safetensors")); // one float named as in SAM 2's files
        QVERIFY(sam2.open(QIODevice::WriteOnly));
        const QByteArray header(
            R"({"image_encoder.trunk.pos_embed":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})");
        const auto length = static_cast<quint64>(header.size());
        sam2.write(QByteArray(reinterpret_cast<const char*>(&length), 8) + header + QByteArray(4, '\0'));
        QFile empty(at("empty.mp4"));
        QVERIFY(empty.open(QIODevice::WriteOnly));
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(tst_CommandLine)
#include "tst_CommandLine.moc"
