// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/AvsDataset.h"
#include "tests/support/TinyDatasets.h"

#include <QTemporaryDir>
#include <QTest>

using namespace avs;
using namespace avs::formats;
using base::ErrorCode;
using testing::labelRow;

namespace {

const std::vector<QString> kClasses{QStringLiteral("background"), QStringLiteral("cat"),
                                    QStringLiteral("dog")};

QString named(const std::vector<QString>& names, int index)
{
    return names[static_cast<std::size_t>(index)];
}

} // namespace

/// Every published layout, told from the others by its list.
class tst_AvsDataset : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void singleSource()
    {
        writeS4();
        const auto set = openAvsDataset(m_dir->path());
        QVERIFY2(set.has_value(), set ? "" : qPrintable(set.error().message));
        QCOMPARE(set->layout, AvsLayout::SingleSource);
        QCOMPARE(set->classNames, (std::vector<QString>{"background", "cat_meowing", "dog_barking"}));
        QCOMPARE(set->clips.size(), std::size_t{2});
        const AvsClip& training = set->clips[0];
        QCOMPARE(training.uid, QStringLiteral("aaa"));
        QCOMPARE(training.subset, QStringLiteral("s4"));
        QCOMPARE(training.split, QStringLiteral("train"));
        QCOMPARE(training.classes, std::vector<int>{2});
        QCOMPARE(training.frameCount, 5);
        QCOMPARE(training.annotatedCount, 1);
        QCOMPARE(training.secondsOf(1), 1.5);
        const AvsClip& test = set->clips[1];
        QCOMPARE(test.annotatedCount, 5);
        const auto sample = readSample(*set, test, 4);
        QVERIFY2(sample.has_value(), sample ? "" : qPrintable(sample.error().message));
        QVERIFY(sample->labels == labelRow("0110")); // cat_meowing is class 1
        QCOMPARE(int(sample->image.pixels[0]), 5);   // the fifth picture
        const auto sound = readSound(test);
        QVERIFY(sound && (*sound)->frameCount() == 32000);

        // Listed, but not on disk, twice, and too short.
        QCOMPARE(set->problems.size(), std::size_t{3});
        QCOMPARE(set->problems[0].kind, ProblemKind::MissingClip);
        QCOMPARE(set->problems[0].clip, QStringLiteral("gone"));
        QCOMPARE(set->problems[1].kind, ProblemKind::DuplicateClip);
        QCOMPARE(set->problems[1].clip, QStringLiteral("bbb"));
        QCOMPARE(set->problems[2].kind, ProblemKind::ShortRow);
    }

    void multiSource()
    {
        writeMs3();
        const auto set = openAvsDataset(m_dir->path());
        QVERIFY2(set.has_value(), set ? "" : qPrintable(set.error().message));
        QCOMPARE(set->layout, AvsLayout::MultiSource);
        QCOMPARE(set->classCount(), 2);
        QCOMPARE(set->clips.size(), std::size_t{1});
        const AvsClip& clip = set->clips[0];
        QCOMPARE(clip.split, QStringLiteral("train"));
        QVERIFY(clip.classes.empty());
        QCOMPARE(clip.annotatedCount, 5); // in every split
        const auto sample = readSample(*set, clip, 0);
        QVERIFY2(sample.has_value(), sample ? "" : qPrintable(sample.error().message));
        QVERIFY(sample->labels == labelRow("0011"));
        QVERIFY(readSound(clip).has_value());
    }

    /// What is at least half white sounds.
    void greyMasks()
    {
        writeMs3();
        imaging::LabelMap grey(4, 1);
        grey.pixels = {0, 127, 128, 200};
        QVERIFY(testing::writeGrey(at("ms3_data/gt_masks/train/m/m_1.png"), grey));
        const auto set = openAvsDataset(m_dir->path());
        QVERIFY(set);
        const auto sample = readSample(*set, set->clips[0], 0);
        QVERIFY(sample && sample->labels == labelRow("0011"));
    }

    void synthetic()
    {
        QVERIFY(testing::writeText(at("annotations.csv"), "a,b,c,d,e,f,g,split,h\n"
                                                          "i7,p1,x,x,guitar,9,lvis,train,\n"
                                                          "i6,p1,x,x,harp,5,lvis,train,\n"
                                                          "i8,p1,x,x,\"dog, large\",4,lvis,validate,w\n"
                                                          "i9,p2,x,x,guitar,9,lvis,test,w\n"));
        QDir().mkpath(at("images"));
        imaging::RgbImage image(8, 8);
        for (const char* name : {"images/p1.jpg", "images/p2.jpg"})
            QVERIFY(writeJpeg(at(name), image, 95));
        imaging::LabelMap mask(8, 8);
        mask.at(3, 4) = 255;
        for (const char* name : {"masks/i6.png", "masks/i7.png", "masks/i8.png", "masks/i9.png"})
            QVERIFY(testing::writeGrey(at(name), mask));
        QVERIFY(testing::writeTone(at("audios/w.wav")));

        // Python's pickle.dumps({9: ["w", "v"], 5: ["gone"], 300: []}) in protocol 4
        const auto sounds = QByteArray::fromHex("80049524000000000000007d94284b095d94288c0177948c017694654b"
                                                "055d948c04676f6e6594614d2c015d94752e");
        QVERIFY(testing::writeText(at("category_for_vggsound_audios.pkl"), sounds));
        const auto set = openAvsDataset(m_dir->path());
        QVERIFY2(set.has_value(), set ? "" : qPrintable(set.error().message));
        QCOMPARE(set->layout, AvsLayout::Synthetic);
        QCOMPARE(set->classNames, (std::vector<QString>{"background", "dog, large", "harp", "guitar"}));
        QCOMPARE(set->clips.size(), std::size_t{4});
        QCOMPARE(set->problems.size(), std::size_t{1}); // the harp's sound is not there
        QCOMPARE(set->problems[0].kind, ProblemKind::MissingFile);
        QVERIFY(set->problems[0].sentence.contains(QStringLiteral("harp")));
        const AvsClip& validation = set->clips[2];
        QCOMPARE(validation.split, QStringLiteral("val"));
        QCOMPARE(validation.frameCount, 1);
        QCOMPARE(validation.secondsOf(0), 1.5);
        QVERIFY(readSound(validation).has_value());
        const auto sample = readSample(*set, set->clips[3], 0);
        QVERIFY(sample);
        QCOMPARE(int(sample->labels.at(3, 4)), 3);
        QCOMPARE(int(sample->labels.at(4, 3)), 0);
        QCOMPARE(QFileInfo(set->clips[0].soundPath).fileName(), QStringLiteral("w.wav")); // v is not there
        QVERIFY(readSound(set->clips[0]).has_value());
        const auto noSound = readSound(set->clips[1]);
        QVERIFY(!noSound);
        QCOMPARE(noSound.error().code, ErrorCode::NotFound);
        QVERIFY(noSound.error().message.contains(QStringLiteral("i6")));

        const auto foreign = openAvsDataset(m_dir->path(), {{}, {}, m_dir->path()});
        QVERIFY(!foreign);
        QCOMPARE(foreign.error().code, ErrorCode::Invalid);
        QVERIFY(foreign.error().message.contains(QStringLiteral("AVS-Synthetic and has masks of its own")));
    }

    /// Each sample keeps its sound as long as that is there.
    void soundsAreDrawnForGood()
    {
        QByteArray list = "a,b,c,d,e,f,g,split,h\n";
        QDir().mkpath(at("images"));
        for (int i = 0; i < 30; ++i) {
            list += QStringLiteral("i%1,p,x,x,guitar,9,lvis,%2,\n")
                        .arg(i)
                        .arg(i < 29 ? QStringLiteral("train") : QStringLiteral("test"))
                        .toUtf8();
            QVERIFY(
                testing::writeGrey(at("masks/") + QStringLiteral("i%1.png").arg(i), imaging::LabelMap(8, 8)));
        }
        QVERIFY(writeJpeg(at("images/p.jpg"), imaging::RgbImage(8, 8), 95));
        QVERIFY(testing::writeText(at("annotations.csv"), list));
        // {9: ["u", "v", "w"]}
        QVERIFY(testing::writeText(at("category_for_vggsound_audios.pkl"),
                                   QByteArray::fromHex("80037d4b095d28580100000075580100000076580100000077") +
                                       "es."));
        const auto drawn = [&] {
            QStringList sounds;
            const auto set = openAvsDataset(m_dir->path());
            for (const auto& clip : set->clips)
                sounds.append(QFileInfo(clip.soundPath).baseName());
            return sounds;
        };
        QVERIFY(testing::writeTone(at("audios/u.wav")) && testing::writeTone(at("audios/w.wav")));
        const QStringList two = drawn();
        QVERIFY(two.count(QStringLiteral("u")) > 5 && two.count(QStringLiteral("w")) > 5);
        QCOMPARE(two.last(), QString()); // only training draws
        QVERIFY(testing::writeTone(at("audios/v.wav")));
        const QStringList three = drawn();
        QVERIFY(three.count(QStringLiteral("v")) > 3);
        for (int i = 0; i < 29; ++i)
            QVERIFY(three[i] == two[i] || three[i] == u"v");
    }

    void unreadableSoundListLeavesTheOtherSplits_data()
    {
        QTest::addColumn<QByteArray>("pickle");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("noise") << QByteArray("no pickle at all");
        QTest::newRow("cut off") << QByteArray::fromHex("80037d7100284b095d");
        QTest::newRow("a list") << QByteArray::fromHex("80035d712e");
        QTest::newRow("a number for a list") << QByteArray::fromHex("80037d71004b094b01732e");
        QByteArray many = QByteArray::fromHex("80037d71004b095d7101285801000000617102"); // {9: ["a", …
        for (int i = 0; i < 1 << 20; ++i)
            many += QByteArray::fromHex("6802"); // … the same again
        QTest::newRow("more names than there can be") << many + "es.";
        QTest::newRow("calls os.system") << QByteArray("cos\nsystem\n(X\x04\0\0\0true\x85R.", 24);
    }

    void unreadableSoundListLeavesTheOtherSplits()
    {
        QFETCH(QByteArray, pickle);
        QVERIFY(testing::writeText(at("annotations.csv"), "a,b,c,d,e,f,g,split,h\n"
                                                          "i1,p,x,x,guitar,9,lvis,train,\n"
                                                          "i2,p,x,x,guitar,9,lvis,test,w\n"));
        QDir().mkpath(at("images"));
        QVERIFY(writeJpeg(at("images/p.jpg"), imaging::RgbImage(8, 8), 95));
        for (const char* name : {"masks/i1.png", "masks/i2.png"})
            QVERIFY(testing::writeGrey(at(name), imaging::LabelMap(8, 8)));
        QVERIFY(testing::writeTone(at("audios/w.wav")));
        QVERIFY(testing::writeText(at("category_for_vggsound_audios.pkl"), pickle));
        const auto set = openAvsDataset(m_dir->path());
        QVERIFY(set);
        QCOMPARE(set->problems.size(), std::size_t{1});
        QCOMPARE(set->problems[0].kind, ProblemKind::UnreadableFile);
        QVERIFY(set->problems[0].sentence.contains(QStringLiteral("category_for_vggsound_audios.pkl")));
        QVERIFY(!readSound(set->clips[0]));
        QVERIFY(readSound(set->clips[1]).has_value());
    }

    /// Both are classes; else the second would be taken for background.
    void twoNamesUnderOneNumber()
    {
        QVERIFY(testing::writeText(at("annotations.csv"), "a,b,c,d,e,f,g,split,h\n"
                                                          "i1,p,x,x,guitar,9,lvis,test,w\n"
                                                          "i2,p,x,x,dog,9,lvis,test,w\n"));
        QDir().mkpath(at("images"));
        QVERIFY(writeJpeg(at("images/p.jpg"), imaging::RgbImage(8, 8), 95));
        const auto set = openAvsDataset(m_dir->path());
        QVERIFY(set);
        QCOMPARE(set->classNames, (std::vector<QString>{"background", "dog", "guitar"}));
        QCOMPARE(set->clips[0].classes, std::vector<int>{2});
        QCOMPARE(set->clips[1].classes, std::vector<int>{1});
    }

    void subsetsOfSemantic()
    {
        writeSemantic(m_dir->path());
        auto set = openAvsDataset(m_dir->path());
        QVERIFY2(set.has_value(), set ? "" : qPrintable(set.error().message));
        QCOMPARE(set->layout, AvsLayout::Semantic);
        QCOMPARE(set->clips.size(), std::size_t{3});
        set = openAvsDataset(m_dir->path(), {{QStringLiteral("v1s"), QStringLiteral("v2")}, {}, {}});
        QVERIFY(set);
        QCOMPARE(set->clips.size(), std::size_t{2});
        QCOMPARE(set->clips[1].frameCount, 10);
        set = openAvsDataset(m_dir->path(), {{QStringLiteral("v3")}, {}, {}});
        QVERIFY(!set);
        QCOMPARE(set.error().code, ErrorCode::Invalid);
        QVERIFY2(set.error().message.contains(QStringLiteral("v1m, v1s, v2")),
                 qPrintable(set.error().message));
    }

    /// The lists of V3 have metadata.csv's columns and name clips of all its splits.
    void splitList()
    {
        writeSemantic(m_dir->path());
        const QString list = at("meta_v3_unseen.csv");
        QVERIFY(testing::writeText(list, "vid,uid,s_min,s_sec,a_obj,split,label\n"
                                         "c,c_0_10000,0,0,dog,train,v2\n"));
        auto set = openAvsDataset(m_dir->path(), {{}, list, {}});
        QVERIFY2(set.has_value(), set ? "" : qPrintable(set.error().message));
        QCOMPARE(set->clips.size(), std::size_t{1});
        QCOMPARE(set->clips[0].uid, QStringLiteral("c_0_10000"));
        QCOMPARE(set->clips[0].split, QStringLiteral("train"));
        set = openAvsDataset(m_dir->path(), {{}, at("none.csv"), {}});
        QVERIFY(!set);
        QCOMPARE(set.error().code, ErrorCode::NotFound);
    }

    /// TAViS: pictures of S4, masks, classes and sound of v1s, which are larger.
    void pairedWithSemanticMasks()
    {
        writeS4();
        const QString semantic = at("semantic");
        writeSemantic(semantic);
        auto set = openAvsDataset(m_dir->path(), {{}, {}, semantic});
        QVERIFY2(set.has_value(), set ? "" : qPrintable(set.error().message));
        QCOMPARE(set->classNames, kClasses);
        QCOMPARE(set->clips.size(), std::size_t{1}); // "aaa" has no counterpart
        QCOMPARE(set->problems.back().clip, QStringLiteral("aaa"));
        const AvsClip& clip = set->clips[0];
        QCOMPARE(clip.uid, QStringLiteral("bbb"));
        QCOMPARE(named(set->classNames, clip.classes.front()), QStringLiteral("dog"));
        QVERIFY(clip.soundPath.startsWith(semantic));
        const auto sample = readSample(*set, clip, 1);
        QVERIFY2(sample.has_value(), sample ? "" : qPrintable(sample.error().message));
        QCOMPARE(sample->image.width, 4);
        QVERIFY(sample->labels == labelRow("0122")); // 8×2 in the file

        set = openAvsDataset(semantic, {{}, {}, m_dir->path()});
        QVERIFY(!set);
        QCOMPARE(set.error().code, ErrorCode::Invalid);
    }

    void nothingThere()
    {
        for (const QString& folder : {at("nowhere"), m_dir->path()}) {
            const auto set = openAvsDataset(folder);
            QVERIFY(!set);
            QCOMPARE(set.error().code, ErrorCode::NotFound);
            for (const char* list :
                 {"metadata.csv", "s4_meta_data.csv", "ms3_meta_data.csv", "annotations.csv"})
                QVERIFY(set.error().message.contains(QLatin1String(list)));
        }
        writeMs3();
        const auto set = openAvsDataset(m_dir->path(), {{QStringLiteral("v2")}, {}, {}});
        QVERIFY(!set);
        QCOMPARE(set.error().code, ErrorCode::Invalid);
    }

    void missingColumns_data()
    {
        QTest::addColumn<QString>("list");
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QString>("said");
        QTest::newRow("s4") << "s4_meta_data.csv" << QByteArray("name,start,category") << "split";
        QTest::newRow("s4, too few") << "s4_meta_data.csv" << QByteArray("name,split") << "too few columns";
        QTest::newRow("ms3") << "ms3_meta_data.csv" << QByteArray("name") << "split";
        QTest::newRow("synthetic") << "annotations.csv" << QByteArray("a,b,split") << "nine columns";
        QTest::newRow("empty") << "ms3_meta_data.csv" << QByteArray() << "split";
    }

    void missingColumns()
    {
        QFETCH(QString, list);
        QFETCH(QByteArray, header);
        QFETCH(QString, said);
        QVERIFY(testing::writeText(m_dir->filePath(list), header + "\n"));
        const auto set = openAvsDataset(m_dir->path());
        QVERIFY(!set);
        QCOMPARE(set.error().code, ErrorCode::Damaged);
        QVERIFY2(set.error().message.contains(list) && set.error().message.contains(said),
                 qPrintable(set.error().message));
    }

