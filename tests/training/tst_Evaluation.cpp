// SPDX-License-Identifier: GPL-3.0-or-later
// The scores of data sets in each published layout, against numbers that were computed by hand.
#include "core/training/Evaluation.h"
#include "tests/support/TinyDatasets.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QtTest>

using namespace avs;
using testing::labelRow;
using training::EvaluateOptions;
using training::EvaluationReport;

namespace {

/// Four frames of four pixels, with classes: what is true and what the model says. As black and white masks:
///   a, frame 1: 1100 against 1110: IoU 2/3, F = 1.3·(2/3)/(0.3·(2/3) + 1) = 0.722222
///   a, frame 2: 0000 against 0001: IoU 3/4 (rightly empty), no F
///   b, frame 1: 1000 against 1000: IoU 1, F 1
///   b, frame 2: 0011 against 0110: IoU 1/3, F = 1.3·0.25/(0.15 + 0.5) = 0.5; with everything predicted, at
///               threshold 0, 1.3·0.5/(0.15 + 1) = 0.565217
struct Frame
{
    const char* clip;
    const char* truth;
    const char* said;
};
constexpr Frame kFrames[] = {
    {"a", "2200", "2220"}, {"a", "0000", "0001"}, {"b", "1000", "1000"}, {"b", "0011", "0120"}};

constexpr double kMiou = (2.0 / 3 + 3.0 / 4 + 1 + 1.0 / 3) / 4;
constexpr double kMiouOfB = (1 + 1.0 / 3) / 2;
constexpr double kF1 = 1.3 * 2 / 3 / 1.2;
constexpr double kFOfOneBatch = (kF1 + 1 + 0.5) / 3;    // curves averaged, then the maximum
constexpr double kFOfClips = (kF1 + (1 + 0.5) / 2) / 2; // a batch for each clip
constexpr double kPooledIou = 4.0 / 8;                  // hits 2 + 0 + 1 + 1, unions 3 + 1 + 1 + 3
constexpr double kPooledF = 1.3 * (4.0 / 7) * (4.0 / 5) / (0.3 * 4 / 7 + 4.0 / 5); // 7 predicted, 5 true

const std::vector<QString> kClasses{QStringLiteral("background"), QStringLiteral("cat"),
                                    QStringLiteral("dog")};

/// A picture that spells what the model will say: red where something sounds, the class in green.
imaging::RgbImage picture(const char* said, int times = 1)
{
    const auto labels = testing::enlarged(labelRow(said), times);
    imaging::RgbImage image(labels.width, labels.height);
    for (std::size_t i = 0; i < labels.pixels.size(); ++i) {
        image.pixels[3 * i] = labels.pixels[i] > 0 ? 255 : 0;
        image.pixels[3 * i + 1] = static_cast<std::uint8_t>(100 * labels.pixels[i]);
    }
    return image;
}

/// Reads the picture, with certainty: logits of ±8.
base::Result<inference::StepPrediction> spelled(const imaging::RgbImage& image)
{
    inference::StepPrediction found;
    imaging::LabelMap labels(image.width, image.height);
    found.binaryLogits = {image.width, image.height, {}};
    for (std::size_t i = 0; i < labels.pixels.size(); ++i) {
        labels.pixels[i] = static_cast<std::uint8_t>((image.pixels[3 * i + 1] + 50) / 100);
        found.binaryLogits.values.push_back(image.pixels[3 * i] > 127 ? 8.0F : -8.0F);
    }
    found.labels = labels;
    return found;
}

bool near(double a, double b)
{
    if (std::abs(a - b) < 1e-6)
        return true;
    qWarning("%.8f instead of %.8f", a, b);
    return false;
}

} // namespace

