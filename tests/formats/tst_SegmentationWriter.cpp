// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/ImageFile.h"
#include "core/formats/SegmentationReader.h"
#include "core/formats/SegmentationWriter.h"
#include "core/media/AudioDecoder.h"
#include "core/media/ClipEncoder.h"
#include "core/media/ClipInfo.h"
#include "core/media/VideoDecoder.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <csignal>

#include <malloc.h>
#include <sys/resource.h>

using namespace avs;
using namespace avs::formats;
using base::ErrorCode;
using base::FrameIndex;
using base::MediaTime;
using imaging::LabelMap;
using imaging::RgbImage;
using inference::StepPrediction;
using inference::StepPredictionPtr;

namespace {

constexpr int kWidth = 96;
constexpr int kHeight = 64;
constexpr int kFrames = 20;
constexpr int kGrey = 90;

MediaTime tenths(int n)
{
    return MediaTime::fromMicroseconds(n * 100'000LL);
}

/// Grey pictures at 10 a second, two seconds; with a tone or without sound.
void makeClip(const QString& path, bool withSound)
{
    media::ClipEncoderOptions options;
    options.width = kWidth;
    options.height = kHeight;
    options.audioRateHz = withSound ? 16000 : 0;
    auto encoder = media::ClipEncoder::create(path, options);
    QVERIFY(encoder);
    RgbImage image(kWidth, kHeight);
    std::fill(image.pixels.begin(), image.pixels.end(), std::uint8_t{kGrey});
    for (int i = 0; i < kFrames; ++i)
        QVERIFY((*encoder)->addFrame(image, tenths(i)));
    if (withSound) {
        std::vector<float> tone(32000);
        for (std::size_t i = 0; i < tone.size(); ++i)
            tone[i] = 0.4F * static_cast<float>(std::sin(0.17 * static_cast<double>(i)));
        QVERIFY((*encoder)->addAudio(tone));
    }
    QVERIFY((*encoder)->finish(tenths(kFrames)));
}

/// Speaks for second `index`; class `classIndex` on the left half.
StepPredictionPtr makeStep(int index, std::uint8_t classIndex)
{
    StepPrediction step;
    step.step = index;
    step.frame = FrameIndex(10 * index + 5);
    step.time = tenths(10 * index + 5);
    step.begin = tenths(10 * index);
    step.end = tenths(10 * index + 10);
    LabelMap labels(kWidth, kHeight);
    for (int y = 0; y < kHeight; ++y)
        for (int x = 0; x < kWidth / 2; ++x)
            labels.at(x, y) = classIndex;
    step.labels = labels;
    step.predictedIou = 0.5F;
    inference::QueryPrediction query;
    query.audioProbabilities = {0.1F, 0.2F, 0.7F};
    query.imageProbabilities = {0.6F, 0.3F, 0.1F};
    step.queries = {query, query};
    step.objects = {{3, classIndex, 0.3F, 0.1F, 0.7F, 0.91F, -1.25F, kWidth * kHeight / 2}};
    return std::make_shared<const StepPrediction>(step);
}

SegmentationExport makeExport(const QString& clipPath)
{
    SegmentationExport what;
    what.clipPath = clipPath;
    what.model.name = QStringLiteral("TAViS tiny");
    what.model.classNames = {QStringLiteral("background"), QStringLiteral("bell"), QStringLiteral("bird")};
    what.steps = {makeStep(0, 1), makeStep(1, 0)};
    return what;
}

QStringList everythingIn(const QString& folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                                  QDir::Name);
}

bool sameStep(const StepPrediction& a, const StepPrediction& b)
{
    if (a.step != b.step || a.frame != b.frame || a.time != b.time || a.begin != b.begin || a.end != b.end ||
        a.labels != b.labels || a.objects.size() != b.objects.size())
        return false;
    for (std::size_t i = 0; i < a.objects.size(); ++i) {
        const inference::ObjectPrediction& x = a.objects[i];
        const inference::ObjectPrediction& y = b.objects[i];
        if (x.query != y.query || x.classIndex != y.classIndex || x.probability != y.probability ||
            x.audioProbability != y.audioProbability || x.imageProbability != y.imageProbability ||
            x.predictedIou != y.predictedIou || x.objectScore != y.objectScore || x.area != y.area)
            return false;
    }
    return true;
}

void writeText(const QString& path, const QByteArray& text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

QByteArray readText(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class tst_SegmentationWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_out = std::make_unique<QTemporaryDir>(); }
    void writtenIsReadBack();
    void memoryDoesNotGrowWithTheSteps();
    void stoppedRunKeepsItsSteps();
    void brokenListIsNotKept();
    void overlayHasPicturesAndSound();
    void silentClipGivesSilentOverlay();
    void stepsOfOneFrameKeepTheirMasks();
    void masksOfEveryFrame();
    void masksOfAllThatWasFound();
    void brokenQueryMaskCostsItsStepAlone();
    void stepSpeaksForItsStretch();
    void exportAgainReplacesItsOwn();
    void cancelledLeavesNothing();
    void missingClipLeavesNothing();
    void unwritableFolders();
    void blockedFileIsRolledBack();
    void damagedSegmentations();

private:
    QString out(const char* name) const { return m_out->filePath(QLatin1String(name)); }

    QTemporaryDir m_clips;
    QString m_clip;
    std::unique_ptr<QTemporaryDir> m_out;
};

void tst_SegmentationWriter::initTestCase()
{
    m_clip = m_clips.filePath(QStringLiteral("clip.mp4"));
    makeClip(m_clip, true);
}

void tst_SegmentationWriter::writtenIsReadBack()
{
    const SegmentationExport what = makeExport(m_clip);
    std::vector<double> told;
    QVERIFY(writeSegmentation(what, out("a/b"), [&told](double part) { told.push_back(part); }, {}));
    QVERIFY(std::is_sorted(told.begin(), told.end()));
    QCOMPARE(told.back(), 1.0);
    QCOMPARE(everythingIn(out("a/b")), (QStringList{QStringLiteral("masks"), QStringLiteral("overlay.mp4"),
                                                    QStringLiteral("segmentation.json")}));
    QCOMPARE(everythingIn(out("a/b/masks")),
             (QStringList{QStringLiteral("000005.png"), QStringLiteral("000015.png")}));

    const auto steps = readSegmentation(out("a/b"));
    QVERIFY(steps);
    QCOMPARE(steps->size(), what.steps.size());
    for (std::size_t i = 0; i < what.steps.size(); ++i)
        QVERIFY(sameStep(*(*steps)[i], *what.steps[i]));
    const QByteArray json = readText(out("a/b/segmentation.json"));
    QVERIFY(json.contains("\"probability\": 0.3,"));
    QVERIFY(json.contains("\"maskColor\": \"#800000\""));
    const auto document = QJsonDocument::fromJson(json);
    QVERIFY(document[u"complete"].toBool());
    QVERIFY(document[u"clip"][u"sound"].toBool());
    const auto query = document[u"steps"][0][u"queries"][1];
    QCOMPARE(query[u"audio"][0][u"name"].toString(), QStringLiteral("bird"));
    QCOMPARE(query[u"audio"][1][u"name"].toString(), QStringLiteral("bell"));
    QCOMPARE(query[u"image"][0][u"name"].toString(), QStringLiteral("background"));
    QCOMPARE(query[u"image"][0][u"probability"].toDouble(), 0.6);
}

/// However many steps come: none of them, and no map, stays in memory.
void tst_SegmentationWriter::memoryDoesNotGrowWithTheSteps()
{
    constexpr int kSteps = 300;
    constexpr int kW = 320;
    constexpr int kH = 180;
    const auto live = [] { return static_cast<qint64>(mallinfo2().uordblks + mallinfo2().hblkhd); };
    auto writer = SegmentationWriter::create(out("long"), m_clip, makeExport(m_clip).model);
    QVERIFY(writer);
    LabelMap noise(kW, kH); // which runs do not make smaller: 288 kB a step
    qint64 before = 0;
    for (int i = 0; i < kSteps; ++i) {
        for (std::size_t p = 0; p < noise.pixels.size(); ++p)
            noise.pixels[p] = static_cast<std::uint8_t>((p * 7 + static_cast<std::size_t>(i)) % 3);
        auto step = std::make_shared<StepPrediction>();
        step->step = i;
        step->frame = FrameIndex(i);
        step->begin = MediaTime::fromMicroseconds(i * 6000LL);
        step->end = MediaTime::fromMicroseconds((i + 1) * 6000LL);
        step->labels = noise;
        const std::weak_ptr<const StepPrediction> watched = step;
        QVERIFY((*writer)->add(*step));
        step.reset();
        QVERIFY(watched.expired());
        if (i == kSteps / 10)
            before = live();
    }
    const qint64 grown = live() - before;
    QVERIFY2(grown < 500'000, qPrintable(QString::number(grown)));
    QVERIFY((*writer)->finish([](double) {}, {}));
    QVERIFY2(live() - before < 2'000'000, qPrintable(QString::number(live() - before)));
    QCOMPARE(everythingIn(out("long/masks")).size(), kSteps);
    const auto video = media::VideoDecoder::open(out("long/overlay.mp4"));
    QVERIFY(video);
    QCOMPARE((*video)->frames()->size(), std::int64_t{kFrames});
}

void tst_SegmentationWriter::stoppedRunKeepsItsSteps()
{
    const auto writeOne = [&](const char* folder) {
        auto writer = SegmentationWriter::create(out(folder), m_clip, makeExport(m_clip).model);
        if (!writer || !(*writer)->add(*makeStep(0, 1)))
            return base::Result<bool>(base::Error{});
        return (*writer)->keepUnfinished();
    };
    const auto kept = writeOne("stopped");
    QVERIFY(kept && *kept);
    QCOMPARE(everythingIn(out("stopped")),
             (QStringList{QStringLiteral("masks"), QStringLiteral("segmentation.json")}));
    QVERIFY(!QJsonDocument::fromJson(readText(out("stopped/segmentation.json")))[u"complete"].toBool(true));
    const auto steps = readSegmentation(out("stopped"));
    QVERIFY(steps && steps->size() == 1);

    QVERIFY(writeSegmentation(makeExport(m_clip), out("whole"), {}, {}));
    const auto replaced = writeOne("whole");
    QVERIFY(replaced && !*replaced);
    QCOMPARE(readSegmentation(out("whole"))->size(), std::size_t{2});
    {
        auto writer = SegmentationWriter::create(out("nothing"), m_clip, makeExport(m_clip).model);
        QVERIFY(writer);
        const auto none = (*writer)->keepUnfinished();
        QVERIFY(none && !*none);
    }
    QVERIFY(!QFile::exists(out("nothing")));
}

/// On a full disk segmentation.json ends somewhere; that it was kept must not be said.
void tst_SegmentationWriter::brokenListIsNotKept()
{
    auto writer = SegmentationWriter::create(out("full"), m_clip, makeExport(m_clip).model);
    QVERIFY(writer);
    for (int i = 0; i < 8; ++i)
        QVERIFY((*writer)->add(*makeStep(i, 1)));
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    rlimit full = before;
    full.rlim_cur = 2048; // fewer bytes than the list has
    setrlimit(RLIMIT_FSIZE, &full);
    const auto finished = (*writer)->finish({}, {});
    setrlimit(RLIMIT_FSIZE, &before);
    QVERIFY(!finished);
    QCOMPARE(finished.error().code, ErrorCode::Unwritable);
    const auto kept = (*writer)->keepUnfinished();
    QVERIFY(!kept);
    QCOMPARE(kept.error().code, ErrorCode::Unwritable);
    QVERIFY(!QFile::exists(out("full/segmentation.json")));
}

void tst_SegmentationWriter::overlayHasPicturesAndSound()
{
    QVERIFY(writeSegmentation(makeExport(m_clip), out("o"), {}, {}));
    const QString path = out("o/overlay.mp4");
    const auto info = media::probe(path);
    QVERIFY(info);
    QVERIFY(info->hasAudio);
    QCOMPARE(info->sampleRateHz, 48000);
    QCOMPARE(info->channels, 2);
    QCOMPARE(info->width, kWidth);
    QCOMPARE(info->height, kHeight);
    const auto video = media::VideoDecoder::open(path);
    QVERIFY(video);
    QCOMPARE((*video)->frames()->size(), std::int64_t{kFrames});
    QCOMPARE((*video)->frames()->timeOf(FrameIndex(7)), tenths(7));
    const auto distanceFromGrey = [&](int frame, int x) {
        const auto picture = (*video)->read(FrameIndex(frame));
        int distance = 0;
        for (int c = 0; picture && c < 3; ++c)
            distance = std::max(distance, std::abs((*picture)->image.row(kHeight / 2)[3 * x + c] - kGrey));
        return distance;
    };
    QVERIFY(distanceFromGrey(5, kWidth / 4) > 30);     // the mask of second 0
    QVERIFY(distanceFromGrey(5, kWidth * 3 / 4) < 12); // beside it
    QVERIFY(distanceFromGrey(15, kWidth / 4) < 12);    // nothing sounds in second 1
    const auto sound = media::readAudio(path, 48000, 2);
    QVERIFY(sound);
    QVERIFY(std::abs(static_cast<double>((*sound)->frameCount()) / 48000 - 2.0) < 0.1);
    double energy = 0;
    for (const float s : (*sound)->samples)
        energy += s * s;
    QVERIFY(std::sqrt(energy / static_cast<double>((*sound)->samples.size())) > 0.1);
}

void tst_SegmentationWriter::silentClipGivesSilentOverlay()
{
    const QString clip = m_clips.filePath(QStringLiteral("silent.mp4"));
    makeClip(clip, false);
    QVERIFY(writeSegmentation(makeExport(clip), out("s"), {}, {}));
    const auto info = media::probe(out("s/overlay.mp4"));
    QVERIFY(info);
    QVERIFY(!info->hasAudio);
}

void tst_SegmentationWriter::stepsOfOneFrameKeepTheirMasks()
{
    SegmentationExport what = makeExport(m_clip);
    StepPrediction again = *makeStep(1, 2);
    again.frame = what.steps[0]->frame;
    what.steps[1] = std::make_shared<const StepPrediction>(again);
    QVERIFY(writeSegmentation(what, out("same"), {}, {}));
    const auto steps = readSegmentation(out("same"));
    QVERIFY(steps);
    QVERIFY((*steps)[0]->labels == what.steps[0]->labels);
    QVERIFY((*steps)[1]->labels == again.labels);
}

void tst_SegmentationWriter::masksOfEveryFrame()
{
    using Source = inference::FramePrediction::Source;
    const SegmentationExport what = makeExport(m_clip);
    auto writer = SegmentationWriter::create(out("every"), m_clip, what.model);
    QVERIFY(writer);
    const auto add = [&](int index, std::uint8_t label) {
        inference::FramePrediction frame;
        frame.frame = FrameIndex(index);
        frame.time = tenths(index);
        frame.source = index == 5 ? Source::Inferred : Source::Carried;
        frame.labels = LabelMap(kWidth, kHeight);
        for (int y = 0; y < kHeight; ++y)
            for (int x = kWidth / 2; x < kWidth; ++x)
                frame.labels.at(x, y) = label;
        if (index == 5)
            frame.labels = what.steps[0]->labels.decode();
        return (*writer)->add(frame);
    };
    QVERIFY((*writer)->add(*what.steps[0]));
    // Frame 15, which step 1 looked at, is in the stretch of step 0.
    QVERIFY(add(5, 2) && add(6, 0) && add(15, 2) && add(4, 2));
    QVERIFY((*writer)->add(*what.steps[1]));
    QVERIFY((*writer)->finish([](double) {}, {}));
    QCOMPARE(
        everythingIn(out("every/masks")),
        (QStringList{QStringLiteral("000004.png"), QStringLiteral("000005.png"), QStringLiteral("000006.png"),
                     QStringLiteral("000015-1.png"), QStringLiteral("000015.png")}));
    const auto frames = readFrames(out("every"));
    QVERIFY2(frames, frames ? "" : qPrintable(frames.error().detail));
    QCOMPARE(frames->size(), std::size_t{4});
    const std::vector<int> order{4, 5, 6, 15};
    for (std::size_t i = 0; i < order.size(); ++i) {
        QCOMPARE((*frames)[i].frame, FrameIndex(order[i]));
        QCOMPARE((*frames)[i].time, tenths(order[i]));
        QCOMPARE((*frames)[i].source, order[i] == 5 ? Source::Inferred : Source::Carried);
        QCOMPARE((*frames)[i].mask, QStringLiteral("masks/%1.png").arg(order[i], 6, 10, QLatin1Char('0')));
    }
    const auto steps = readSegmentation(out("every"));
    QVERIFY(steps);
    QVERIFY((*steps)[0]->labels == what.steps[0]->labels && (*steps)[1]->labels == what.steps[1]->labels);

    const auto video = media::VideoDecoder::open(out("every/overlay.mp4"));
    QVERIFY(video);
    const auto isGrey = [&](int frame, int x) {
        const auto picture = (*video)->read(FrameIndex(frame));
        return picture && std::abs((*picture)->image.row(kHeight / 2)[3 * x] - kGrey) < 12;
    };
    QVERIFY(isGrey(4, kWidth / 4) && !isGrey(4, kWidth * 3 / 4)); // its own mask, not the step's
    QVERIFY(isGrey(6, kWidth / 4) && isGrey(6, kWidth * 3 / 4));
    QVERIFY(!isGrey(8, kWidth / 4)); // none of its own: the step's

    QVERIFY(writeSegmentation(what, out("every"), {}, {}));
    QCOMPARE(everythingIn(out("every/masks")),
             (QStringList{QStringLiteral("000005.png"), QStringLiteral("000015.png")}));
    QVERIFY(readFrames(out("every"))->empty());

    writeText(out("every/segmentation.json"),
              R"({"format": "tavis-segmentation", "version": 1, "steps": [], "frames": [{"frame": 1}]})");
    const auto damaged = readFrames(out("every"));
    QVERIFY(!damaged);
    QCOMPARE(damaged.error().code, ErrorCode::Damaged);
}

void tst_SegmentationWriter::masksOfAllThatWasFound()
{
    // Logits of 2 × 1 pixels: left inside and right outside, or the reverse.
    const inference::LogitMap left{2, 1, {4, -4}};
    const inference::LogitMap right{2, 1, {-4, 4}};
    SegmentationExport what = makeExport(m_clip);
    auto step = *what.steps[0];
    step.binaryLogits = left;
    step.queries[0].logits = right;
    step.queries[1].logits = left;
    what.steps[0] = std::make_shared<const StepPrediction>(step);
    QVERIFY(writeSegmentation(what, out("all"), {}, {}));
    QCOMPARE(everythingIn(out("all/binary")), QStringList{QStringLiteral("000005.png")});
    QCOMPARE(everythingIn(out("all/queries")),
             (QStringList{QStringLiteral("000005-0.png"), QStringLiteral("000005-1.png")}));
    const auto inside = [&](const char* file, bool onTheLeft) {
        const auto mask = readGrey(out(file));
        return mask && mask->width == kWidth && mask->height == kHeight &&
               mask->at(2, 3) == (onTheLeft ? 255 : 0) && mask->at(kWidth - 3, 3) == (onTheLeft ? 0 : 255);
    };
    QVERIFY(inside("all/binary/000005.png", true));
    QVERIFY(inside("all/queries/000005-0.png", false));
    QVERIFY(inside("all/queries/000005-1.png", true));

    const auto json = QJsonDocument::fromJson(readText(out("all/segmentation.json")));
    const auto first = json[QStringLiteral("steps")][0];
    QCOMPARE(first[QStringLiteral("binaryMask")].toString(), QStringLiteral("binary/000005.png"));
    QCOMPARE(first[QStringLiteral("queries")][1][QStringLiteral("mask")].toString(),
             QStringLiteral("queries/000005-1.png"));
    QVERIFY(json[QStringLiteral("steps")][1][QStringLiteral("binaryMask")].isUndefined());

    // The next export has none, and leaves none of these.
    QVERIFY(writeSegmentation(makeExport(m_clip), out("all"), {}, {}));
    QVERIFY(!QFileInfo::exists(out("all/binary")) && !QFileInfo::exists(out("all/queries")));
}

void tst_SegmentationWriter::brokenQueryMaskCostsItsStepAlone()
{
    const SegmentationExport what = makeExport(m_clip);
    auto writer = SegmentationWriter::create(out("broken"), m_clip, what.model);
    QVERIFY(writer);
    QVERIFY((*writer)->add(*what.steps[0]));
    const auto stages =
        QDir(out("broken")).entryList({QStringLiteral(".export-*")}, QDir::Dirs | QDir::Hidden);
    QCOMPARE(stages.size(), 1);
    QVERIFY(QDir(out("broken")).rmdir(stages[0] + QStringLiteral("/queries")));
    auto step = *what.steps[1];
    step.binaryLogits = step.queries[0].logits = {2, 1, {4, -4}};
    QVERIFY(!(*writer)->add(step));
    const auto kept = (*writer)->keepUnfinished();
    QVERIFY2(kept && *kept, kept ? "" : qPrintable(kept.error().message));
    const auto steps = readSegmentation(out("broken"));
    QVERIFY(steps);
    QCOMPARE(steps->size(), std::size_t{1});
    QVERIFY(!QFileInfo::exists(out("broken/binary"))); // nothing that the list does not name
}

void tst_SegmentationWriter::stepSpeaksForItsStretch()
{
    const SegmentationExport what = makeExport(m_clip);
    QCOMPARE(stepAt(what.steps, tenths(0)), what.steps[0]);
    QCOMPARE(stepAt(what.steps, MediaTime::fromMicroseconds(999'999)), what.steps[0]);
    QCOMPARE(stepAt(what.steps, tenths(10)), what.steps[1]);
    QVERIFY(!stepAt(what.steps, tenths(20)));
    QVERIFY(!stepAt({}, tenths(1)));
}

void tst_SegmentationWriter::exportAgainReplacesItsOwn()
{
    QVERIFY(writeSegmentation(makeExport(m_clip), out("twice"), {}, {}));
    writeText(out("twice/notes.txt"), "mine");
    writeText(out("twice/masks/mine.png"), "mine");
    SegmentationExport what = makeExport(m_clip);
    what.steps.erase(what.steps.begin());
    QVERIFY(writeSegmentation(what, out("twice"), {}, {}));
    QCOMPARE(everythingIn(out("twice/masks")),
             (QStringList{QStringLiteral("000015.png"), QStringLiteral("mine.png")}));
    QCOMPARE(readText(out("twice/notes.txt")), QByteArray("mine"));
    const auto steps = readSegmentation(out("twice"));
    QVERIFY(steps);
    QCOMPARE(steps->size(), std::size_t{1});
}

void tst_SegmentationWriter::cancelledLeavesNothing()
{
    QVERIFY(QDir().mkpath(out("old")));
    writeText(out("old/segmentation.json"), "older");
    for (const char* folder : {"new/deep", "old"}) {
        std::stop_source stop;
        const auto stopMidway = [&stop](double part) {
            if (part > 0.5)
                stop.request_stop();
        };
        const auto result = writeSegmentation(makeExport(m_clip), out(folder), stopMidway, stop.get_token());
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::Cancelled);
    }
    QCOMPARE(everythingIn(m_out->path()), QStringList{QStringLiteral("old")});
    QCOMPARE(everythingIn(out("old")), QStringList{QStringLiteral("segmentation.json")});
    QCOMPARE(readText(out("old/segmentation.json")), QByteArray("older"));
}

void tst_SegmentationWriter::missingClipLeavesNothing()
{
    const auto result = writeSegmentation(makeExport(out("nowhere.mp4")), out("x"), {}, {});
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::NotFound);
    QVERIFY(everythingIn(m_out->path()).isEmpty());
}

void tst_SegmentationWriter::unwritableFolders()
{
    writeText(out("file"), "mine");
    for (const QString& folder : {out("file"), out("file/below"), QStringLiteral("/proc/tavis")}) {
        const auto result = writeSegmentation(makeExport(m_clip), folder, {}, {});
        QVERIFY2(!result, qPrintable(folder));
        QCOMPARE(result.error().code, ErrorCode::Unwritable);
        QVERIFY(!result.error().message.isEmpty());
    }
    QCOMPARE(readText(out("file")), QByteArray("mine"));
}

void tst_SegmentationWriter::blockedFileIsRolledBack()
{
    // The masks and the video can be placed, the JSON cannot: a folder has its name.
    QVERIFY(QDir().mkpath(out("r/segmentation.json/full")));
    writeText(out("r/overlay.mp4"), "older");
    const auto result = writeSegmentation(makeExport(m_clip), out("r"), {}, {});
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Unwritable);
    QCOMPARE(everythingIn(out("r")),
             (QStringList{QStringLiteral("overlay.mp4"), QStringLiteral("segmentation.json")}));
    QCOMPARE(readText(out("r/overlay.mp4")), QByteArray("older"));
}

void tst_SegmentationWriter::damagedSegmentations()
{
    const auto codeOf = [](const auto& result) { return result ? ErrorCode::Device : result.error().code; };
    QCOMPARE(codeOf(readSegmentation(out("none"))), ErrorCode::NotFound);
    QVERIFY(writeSegmentation(makeExport(m_clip), out("d"), {}, {}));
    const QByteArray json = readText(out("d/segmentation.json"));

    writeText(out("d/segmentation.json"), json.left(json.size() / 2));
    QCOMPARE(codeOf(readSegmentation(out("d"))), ErrorCode::Damaged);
    writeText(out("d/segmentation.json"), QByteArray(json).replace("\"frame\"", "\"picture\""));
    QCOMPARE(codeOf(readSegmentation(out("d"))), ErrorCode::Damaged);
    writeText(out("d/segmentation.json"), QByteArray(json).replace("\"version\": 1", "\"version\": 2"));
    QCOMPARE(codeOf(readSegmentation(out("d"))), ErrorCode::Unsupported);
    writeText(out("d/segmentation.json"), json);

    QVERIFY(writePalettePng(out("d/masks/000015.png"), LabelMap(3, 3)));
    QCOMPARE(codeOf(readSegmentation(out("d"))), ErrorCode::Damaged);
    writeText(out("d/masks/000015.png"), readText(out("d/masks/000005.png")).left(60));
    QCOMPARE(codeOf(readSegmentation(out("d"))), ErrorCode::Damaged);
    QVERIFY(QFile::remove(out("d/masks/000015.png")));
    QCOMPARE(codeOf(readSegmentation(out("d"))), ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(tst_SegmentationWriter)
#include "tst_SegmentationWriter.moc"