private:
    QString at(const char* name) const { return m_dir->filePath(QLatin1String(name)); }

    void writePicture(const QString& path, int value)
    {
        imaging::RgbImage image(4, 1);
        std::fill(image.pixels.begin(), image.pixels.end(), static_cast<std::uint8_t>(value));
        QVERIFY(testing::makeFolderOf(path) && writePng(path, image));
    }

    /// One training clip with its one mask, one test clip with five, and dirt.
    void writeS4()
    {
        QVERIFY(testing::writeText(at("s4_meta_data.csv"), "name,start,category,split\n"
                                                           "aaa,0,dog_barking,train\n"
                                                           "gone,0,dog_barking,train\n"
                                                           "bbb,3,cat_meowing,test\n"
                                                           "bbb,3,cat_meowing,test\n"
                                                           "short,row\n"));
        const QString data = at("s4_data/%1/%2/%3%4");
        for (const auto& [place, name] :
             {std::pair{"train/dog_barking", "aaa"}, {"test/cat_meowing", "bbb"}}) {
            const auto path = [&, p = QLatin1String(place), n = QLatin1String(name)](const char* kind,
                                                                                     int k) {
                return data.arg(QLatin1String(kind), p, n, QStringLiteral("/%1_%2.png").arg(n).arg(k));
            };
            for (int k = 1; k <= 5; ++k) {
                writePicture(path("visual_frames", k), k);
                if (k == 1 || name[0] == 'b')
                    QVERIFY(
                        testing::writeGrey(path("gt_masks", k), testing::blackAndWhite(labelRow("0110"))));
            }
            QVERIFY(testing::writeTone(data.arg(QStringLiteral("audio_wav"), QLatin1String(place),
                                                QLatin1String(name), QStringLiteral(".wav"))));
        }
    }

    void writeMs3()
    {
        QVERIFY(testing::writeText(at("ms3_meta_data.csv"), "name,split\nm,train\n"));
        for (int k = 1; k <= 5; ++k) {
            writePicture(m_dir->filePath(QStringLiteral("ms3_data/visual_frames/m/m.mp4_%1.png").arg(k)), k);
            QVERIFY(testing::writeGrey(
                m_dir->filePath(QStringLiteral("ms3_data/gt_masks/train/m/m_%1.png").arg(k)),
                testing::blackAndWhite(labelRow("0011"))));
        }
        QVERIFY(testing::writeTone(at("ms3_data/audio_wav/train/m.wav")));
    }

    /// A clip of each subset, 8×2 pixels.
    void writeSemantic(const QString& root)
    {
        std::vector<AvsRow> rows;
        for (const auto& [subset, uid, frames] :
             {std::tuple{"v1s", "bbb_0_5000", 5}, {"v1m", "b_1", 5}, {"v2", "c_0_10000", 10}}) {
            const auto folder = makeAvsClipFolder(root, QLatin1String(subset), QLatin1String(uid));
            QVERIFY(folder);
            for (int k = 0; k < frames; ++k)
                QVERIFY(writeAvsFrame(*folder, k, imaging::RgbImage(8, 2),
                                      testing::enlarged(labelRow("0122"), 2)));
            QVERIFY(testing::writeTone(*folder + QStringLiteral("/audio.wav")));
            rows.push_back(
                {QLatin1String(uid), QLatin1String(uid), QLatin1String(subset), QStringLiteral("test"), {2}});
        }
        QVERIFY(writeAvsIndex(root, kClasses, rows));
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

QTEST_GUILESS_MAIN(tst_AvsDataset)
#include "tst_AvsDataset.moc"