class tst_Evaluation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_options = {};
        m_options.datasetRoot = m_dir->path();
        m_options.scoreSize = EvaluateOptions::kNative;
    }

    void singleSource()
    {
        QVERIFY(
            testing::writeText(at("s4_meta_data.csv"),
                               "name,start,category,split\na,0,dog_barking,test\nb,0,cat_meowing,test\n"));
        int k[2] = {0, 0};
        for (const Frame& frame : kFrames) {
            const bool isA = *frame.clip == 'a';
            const auto file = [&](const char* kind, int number) {
                return m_dir->filePath(QStringLiteral("s4_data/%1/test/%2/%3/%3_%4.png")
                                           .arg(QLatin1String(kind), isA ? "dog_barking" : "cat_meowing",
                                                QLatin1String(frame.clip))
                                           .arg(number));
            };
            const int number = ++k[isA ? 0 : 1];
            writePicture(file("visual_frames", number), frame.said);
            QVERIFY(
                testing::writeGrey(file("gt_masks", number), testing::blackAndWhite(labelRow(frame.truth))));
        }
        QVERIFY(testing::writeTone(at("s4_data/audio_wav/test/dog_barking/a.wav")));
        QVERIFY(testing::writeTone(at("s4_data/audio_wav/test/cat_meowing/b.wav")));
        const auto report = evaluated();
        checkBinary(report);
        QVERIFY(!report.semantic);
        QCOMPARE(report.remarks.size(), 1); // says why
        QCOMPARE(report.layout, QStringLiteral("AVSBench-object S4"));
        QCOMPARE(report.clips.size(), std::size_t{2});
        QVERIFY(near(report.clips[0].miou, (2.0 / 3 + 3.0 / 4) / 2));
        QVERIFY(near(report.clips[0].f, kF1));
        QVERIFY(near(report.clips[1].miou, kMiouOfB));
        QCOMPARE(report.classes.size(), std::size_t{2});
        QCOMPARE(report.classes[1].name, QStringLiteral("dog_barking"));
        QVERIFY(near(report.classes[1].binaryMiou, report.clips[0].miou));
        QVERIFY(report.classes[1].iou < 0);
        QVERIFY(m_heard == (std::vector<double>{0.5, 1.5, 0.5, 1.5}));
        QVERIFY(m_places == (std::vector<std::pair<int, int>>{{0, 2}, {1, 2}, {0, 2}, {1, 2}}));

        m_options.clipsPerBatch = 1;
        QVERIFY(near(evaluated().binary.f(), kFOfClips));
    }

    void multiSource()
    {
        QVERIFY(testing::writeText(at("ms3_meta_data.csv"), "name,split\na,test\nb,test\n"));
        int k[2] = {0, 0};
        for (const Frame& frame : kFrames) {
            const QString name = QLatin1String(frame.clip);
            const int number = ++k[*frame.clip == 'a' ? 0 : 1];
            writePicture(m_dir->filePath(
                             QStringLiteral("ms3_data/visual_frames/%1/%1.mp4_%2.png").arg(name).arg(number)),
                         frame.said);
            QVERIFY(testing::writeGrey(
                m_dir->filePath(QStringLiteral("ms3_data/gt_masks/test/%1/%1_%2.png").arg(name).arg(number)),
                testing::blackAndWhite(labelRow(frame.truth))));
            QVERIFY(testing::writeTone(
                m_dir->filePath(QStringLiteral("ms3_data/audio_wav/test/%1.wav").arg(name))));
        }
        checkBinary(evaluated());
        m_options.sound = training::SoundCondition::Swapped; // classes are not told: any other clip
        checkBinary(evaluated());
    }

    /// Each frame is a clip of its own, so with a batch for each F takes each frame's own maximum, which is
    /// 0.565217 for the last and 0 for the silent one.
    void synthetic()
    {
        QByteArray list = "a,b,c,d,e,f,g,split,h\n";
        for (int i = 0; i < 4; ++i) {
            const QString name = QStringLiteral("i%1").arg(i);
            list += QStringLiteral("%1,%1,x,x,dog,1,lvis,test,w\n").arg(name).toUtf8();
            // Sixteen pixels for one: no JPEG block holds two of them.
            QDir().mkpath(at("images"));
            QVERIFY(formats::writeJpeg(at("images/") + name + QStringLiteral(".jpg"),
                                       picture(kFrames[i].said, 16), 95));
            QVERIFY(testing::writeGrey(
                at("masks/") + name + QStringLiteral(".png"),
                testing::blackAndWhite(testing::enlarged(labelRow(kFrames[i].truth), 16))));
        }
        QVERIFY(testing::writeText(at("annotations.csv"), list));
        QVERIFY(testing::writeTone(at("audios/w.wav")));
        checkBinary(evaluated());
        QCOMPARE(m_heard.front(), 1.5);
        m_options.clipsPerBatch = 1;
        QVERIFY(near(evaluated().binary.f(), (kF1 + 0 + 1 + 0.65 / 1.15) / 4));
        m_options.fInput = analysis::FInput::Logit; // no threshold at which everything is predicted
        QVERIFY(near(evaluated().binary.f(), (kF1 + 0 + 1 + 0.5) / 4));
    }

    /// Frame by frame, background / cat / dog:
    ///   a1 IoU 1/2 (truth 2, said 1) / – / 2/3;  F 1.3·0.5/0.8 / – / 0.722222
    ///   a2 3/4 / 0 / –;                          F 1.3·0.75/1.05 / 0 / –
    ///   b1 1 / 1 / –;                            F 1 / 1 / –
    ///   b2 1/3 (truth 0 1, said 0 3) / 0 / 0;    F 0.5 / 0 / 0
    void semantic()
    {
        writeSemantic(m_dir->path());
        const auto report = evaluated();
        checkBinary(report);
        QVERIFY(report.semantic.has_value());
        QVERIFY(report.remarks.isEmpty());
        const double background = 0.5 + 0.75 + 1 + 1.0 / 3, cat = 1.0 / 3, dog = (2.0 / 3) / 2;
        const double backgroundF = 0.65 / 0.8 + 0.975 / 1.05 + 1 + 0.5, catF = 1.0 / 3, dogF = kF1 / 2;
        using Frames = analysis::AvsScores::Frames;
        const auto real = report.semantic->published(Frames::Real);
        QVERIFY(near(real.miou, (background / 4 + cat + dog) / 3));
        QVERIFY(near(real.f, (backgroundF / 4 + catF + dogF) / 3));
        QVERIFY(near(real.foregroundMiou, (cat + dog) / 2));
        // a is of v1m: 8 of its 10 frames are padding. b is of v2 and has as many as it has.
        const auto padded = report.semantic->published(Frames::WithPadding);
        QVERIFY(near(padded.miou, ((background + 8) / 12 + cat + dog) / 3));
        QVERIFY(near(padded.f, ((backgroundF + 8) / 12 + catF + dogF) / 3));
        // All pixels: background 8 of 12, cat 1 of 5, dog 2 of 4.
        QVERIFY(near(report.semantic->pooled().miou, (8.0 / 12 + 1.0 / 5 + 2.0 / 4) / 3));
        QCOMPARE(report.classes.size(), std::size_t{3});
        QCOMPARE(report.classes[2].clips, 1);
        QVERIFY(near(report.classes[2].iou, dog));
        QVERIFY(near(report.classes[2].binaryMiou, (2.0 / 3 + 3.0 / 4) / 2));
        QVERIFY(near(report.clips[0].semanticMiou, ((0.5 + 0.75) / 2 + 0 + 2.0 / 3) / 3));
    }

    /// Larger squares: nearest neighbour and the middle of a bilinear edge keep every ratio.
    void scoreSize()
    {
        writeSemantic(m_dir->path());
        m_options.scoreSize = 224;
        const auto report = evaluated();
        QVERIFY(near(report.binary.miou(), kMiou));
        QVERIFY(near(report.binary.pooledIou(), kPooledIou));
        QVERIFY(near(report.semantic->pooled().miou, (8.0 / 12 + 1.0 / 5 + 2.0 / 4) / 3));
    }

    void subsetAndSplitList()
    {
        writeSemantic(m_dir->path());
        m_options.dataset.subsets = {QStringLiteral("v2")};
        auto report = evaluated();
        QCOMPARE(report.clips.size(), std::size_t{1});
        QVERIFY(near(report.binary.miou(), kMiouOfB));
        m_options.dataset = {{}, at("unseen.csv"), {}};
        m_options.split.clear();
        QVERIFY(testing::writeText(at("unseen.csv"),
                                   "vid,uid,s_min,s_sec,a_obj,split,label\nb,b_0,0,0,cat,train,v2\n"));
        report = evaluated();
        QCOMPARE(report.clips.size(), std::size_t{1});
        QVERIFY(near(report.binary.miou(), kMiouOfB));
        QVERIFY(near(report.binary.f(), 0.75));
    }

    /// TAViS' protocol: pictures of MS3, masks and classes of v1m, in another size.
    void foreignMasks()
    {
        writeSemantic(at("semantic"), 3);
        QVERIFY(testing::writeText(at("ms3_meta_data.csv"), "name,split\na,test\n"));
        for (int k = 0; k < 2; ++k)
            writePicture(m_dir->filePath(QStringLiteral("ms3_data/visual_frames/a/a.mp4_%1.png").arg(k + 1)),
                         kFrames[k].said);
        m_options.dataset.maskRoot = at("semantic");
        const auto report = evaluated();
        QVERIFY(near(report.binary.miou(), (2.0 / 3 + 3.0 / 4) / 2));
        QVERIFY(report.semantic.has_value());
        QVERIFY(near(report.classes[2].iou, 2.0 / 3)); // dog, in the first frame alone
    }

    void otherClassesThanTheModels()
    {
        writeSemantic(m_dir->path());
        m_classes.back() = QStringLiteral("wolf");
        const auto report = evaluated();
        m_classes = kClasses;
        checkBinary(report);
        QVERIFY(!report.semantic);
        QVERIFY(report.remarks.front().contains(QStringLiteral("classes")));
    }

    void emptySplit()
    {
        writeSemantic(m_dir->path());
        m_options.split = QStringLiteral("val");
        const auto report = training::evaluate(model(), kClasses, m_options, [](int, int) {}, {});
        QVERIFY(!report);
        QCOMPARE(report.error().code, base::ErrorCode::Invalid);
        QVERIFY2(report.error().message.contains(QStringLiteral("\"val\"; it has test (2)")),
                 qPrintable(report.error().message));
    }

    void sounds()
    {
        writeSemantic(m_dir->path());
        QVERIFY(testing::writeTone(at("v2/b_0/audio.wav"), 0));
        std::vector<bool> loud;
        const training::SegmentMoment listening = [&](const auto& image, auto sound, const auto&) {
            loud.push_back(std::any_of(sound.begin(), sound.end(), [](float s) { return s > 0.1F; }));
            return spelled(image);
        };
        using training::SoundCondition;
        for (const auto& [condition, a, b] : {std::tuple{SoundCondition::Own, true, false},
                                              {SoundCondition::Swapped, false, true},
                                              {SoundCondition::Silent, false, false}}) {
            loud.clear();
            m_options.sound = condition;
            QVERIFY(training::evaluate(listening, kClasses, m_options, [](int, int) {}, {}));
            QVERIFY(loud == (std::vector<bool>{a, a, b, b}));
        }
    }

    void stops()
    {
        writeSemantic(m_dir->path());
        std::stop_source stop;
        const auto report = training::evaluate(
            model(), kClasses, m_options, [&](int, int) { stop.request_stop(); }, stop.get_token());
        QVERIFY(!report);
        QCOMPARE(report.error().code, base::ErrorCode::Cancelled);
    }

    void tablesAndJson()
    {
        writeSemantic(m_dir->path());
        const auto report = evaluated();
        const auto json = training::toJson(report);
        QVERIFY(near(json["binary"]["miou"].toDouble(), kMiou));
        QCOMPARE(json["protocol"]["size"].toString(), QStringLiteral("native"));
        QCOMPARE(json["protocol"]["f_batch"].toInt(), 4);
        QCOMPARE(json["clips"].toArray().size(), 2);
        QVERIFY(near(json["semantic"]["pooled"]["miou"].toDouble(), report.semantic->pooled().miou));
        const auto clips = training::clipTable(report).split('\n');
        QCOMPARE(clips.size(), 4); // header, two clips, the end
        QCOMPARE(clips[1], QByteArray("a_0,v1m,dog,2,0.708333,0.722222,0.430556"));
        const auto classes = training::classTable(report).split('\n');
        QCOMPARE(classes[1].left(14), QByteArray("background,0,,"));
        QVERIFY(classes[3].startsWith("dog,1,0.708333,0.722222,0.333333,"));
    }

