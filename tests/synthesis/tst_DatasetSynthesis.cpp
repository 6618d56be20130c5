// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/AvsBenchSemantic.h"
#include "core/media/VideoDecoder.h"
#include "core/synthesis/Classes.h"
#include "core/synthesis/DatasetSynthesis.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QMap>
#include <QTemporaryDir>
#include <QTest>

#include <cstdlib>

using namespace avs;
using namespace avs::synthesis;
using base::ErrorCode;
using base::FrameIndex;
using base::MediaTime;

namespace {

SynthesisOptions smallSet(const QString& folder)
{
    SynthesisOptions options;
    options.folder = folder;
    options.seed = 21;
    options.clips = 2;
    options.clip.width = 128;
    options.clip.height = 96;
    return options;
}

QMap<QString, QByteArray> allFiles(const QString& folder)
{
    QMap<QString, QByteArray> files;
    for (QDirIterator it(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); it.hasNext();) {
        QFile file(it.next());
        if (file.open(QIODevice::ReadOnly))
            files.insert(QDir(folder).relativeFilePath(file.fileName()), file.readAll());
    }
    return files;
}

void touch(const QString& path)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("mine");
}

double meanDifference(const imaging::RgbImage& a, const imaging::RgbImage& b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i)
        sum += std::abs(a.pixels[i] - b.pixels[i]);
    return sum / static_cast<double>(a.pixels.size());
}

} // namespace

class tst_DatasetSynthesis : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameSeedSameBytes();
    void readsBackAsMade();
    void objectLayouts();
    void splitsAndVideosAsAsked();
    void labelledFramesAsCloseAsAsked();
    void foreignFolderIsRefused();
    void earlierSetIsReplaced();
    void unwritableFolder();
    void cancelled();
    void wrongOptions();

private:
    QTemporaryDir m_dir;
    QString folder(const char* name) const { return m_dir.filePath(QLatin1String(name)); }
};

void tst_DatasetSynthesis::sameSeedSameBytes()
{
    SynthesisOptions options = smallSet(folder("a"));
    QVERIFY(synthesizeDataset(options, {}, {}));
    options.folder = folder("b");
    options.threads = 1;
    QVERIFY(synthesizeDataset(options, {}, {}));
    const QMap<QString, QByteArray> a = allFiles(folder("a"));
    const QMap<QString, QByteArray> b = allFiles(folder("b"));
    QCOMPARE(a.keys(), b.keys());
    QCOMPARE(a.size(), 3 + 2 * (5 + 5 + 5 + 1 + 1));
    for (auto file = a.begin(); file != a.end(); ++file)
        QVERIFY2(file.value() == b.value(file.key()), qPrintable(file.key()));

    options.folder = folder("c");
    options.seed = 22;
    QVERIFY(synthesizeDataset(options, {}, {}));
    const QByteArray ours = a.value(QStringLiteral("v1m/synth21_00000/clip.mp4"));
    const QByteArray other = allFiles(folder("c")).value(QStringLiteral("v1m/synth22_00000/clip.mp4"));
    QVERIFY(!ours.isEmpty() && !other.isEmpty());
    QVERIFY(ours != other);
}

void tst_DatasetSynthesis::readsBackAsMade()
{
    const SynthesisOptions options = smallSet(folder("read"));
    QList<int> told;
    QVERIFY(synthesizeDataset(options, [&told](int done, int) { told.push_back(done); }, {}));
    QVERIFY(!told.isEmpty());
    QCOMPARE(told.back(), 2);

    const auto set = formats::readAvsBenchSemantic(options.folder);
    QVERIFY(set);
    QCOMPARE(set->classNames, synthesisClassNames());
    QCOMPARE(set->clips.size(), std::size_t{2});
    for (int k = 0; k < 2; ++k) {
        const formats::AvsClip& clip = set->clips[k];
        const Synthesizer made(options.seed, static_cast<std::uint64_t>(k), options.clip);
        QCOMPARE(clip.uid, synthesizedUid(options.seed, k));
        QCOMPARE(clip.frameCount, 5);
        for (int i = 0; i < 5; ++i) {
            const auto sample = formats::readSample(*set, clip, i);
            QVERIFY(sample);
            const SynthesizedFrame frame = made.frameAt(made.annotatedTimes()[i]);
            QVERIFY(sample->labels == frame.labels);
            QVERIFY(meanDifference(sample->image, frame.image) < 3);
        }
        const auto sound = formats::readSound(clip);
        QVERIFY(sound);
        QCOMPARE((*sound)->frameCount(), std::int64_t{80000});
        const std::vector<float> truth = made.sound();
        for (std::size_t s = 0; s < truth.size(); s += 997)
            QVERIFY(std::abs((*sound)->samples[s] - truth[s]) < 1e-3F);

        const auto video = media::VideoDecoder::open(clip.videoPath);
        QVERIFY(video);
        QCOMPARE((*video)->frames()->size(), std::int64_t{50});
        QCOMPARE((*video)->frames()->timeOf(FrameIndex(25)), MediaTime::fromSeconds(2.5));
        const auto shown = (*video)->read(FrameIndex(25));
        QVERIFY(shown);
        QVERIFY(meanDifference((*shown)->image, made.frameAt(MediaTime::fromSeconds(2.5)).image) < 8);
        QVERIFY(media::readAudio(clip.videoPath, 16000, 1));
    }
}

