// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/AvsBenchSemantic.h"
#include "core/formats/AvsBenchWriter.h"
#include "core/formats/ImageFile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace avs;
using namespace avs::formats;
using base::ErrorCode;
using imaging::LabelMap;
using imaging::RgbImage;

namespace {

const std::vector<QString>& classNames()
{
    static const std::vector<QString> names{QStringLiteral("background"), QStringLiteral("guitar"),
                                            QStringLiteral("horse"), QStringLiteral("woman")};
    return names;
}

RgbImage flatImage(std::uint8_t value)
{
    RgbImage image(20, 14);
    std::fill(image.pixels.begin(), image.pixels.end(), value);
    return image;
}

LabelMap stripes()
{
    LabelMap labels(20, 14);
    for (int y = 0; y < 14; ++y)
        for (int x = 0; x < 20; ++x)
            labels.at(x, y) = static_cast<std::uint8_t>(x / 5);
    return labels;
}

void writeText(const QString& path, const QByteArray& text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

} // namespace

class tst_AvsBenchSemantic : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void writtenIsReadBack();
    void dirtyRows();
    void onlyFirstFrameOfV1sTrainingCounts();
    void wrongClassLists_data();
    void wrongClassLists();
    void strayColoursAreBackground();
    void palettePngKeepsIndices();
    void missingAndDamagedFiles();

private:
    void writeClip(const QString& subset, const QString& uid, int frames);
    QString path(const char* name) const { return m_dir->filePath(QLatin1String(name)); }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void tst_AvsBenchSemantic::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
}

void tst_AvsBenchSemantic::writeClip(const QString& subset, const QString& uid, int frames)
{
    const auto folder = makeAvsClipFolder(m_dir->path(), subset, uid);
    QVERIFY(folder);
    for (int k = 0; k < frames; ++k)
        QVERIFY(writeAvsFrame(*folder, k, flatImage(static_cast<std::uint8_t>(40 * k)), stripes()));
    std::vector<float> sound(16000);
    for (std::size_t i = 0; i < sound.size(); ++i)
        sound[i] = 0.5F * static_cast<float>(std::sin(0.1 * static_cast<double>(i)));
    QVERIFY(writeAvsSound(*folder, sound, 16000));
}

void tst_AvsBenchSemantic::writtenIsReadBack()
{
    writeClip(QStringLiteral("v1m"), QStringLiteral("abc_0"), 3);
    QVERIFY(writeAvsIndex(m_dir->path(), classNames(),
                          {{QStringLiteral("abc"),
                            QStringLiteral("abc_0"),
                            QStringLiteral("v1m"),
                            QStringLiteral("val"),
                            {3, 1}}}));
    const auto set = readAvsBenchSemantic(m_dir->path());
    QVERIFY(set);
    QCOMPARE(set->classNames, classNames());
    QVERIFY(set->problems.empty());
    QCOMPARE(set->clips.size(), std::size_t{1});
    const AvsClip& clip = set->clips.front();
    QCOMPARE(clip.uid, QStringLiteral("abc_0"));
    QCOMPARE(clip.subset, QStringLiteral("v1m"));
    QCOMPARE(clip.split, QStringLiteral("val"));
    QCOMPARE(clip.frameCount, 3);
    QCOMPARE(clip.classes, (std::vector<int>{1, 3}));
    QVERIFY(clip.videoPath.isEmpty());
    const auto sample = readSample(*set, clip, 2);
    QVERIFY(sample);
    QVERIFY(sample->labels == stripes());
    QVERIFY(std::abs(sample->image.pixels[100] - 80) <= 2);
    const auto sound = readSound(clip);
    QVERIFY(sound);
    QCOMPARE((*sound)->rateHz, 16000);
    QCOMPARE((*sound)->frameCount(), std::int64_t{16000});
    QVERIFY(std::abs((*sound)->samples[500] - 0.5 * std::sin(50.0)) < 1e-3);
    QFile semantic(clip.folder + QStringLiteral("/labels_semantic/1.png"));
    const auto indices = readIndices(semantic.fileName());
    QVERIFY(indices);
    QVERIFY(*indices == stripes());
}