private:
    QString at(const char* name) const { return m_dir->filePath(QLatin1String(name)); }

    void writePicture(const QString& path, const char* said)
    {
        QVERIFY(testing::makeFolderOf(path) && formats::writePng(path, picture(said)));
    }

    /// Clip a in v1m, b in v2; masks `times` as large as the pictures.
    void writeSemantic(const QString& root, int times = 1)
    {
        for (int i = 0; i < 4; ++i) {
            const bool isA = i < 2;
            const auto folder =
                formats::makeAvsClipFolder(root, isA ? QStringLiteral("v1m") : QStringLiteral("v2"),
                                           isA ? QStringLiteral("a_0") : QStringLiteral("b_0"));
            QVERIFY(folder);
            writePicture(QStringLiteral("%1/frames/%2.png").arg(*folder).arg(i % 2), kFrames[i].said);
            QVERIFY(testing::writeColours(QStringLiteral("%1/labels_rgb/%2.png").arg(*folder).arg(i % 2),
                                          testing::enlarged(labelRow(kFrames[i].truth), times)));
            QVERIFY(testing::writeTone(*folder + QStringLiteral("/audio.wav")));
        }
        QVERIFY(formats::writeAvsIndex(root, kClasses,
                                       {{"a", "a_0", "v1m", "test", {2}}, {"b", "b_0", "v2", "test", {1}}}));
    }

    training::SegmentMoment model()
    {
        return [this](const auto& image, auto, const auto& moment) {
            m_heard.push_back(moment.seconds);
            m_places.emplace_back(moment.index, moment.count);
            return spelled(image);
        };
    }

    EvaluationReport evaluated()
    {
        m_heard.clear();
        m_places.clear();
        auto report = training::evaluate(model(), m_classes, m_options, [](int, int) {}, {});
        if (!report)
            qWarning("%s", qPrintable(report.error().message));
        return report ? *report : EvaluationReport{};
    }

    void checkBinary(const EvaluationReport& report)
    {
        QCOMPARE(report.frameCount(), 4);
        QVERIFY(near(report.binary.miou(), kMiou));
        QVERIFY(near(report.binary.f(), kFOfOneBatch));
        QVERIFY(near(report.binary.jAndF(), (kMiou + kFOfOneBatch) / 2));
        QVERIFY(near(report.binary.pooledIou(), kPooledIou));
        QVERIFY(near(report.binary.pooledF(), kPooledF));
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    EvaluateOptions m_options;
    std::vector<QString> m_classes = kClasses;
    std::vector<double> m_heard;               ///< the moments that the model was asked for
    std::vector<std::pair<int, int>> m_places; ///< and which of how many each was
};

QTEST_GUILESS_MAIN(tst_Evaluation)
#include "tst_Evaluation.moc"