void tst_DatasetSynthesis::objectLayouts()
{
    SynthesisOptions options = smallSet(folder("object"));
    options.videos = 1;
    options.trainFraction = 0.5;
    options.valFraction = 0;
    for (const auto layout : {formats::AvsLayout::SingleSource, formats::AvsLayout::MultiSource}) {
        options.layout = layout;
        QVERIFY(synthesizeDataset(options, {}, {})); // the second replaces the first
        const auto set = formats::openAvsDataset(options.folder);
        QVERIFY2(set.has_value(), set ? "" : qPrintable(set.error().message));
        QCOMPARE(set->layout, layout);
        QCOMPARE(set->clips.size(), std::size_t{2});
        QVERIFY(set->problems.empty());
        const bool single = layout == formats::AvsLayout::SingleSource;
        QCOMPARE(set->clips[0].annotatedCount, single ? 1 : 5); // training
        QCOMPARE(set->clips[1].annotatedCount, 5);
        QVERIFY(QFile::exists(set->clips[0].videoPath));
        QVERIFY(set->clips[1].videoPath.isEmpty());
        const Synthesizer made(options.seed, 1, options.clip);
        for (int k = 0; k < 5; ++k) {
            const auto sample = formats::readSample(*set, set->clips[1], k);
            QVERIFY2(sample.has_value(), sample ? "" : qPrintable(sample.error().message));
            const SynthesizedFrame frame = made.frameAt(made.annotatedTimes()[static_cast<std::size_t>(k)]);
            QVERIFY(sample->image == frame.image); // PNG loses nothing
            for (std::size_t i = 0; i < frame.labels.pixels.size(); ++i)
                QCOMPARE(sample->labels.pixels[i] != 0, frame.labels.pixels[i] != 0);
        }
        QVERIFY(formats::readSound(set->clips[1]).has_value());
        QFile marker(options.folder + QStringLiteral("/synthesis.json"));
        QVERIFY(marker.open(QIODevice::ReadOnly));
        QVERIFY(marker.readAll().contains(formats::layoutName(layout).toUtf8()));
    }
    options.layout = formats::AvsLayout::Synthetic;
    QVERIFY(!synthesizeDataset(options, {}, {}));
}

void tst_DatasetSynthesis::splitsAndVideosAsAsked()
{
    SynthesisOptions options = smallSet(folder("splits"));
    options.clips = 4;
    options.videos = 1;
    options.trainFraction = 0.5;
    options.valFraction = 0.25;
    QVERIFY(synthesizeDataset(options, {}, {}));
    auto set = formats::readAvsBenchSemantic(options.folder);
    QVERIFY(set);
    QStringList splits;
    int videos = 0;
    for (const formats::AvsClip& clip : set->clips) {
        splits.push_back(clip.split);
        videos += !clip.videoPath.isEmpty();
    }
    QCOMPARE(splits, (QStringList{QStringLiteral("train"), QStringLiteral("train"), QStringLiteral("val"),
                                  QStringLiteral("test")}));
    QCOMPARE(videos, 1);

    options.split = QStringLiteral("test");
    options.videos = 0;
    QVERIFY(synthesizeDataset(options, {}, {}));
    set = formats::readAvsBenchSemantic(options.folder);
    QVERIFY(set);
    for (const formats::AvsClip& clip : set->clips) {
        QCOMPARE(clip.split, QStringLiteral("test"));
        QVERIFY(clip.videoPath.isEmpty());
    }
}

