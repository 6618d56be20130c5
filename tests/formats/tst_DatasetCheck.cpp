// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/DatasetCheck.h"
#include "tests/support/TinyDatasets.h"

#include <QTemporaryDir>
#include <QTest>

using namespace avs;
using namespace avs::formats;

namespace {

const std::vector<QString> kClasses{QStringLiteral("background"), QStringLiteral("cat"),
                                    QStringLiteral("dog")};
constexpr int kWidth = 40;
constexpr int kHeight = 30;

/// A square of 100 pixels of class 2.
imaging::LabelMap square()
{
    imaging::LabelMap labels(kWidth, kHeight);
    for (int y = 5; y < 15; ++y)
        for (int x = 5; x < 15; ++x)
            labels.at(x, y) = 2;
    return labels;
}

} // namespace

/// A clean set of three clips, one for each split, into which each test puts one thing that is wrong.
class tst_DatasetCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_rows.clear();
        for (const char* split : {"train", "val", "test"}) {
            const QString uid = QStringLiteral("clip_") + QLatin1String(split);
            const auto folder = makeAvsClipFolder(m_dir->path(), QStringLiteral("v1m"), uid);
            QVERIFY(folder);
            for (int k = 0; k < 2; ++k)
                QVERIFY(writeAvsFrame(*folder, k, imaging::RgbImage(kWidth, kHeight), square()));
            QVERIFY(testing::writeTone(*folder + QStringLiteral("/audio.wav")));
            m_rows.push_back({uid, uid, QStringLiteral("v1m"), QLatin1String(split), {2}});
        }
        writeIndex();
    }

    void clean()
    {
        const auto report = check();
        QVERIFY2(report.problems.empty(),
                 report.problems.empty() ? "" : qPrintable(report.problems.front().sentence));
        QCOMPARE(report.clips, 3);
        QCOMPARE(report.frames, 6);
    }

    void missingAndUnreadable()
    {
        QVERIFY(QFile::remove(at("v1m/clip_val/labels_rgb/1.png")));
        QVERIFY(QFile::remove(at("v1m/clip_val/audio.wav")));
        QVERIFY(testing::writeText(at("v1m/clip_test/frames/1.jpg"), "no picture"));
        QVERIFY(testing::writeText(at("v1m/clip_test/audio.wav"), "no sound"));
        const auto report = check();
        QCOMPARE(kinds(report), (QStringList{"missing-file", "missing-file", "unreadable", "unreadable"}));
        QCOMPARE(report.problems[0].clip, QStringLiteral("clip_val"));
        QVERIFY(report.problems[0].file.endsWith(QStringLiteral("labels_rgb/1.png")));
        QVERIFY(report.problems[2].file.endsWith(QStringLiteral("frames/1.jpg")));
    }

    void gapInTheNumbers()
    {
        QVERIFY(QFile::copy(at("v1m/clip_val/frames/1.jpg"), at("v1m/clip_val/frames/3.jpg")));
        const auto report = check();
        QCOMPARE(kinds(report), QStringList{"missing-file"});
        QVERIFY(report.problems[0].file.endsWith(QStringLiteral("frames/2.jpg")));
    }

    void lastPicture()
    {
        QVERIFY(QFile::remove(at("v1m/clip_val/frames/1.jpg")));
        const auto report = check();
        QCOMPARE(kinds(report), QStringList{"missing-file"});
        QVERIFY(report.problems[0].file.endsWith(QStringLiteral("clip_val/frames/1.jpg")));
        QVERIFY(report.problems[0].sentence.contains(QStringLiteral("its mask is there")));
    }

    /// The first is known from opening, the others are looked for behind it.
    void masksBehindAMissingOne()
    {
        QVERIFY(QFile::remove(at("v1m/clip_val/labels_rgb/0.png")));
        QVERIFY(testing::writeText(at("v1m/clip_val/labels_rgb/1.png"), "no mask"));
        const auto report = check();
        QCOMPARE(kinds(report), (QStringList{"missing-file", "unreadable"}));
        QVERIFY(report.problems[0].file.endsWith(QStringLiteral("labels_rgb/0.png")));
        QVERIFY(report.problems[0].sentence.contains(QStringLiteral("clip_val counts only up to it")));
    }

    void wrongSize()
    {
        QVERIFY(testing::writeColours(at("v1m/clip_train/labels_rgb/0.png"), testing::enlarged(square(), 2)));
        const auto report = check();
        QCOMPARE(kinds(report), QStringList{"wrong-size"});
        QVERIFY(report.problems[0].sentence.contains(QStringLiteral("80×60")));
        QVERIFY(report.problems[0].sentence.contains(QStringLiteral("40×30")));
    }

    void unknownColours()
    {
        auto colours = toPaletteColours(square());
        for (int i = 0; i < 3; ++i)
            colours.pixels[static_cast<std::size_t>(i)] = 200; // one pixel at the top left
        QVERIFY(writePng(at("v1m/clip_train/labels_rgb/0.png"), colours));
        const auto report = check();
        QCOMPARE(kinds(report), QStringList{"unknown-colour"});
        QVERIFY2(report.problems[0].sentence.contains(QStringLiteral("200,200,200 (1)")),
                 qPrintable(report.problems[0].sentence));
    }

    void strayPixels()
    {
        auto labels = square();
        labels.at(30, 20) = 1;
        labels.at(31, 21) = 1;
        QVERIFY(testing::writeColours(at("v1m/clip_train/labels_rgb/1.png"), labels));
        auto report = check();
        QCOMPARE(kinds(report), QStringList{"stray-pixels"});
        QVERIFY2(report.problems[0].sentence.contains(QStringLiteral("30, 20")) &&
                     report.problems[0].sentence.contains(QStringLiteral("cat")),
                 qPrintable(report.problems[0].sentence));
        DatasetCheckOptions options;
        options.strayPixels = 2;
        report = check(options);
        QVERIFY(report.problems.empty());
    }

    void silentClip()
    {
        QVERIFY(testing::writeTone(at("v1m/clip_val/audio.wav"), 0));
        QCOMPARE(kinds(check()), QStringList{"silent-clip"});
        // Nothing to see either: then it is the masks that are wrong.
        for (const char* mask : {"v1m/clip_val/labels_rgb/0.png", "v1m/clip_val/labels_rgb/1.png"})
            QVERIFY(testing::writeColours(at(mask), imaging::LabelMap(kWidth, kHeight)));
        QCOMPARE(kinds(check()), QStringList{"empty-masks"});
    }

    void listProblemsComeFirst()
    {
        m_rows.push_back({"x", "gone", "v1m", "val", {1}});
        m_rows.push_back(m_rows.front());
        m_rows[1].split = QStringLiteral("train");
        writeIndex();
        const auto report = check();
        QCOMPARE(kinds(report), (QStringList{"missing-clip", "duplicate-clip", "empty-split"}));
        QVERIFY(report.problems[2].sentence.contains(QStringLiteral("val")));
        QCOMPARE(report.counts()[static_cast<std::size_t>(ProblemKind::EmptySplit)], 1);
        DatasetCheckOptions options;
        options.needsAllSplits = false;
        QCOMPARE(kinds(check(options)), (QStringList{"missing-clip", "duplicate-clip"}));
    }

    /// Black and white masks, one for each training clip.
    void objectLayout()
    {
        const QString root = at("s4");
        QVERIFY(testing::writeText(root + QStringLiteral("/s4_meta_data.csv"),
                                   "name,start,category,split\na,0,dog,train\nb,0,dog,val\nc,0,dog,test\n"));
        for (const auto& [name, split] : {std::pair{"a", "train"}, {"b", "val"}, {"c", "test"}}) {
            const auto path = [&, n = QLatin1String(name), s = QLatin1String(split)](const char* kind,
                                                                                     const QString& end) {
                return QStringLiteral("%1/s4_data/%2/%3/dog/%4%5").arg(root, QLatin1String(kind), s, n, end);
            };
            for (int k = 1; k <= 5; ++k) {
                const QString file = QStringLiteral("/%1_%2.png").arg(QLatin1String(name)).arg(k);
                const auto frame = path("visual_frames", file);
                QVERIFY(testing::makeFolderOf(frame) && writePng(frame, imaging::RgbImage(kWidth, kHeight)));
                if (k == 1 || *name != 'a')
                    QVERIFY(testing::writeGrey(path("gt_masks", file), testing::blackAndWhite(square())));
            }
            QVERIFY(testing::writeTone(path("audio_wav", QStringLiteral(".wav"))));
        }
        auto set = openAvsDataset(root);
        QVERIFY(set);
        auto report = checkDataset(*set, {}, {}, {});
        QVERIFY(report);
        QVERIFY2(report->problems.empty(),
                 report->problems.empty() ? "" : qPrintable(report->problems.front().sentence));

        auto grey = testing::blackAndWhite(square());
        grey.at(0, 0) = 77;
        QVERIFY(testing::writeGrey(root + QStringLiteral("/s4_data/gt_masks/val/dog/b/b_3.png"), grey));
        report = checkDataset(*set, {}, {}, {});
        QVERIFY(report);
        QCOMPARE(kinds(*report), QStringList{"unknown-colour"});
        QVERIFY(report->problems[0].sentence.contains(QStringLiteral("77,77,77 (1)")));

        const QString missing = root + QStringLiteral("/s4_data/visual_frames/test/dog/c/c_3.png");
        QVERIFY(QFile::remove(missing));
        set = openAvsDataset(root);
        QVERIFY(set);
        report = checkDataset(*set, {}, {}, {});
        QVERIFY(report);
        QCOMPARE(kinds(*report), (QStringList{"unknown-colour", "missing-file"}));
        QCOMPARE(report->problems[1].file, missing);
    }

    void progressAndStop()
    {
        const auto set = openAvsDataset(m_dir->path());
        QVERIFY(set);
        std::stop_source stop;
        int told = 0;
        DatasetCheckOptions options;
        options.threads = 1;
        const auto stopped = checkDataset(
            *set, options,
            [&](int done, int all) {
                told = done;
                QCOMPARE(all, 3);
                stop.request_stop();
            },
            stop.get_token());
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, base::ErrorCode::Cancelled);
        QCOMPARE(told, 1);
    }

private:
    QString at(const char* name) const { return m_dir->filePath(QLatin1String(name)); }
    void writeIndex() { QVERIFY(writeAvsIndex(m_dir->path(), kClasses, m_rows)); }

    DatasetReport check(const DatasetCheckOptions& options = {})
    {
        const auto set = openAvsDataset(m_dir->path());
        if (!set)
            return {};
        auto report = checkDataset(*set, options, {}, {});
        return report ? *report : DatasetReport{};
    }

    static QStringList kinds(const DatasetReport& report)
    {
        QStringList names;
        for (const DatasetProblem& problem : report.problems)
            names.push_back(problemName(problem.kind));
        return names;
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::vector<AvsRow> m_rows;
};

QTEST_GUILESS_MAIN(tst_DatasetCheck)
#include "tst_DatasetCheck.moc"
