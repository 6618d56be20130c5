// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Time.h"
#include "tests/support/TavisProgram.h"
#include "tests/support/TestMedia.h"

#include <QDir>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace avs;

namespace {

constexpr auto run = &testing::runTavis;

int numberIn(const QString& path)
{
    const QImage picture = QImage(path).convertToFormat(QImage::Format_RGB888);
    if (picture.isNull())
        return -1;
    imaging::RgbImage image(picture.width(), picture.height());
    for (int y = 0; y < image.height; ++y)
        std::copy_n(picture.constScanLine(y), 3 * image.width, image.row(y));
    return testing::readFrameNumber(image);
}

} // namespace

/// `tavis info` and `tavis frames` as a shell sees them.
class tst_MediaCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        testing::ClipSpec spec;
        spec.frames = 50;
        spec.bFrames = 2;
        spec.sound = true;
        QVERIFY(testing::writeClip(at("clip.mkv"), spec));
        spec.rotation = 90;
        spec.aspectNum = 4;
        spec.aspectDen = 3;
        QVERIFY(testing::writeClip(at("turned.mp4"), spec));
        testing::ClipSpec sound;
        sound.frames = 0;
        sound.sound = true;
        sound.soundEncoder = "pcm_s16le";
        sound.channels = 1;
        sound.seconds = 1;
        QVERIFY(testing::writeClip(at("sound.wav"), sound));
        QVERIFY(testing::writeNoise(at("noise.mp4"), 3000));
        QVERIFY(QFile::copy(at("clip.mkv"), at("cut.mkv")));
        QVERIFY(testing::truncateFile(at("cut.mkv"), QFile(at("cut.mkv")).size() / 2));
    }

    void infoForPrograms()
    {
        const auto told = run({"info", "--json", at("turned.mp4")});
        QVERIFY2(told.code == 0, qPrintable(told.err));
        QVERIFY(told.err.isEmpty());
        const auto json = QJsonDocument::fromJson(told.out.toUtf8()).object();
        QCOMPARE(json["file"].toString(), at("turned.mp4"));
        QVERIFY(std::abs(json["duration_s"].toDouble() - 2) < 0.1);
        const auto video = json["video"].toObject();
        QCOMPARE(video["codec"].toString(), QStringLiteral("h264"));
        QCOMPARE(video["frames"].toInt(), 50);
        QCOMPARE(video["width"].toInt(), 96);
        QCOMPARE(video["height"].toInt(), 213);
        QCOMPARE(video["stored_width"].toInt(), 160);
        QCOMPARE(video["rotation_degrees"].toInt(), 90);
        QCOMPARE(video["pixel_aspect"].toString(), QStringLiteral("4:3"));
        QCOMPARE(video["average_fps"].toDouble(), 25.0);
        QCOMPARE(video["variable_rate"].toBool(true), false);
        const auto audio = json["audio"].toObject();
        QCOMPARE(audio["codec"].toString(), QStringLiteral("aac"));
        QCOMPARE(audio["rate_hz"].toInt(), 44100);
        QCOMPARE(audio["channels"].toInt(), 2);
        QCOMPARE(json["streams"].toArray().size(), 2);
        QVERIFY(!json.contains("damage"));
    }

    void infoForPeople()
    {
        const auto clip = run({"info", at("clip.mkv")});
        QVERIFY2(clip.code == 0, qPrintable(clip.err));
        for (const char* part : {"h264, yuv420p, 160×96", "50, 25 a second", "aac, 44100 Hz, 2 channels"})
            QVERIFY2(clip.out.contains(part), qPrintable(clip.out));
        const auto sound = run({"info", at("sound.wav")});
        QVERIFY2(sound.code == 0, qPrintable(sound.err));
        QVERIFY(sound.out.contains("1 channel\n") && !sound.out.contains("frames"));
    }

    void infoOfADamagedFile()
    {
        const auto told = run({"info", "--json", at("cut.mkv")});
        QCOMPARE(told.code, 0);
        QVERIFY2(told.err.startsWith(QStringLiteral("tavis: ")) &&
                     told.err.contains(QStringLiteral("cut.mkv")),
                 qPrintable(told.err));
        const auto json = QJsonDocument::fromJson(told.out.toUtf8()).object();
        QVERIFY(!json["damage"].toString().isEmpty());
        const int frames = json["video"].toObject()["frames"].toInt();
        QVERIFY(frames > 10 && frames < 50);
    }

    void framesByNumberAndTime()
    {
        const auto byNumber = run({"frames", at("clip.mkv"), "--at", "12", "--out", at("a.png")});
        QVERIFY2(byNumber.code == 0, qPrintable(byNumber.err));
        QCOMPARE(numberIn(at("a.png")), 12);
        QVERIFY2(byNumber.out.contains("frame 12, 0.5"), qPrintable(byNumber.out));
        const auto byTime = run({"frames", at("clip.mkv"), "--time", "1.165", "--out", at("b.jpg")});
        QVERIFY2(byTime.code == 0, qPrintable(byTime.err));
        QCOMPARE(numberIn(at("b.jpg")), 28);
        const auto range = run({"frames", at("clip.mkv"), "--at", "47-49", "--out", at("range")});
        QVERIFY2(range.code == 0, qPrintable(range.err));
        QCOMPARE(QDir(at("range")).entryList(QDir::Files).size(), 3);
        QCOMPARE(numberIn(at("range/frame_000048.png")), 48);
    }

    void wrongInput_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("said");
        const auto file = [](const char* name) { return QStringLiteral("%") + QLatin1String(name); };
        const QStringList out{"--out", file("x.png")};
        QTest::newRow("info of nothing") << QStringList{"info"} << 2 << "file";
        QTest::newRow("info, missing") << QStringList{"info", file("none.mp4")} << 1 << "none.mp4";
        QTest::newRow("info, noise") << QStringList{"info", file("noise.mp4")} << 1 << "noise.mp4";
        QTest::newRow("no frame said") << (QStringList{"frames", file("clip.mkv")} + out) << 2 << "--at";
        QTest::newRow("two frames said")
            << (QStringList{"frames", file("clip.mkv"), "--at", "1", "--time", "1"} + out) << 2 << "--at";
        QTest::newRow("no number") << (QStringList{"frames", file("clip.mkv"), "--at", "one"} + out) << 2
                                   << "one";
        QTest::newRow("range backwards")
            << (QStringList{"frames", file("clip.mkv"), "--at", "9-3"} + out) << 2 << "9-3";
        QTest::newRow("beyond the end")
            << (QStringList{"frames", file("clip.mkv"), "--at", "50"} + out) << 1 << "0 to 49";
        QTest::newRow("sound only") << (QStringList{"frames", file("sound.wav"), "--at", "0"} + out) << 1
                                    << "no pictures";
        QTest::newRow("nowhere to write")
            << QStringList{"frames", file("clip.mkv"), "--at", "0", "--out", file("none/x.png")} << 1
            << "another folder";
    }

    void wrongInput()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QString, said);
        for (auto& argument : arguments) {
            if (argument.startsWith(u'%'))
                argument = m_folder.filePath(argument.mid(1));
        }
        const auto ended = run(arguments);
        QVERIFY2(ended.err.contains(said), qPrintable(ended.err));
        QCOMPARE(ended.code, code);
    }

private:
    QString at(const char* name) { return m_folder.filePath(QLatin1String(name)); }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(tst_MediaCommands)
#include "tst_MediaCommands.moc"