void tst_DatasetSynthesis::labelledFramesAsCloseAsAsked()
{
    SynthesisOptions options = smallSet(folder("close"));
    options.clips = 1;
    options.videos = 0;
    options.clip.durationSeconds = 2;
    options.clip.labelInterval = 0.12;
    QVERIFY(synthesizeDataset(options, {}, {}));
    const auto set = formats::readAvsBenchSemantic(options.folder);
    QVERIFY(set);
    QCOMPARE(set->clips.front().frameCount, 16); // 0.06 s, 0.18 s, … 1.86 s
    const Synthesizer made(options.seed, 0, options.clip);
    QCOMPARE(made.annotatedTimes()[15], MediaTime::fromMicroseconds(1'860'000));
    for (const int k : {0, 15}) {
        const auto sample = formats::readSample(*set, set->clips.front(), k);
        QVERIFY(sample);
        QVERIFY(sample->labels == made.frameAt(made.annotatedTimes()[static_cast<std::size_t>(k)]).labels);
    }
}

void tst_DatasetSynthesis::foreignFolderIsRefused()
{
    QVERIFY(QDir().mkpath(folder("foreign")));
    touch(folder("foreign/diary.txt"));
    const auto result = synthesizeDataset(smallSet(folder("foreign")), {}, {});
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Invalid);
    QVERIFY(result.error().message.contains(QStringLiteral("foreign")));
    QCOMPARE(allFiles(folder("foreign")).keys(), QStringList{QStringLiteral("diary.txt")});
}

void tst_DatasetSynthesis::earlierSetIsReplaced()
{
    SynthesisOptions options = smallSet(folder("twice"));
    options.videos = 0;
    QVERIFY(synthesizeDataset(options, {}, {}));
    options.seed = 99;
    options.clips = 1;
    QVERIFY(synthesizeDataset(options, {}, {}));
    QCOMPARE(QDir(folder("twice/v1m")).entryList(QDir::Dirs | QDir::NoDotAndDotDot),
             QStringList{QStringLiteral("synth99_00000")});
}

void tst_DatasetSynthesis::unwritableFolder()
{
    touch(folder("file"));
    const auto result = synthesizeDataset(smallSet(folder("file/set")), {}, {});
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Unwritable);
    QVERIFY(result.error().message.contains(folder("file")));
}

void tst_DatasetSynthesis::cancelled()
{
    SynthesisOptions options = smallSet(folder("cancelled"));
    options.clips = 50;
    std::stop_source stop;
    const auto result = synthesizeDataset(
        options, [&stop](int, int) { stop.request_stop(); }, stop.get_token());
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Cancelled);
    QVERIFY(!QFile::exists(folder("cancelled/metadata.csv")));
    // What is there counts as an earlier set of its own.
    options.clips = 1;
    options.videos = 0;
    QVERIFY(synthesizeDataset(options, {}, {}));
}

void tst_DatasetSynthesis::wrongOptions()
{
    const auto codeOf = [this](void (*change)(SynthesisOptions&)) {
        SynthesisOptions options = smallSet(folder("wrong"));
        change(options);
        const auto result = synthesizeDataset(options, {}, {});
        return result ? -1 : static_cast<int>(result.error().code);
    };
    constexpr int kInvalid = static_cast<int>(ErrorCode::Invalid);
    QCOMPARE(codeOf([](SynthesisOptions& o) { o.clips = 0; }), kInvalid);
    QCOMPARE(codeOf([](SynthesisOptions& o) { o.clip.width = 3; }), kInvalid);
    QCOMPARE(codeOf([](SynthesisOptions& o) { o.clip.durationSeconds = 0; }), kInvalid);
    QCOMPARE(codeOf([](SynthesisOptions& o) { o.clip.labelInterval = 0; }), kInvalid);
    QCOMPARE(codeOf([](SynthesisOptions& o) { o.clip.labelInterval = 6; }), kInvalid);
    QCOMPARE(codeOf([](SynthesisOptions& o) { o.trainFraction = 1.2; }), kInvalid);
    QCOMPARE(codeOf([](SynthesisOptions& o) { o.split = QStringLiteral("a,b"); }), kInvalid);
    QCOMPARE(codeOf([](SynthesisOptions& o) { o.folder.clear(); }), kInvalid);
    QVERIFY(!QFile::exists(folder("wrong")));
}

QTEST_GUILESS_MAIN(tst_DatasetSynthesis)
#include "tst_DatasetSynthesis.moc"