void tst_AvsBenchSemantic::dirtyRows()
{
    for (const char* uid : {"a", "b", "c", "d"})
        writeClip(QStringLiteral("v2"), QLatin1String(uid), 1);
    QVERIFY(writeAvsIndex(m_dir->path(), classNames(), {}));
    writeText(path("metadata.csv"), "\xef\xbb\xbfvid,uid,s_min,s_sec,a_obj,split,label\r\n"
                                    "1,a,0,1,h orse_woman,train,v2\r\n"
                                    "1,b,0,1,off-the-screen,val,v2\r\n"
                                    "\r\n"
                                    "1,c,0,1,background,test,v2\r\n"
                                    "1,gone,0,1,woman,test,v2\r\n"
                                    "too,short\r\n"
                                    "1,\"d\",0,1,\"guitar_kazoo_guitar\",test,v2");
    const auto set = readAvsBenchSemantic(m_dir->path());
    QVERIFY(set);
    QCOMPARE(set->clips.size(), std::size_t{4});
    QCOMPARE(set->clips[0].classes, (std::vector<int>{2, 3}));
    QVERIFY(set->clips[1].classes.empty());
    QVERIFY(set->clips[2].classes.empty());
    QCOMPARE(set->clips[3].uid, QStringLiteral("d"));
    QCOMPARE(set->clips[3].classes, std::vector<int>{1});
    QCOMPARE(set->problems.size(), std::size_t{3});
    QCOMPARE(set->problems[0].kind, ProblemKind::MissingClip);
    QCOMPARE(set->problems[0].clip, QStringLiteral("gone"));
    QCOMPARE(set->problems[1].kind, ProblemKind::UnknownClass);
    QVERIFY(set->problems[1].sentence.contains(QStringLiteral("kazoo")));
    QCOMPARE(set->problems[2].kind, ProblemKind::ShortRow);
}

void tst_AvsBenchSemantic::onlyFirstFrameOfV1sTrainingCounts()
{
    std::vector<AvsRow> rows;
    for (const char* subset : {"v1s", "v1m"})
        for (const char* split : {"train", "test"}) {
            const QString uid = QLatin1String(subset) + QLatin1String(split);
            writeClip(QLatin1String(subset), uid, 5);
            rows.push_back({uid, uid, QLatin1String(subset), QLatin1String(split), {1}});
        }
    QVERIFY(writeAvsIndex(m_dir->path(), classNames(), rows));
    const auto set = readAvsBenchSemantic(m_dir->path());
    QVERIFY(set);
    QCOMPARE(set->clips.size(), std::size_t{4});
    const AvsClip& training = set->clips[0];
    QVERIFY(training.isAnnotated(0) && !training.isAnnotated(1));
    QCOMPARE(training.frameCount, 5);
    for (std::size_t other = 1; other < 4; ++other)
        QVERIFY(set->clips[other].isAnnotated(4) && !set->clips[other].isAnnotated(5));
}

void tst_AvsBenchSemantic::strayColoursAreBackground()
{
    RgbImage colours = toPaletteColours(stripes());
    QCOMPARE(colours.pixels[3 * 7], std::uint8_t{128}); // class 1 is dark red
    colours.row(0)[3 * 7] = 127;                        // no longer
    const LabelMap labels = fromPaletteColours(colours, 4);
    QCOMPARE(labels.at(7, 0), std::uint8_t{0});
    QCOMPARE(labels.at(7, 1), std::uint8_t{1});
    // A colour of the palette beyond the set's classes is none of its classes.
    QCOMPARE(fromPaletteColours(colours, 3).at(19, 0), std::uint8_t{0});
    QCOMPARE(labels.at(19, 0), std::uint8_t{3});
}

void tst_AvsBenchSemantic::palettePngKeepsIndices()
{
    LabelMap labels(256, 2);
    for (int x = 0; x < 256; ++x)
        labels.at(x, 1) = static_cast<std::uint8_t>(x);
    QVERIFY(writePalettePng(path("all.png"), labels));
    const auto indices = readIndices(path("all.png"));
    QVERIFY(indices);
    QVERIFY(*indices == labels);
    const auto colours = readRgb(path("all.png"));
    QVERIFY(colours);
    QVERIFY(*colours == toPaletteColours(labels));

    // Few classes in a map must not make the file a 1- or 4-bit one with other numbers.
    LabelMap two(3, 3);
    two.at(1, 1) = 200;
    QVERIFY(writePalettePng(path("two.png"), two));
    const auto back = readIndices(path("two.png"));
    QVERIFY(back);
    QVERIFY(*back == two);
}

void tst_AvsBenchSemantic::missingAndDamagedFiles()
{
    const auto codeOf = [](const auto& result) { return result ? ErrorCode::Device : result.error().code; };
    QCOMPARE(codeOf(readAvsBenchSemantic(path("nowhere"))), ErrorCode::NotFound);
    writeText(path("label2idx.json"), "{\"background\": 0, \"guitar\": 7}");
    QCOMPARE(codeOf(readAvsBenchSemantic(m_dir->path())), ErrorCode::Damaged);
    writeText(path("label2idx.json"), "{\"backgr");
    QCOMPARE(codeOf(readAvsBenchSemantic(m_dir->path())), ErrorCode::Damaged);

    writeClip(QStringLiteral("v1m"), QStringLiteral("x"), 3);
    QVERIFY(writeAvsIndex(
        m_dir->path(), classNames(),
        {{QStringLiteral("x"), QStringLiteral("x"), QStringLiteral("v1m"), QStringLiteral("test"), {1}}}));
    const auto set = readAvsBenchSemantic(m_dir->path());
    QVERIFY(set);
    const AvsClip& clip = set->clips.front();
    QCOMPARE(codeOf(readSample(*set, clip, 3)), ErrorCode::Invalid);
    QVERIFY(QFile::remove(path("v1m/x/labels_rgb/0.png")));
    QCOMPARE(codeOf(readSample(*set, clip, 0)), ErrorCode::NotFound);
    QFile frame(path("v1m/x/frames/1.jpg"));
    QVERIFY(frame.open(QIODevice::ReadWrite));
    QVERIFY(frame.resize(30));
    frame.close();
    QCOMPARE(codeOf(readSample(*set, clip, 1)), ErrorCode::Damaged);
    QVERIFY(writePng(path("v1m/x/labels_rgb/2.png"), RgbImage(4, 4)));
    QCOMPARE(codeOf(readSample(*set, clip, 2)), ErrorCode::Damaged);
    QVERIFY(QFile::remove(path("v1m/x/audio.wav")));
    QCOMPARE(codeOf(readSound(clip)), ErrorCode::NotFound);

    writeText(path("metadata.csv"), "name,number\n");
    const auto wrong = readAvsBenchSemantic(m_dir->path());
    QCOMPARE(codeOf(wrong), ErrorCode::Damaged);
    QVERIFY2(wrong.error().message.contains(QStringLiteral("uid, a_obj, split, label")),
             qPrintable(wrong.error().message));
}

void tst_AvsBenchSemantic::wrongClassLists_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("said");
    QTest::newRow("name twice") << QByteArray(R"({"background": 0, "dog": 1, "dog": 2})") << "dog twice";
    QTest::newRow("number twice") << QByteArray(R"({"background": 0, "cat": 1, "dog": 1})") << "number 1";
    QTest::newRow("gap") << QByteArray(R"({"background": 0, "dog": 2})") << "gaps";
    QTest::newRow("empty") << QByteArray("{}") << "no classes";
    QByteArray many = R"({"background": 0)";
    for (int i = 1; i <= 256; ++i)
        many += QStringLiteral(", \"c%1\": %1").arg(i).toUtf8();
    QTest::newRow("too many") << many + '}' << "more than 255 classes";
}

void tst_AvsBenchSemantic::wrongClassLists()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, said);
    writeText(path("label2idx.json"), json);
    const auto set = readAvsBenchSemantic(m_dir->path());
    QVERIFY(!set);
    QCOMPARE(set.error().code, ErrorCode::Damaged);
    QVERIFY2(set.error().message.contains(said), qPrintable(set.error().message));
}

QTEST_GUILESS_MAIN(tst_AvsBenchSemantic)
#include "tst_AvsBenchSemantic.moc"
