// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/ModelFile.h"
#include "core/inference/ModelSession.h"
#include "core/inference/Tensors.h"
#include "core/nn/imagebind/AudioTransform.h"
#include "core/nn/tavis/Tavis.h"
#include "core/nn/weights/Safetensors.h"
#include "tests/support/TestMedia.h"

#include <torch/utils.h>

#include <QTemporaryDir>
#include <QtTest>

using namespace avs;

namespace {

QString vocabulary()
{
    return QString::fromLocal8Bit(AVS_TEST_DATA "/../../.deps/data/bpe_simple_vocab_16e6.txt");
}

} // namespace

/// With a model of random weights: what is said is nonsense, how it is said is not.
class tst_ModelSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const auto config = nn::Json::parseFile(AVS_TEST_DATA "/overfit.json").at("model");
        torch::manual_seed(1);
        nn::Tavis model(nn::TavisOptions::fromJson(config));
        m_model = m_folder.filePath(QStringLiteral("model.safetensors"));
        const auto written = inference::writeModelFile(
            m_model, *model, config.dump(),
            {QStringLiteral("background"), QStringLiteral("bell"), QStringLiteral("drum")});
        QVERIFY2(written.has_value(), written ? "" : qPrintable(written.error().message));
        m_clip = m_folder.filePath(QStringLiteral("clip.mp4"));
        testing::ClipSpec spec;
        spec.frames = 85; // 3.4 s: four moments would lie at 0.5, 1.5, 2.5, 3.5
        spec.sound = true;
        QVERIFY(testing::writeClip(m_clip, spec));
    }

    void loads()
    {
        auto session = load(m_model);
        QVERIFY2(session.has_value(), session ? "" : qPrintable(session.error().message));
        const auto& info = (*session)->info();
        QCOMPARE(info.name, QStringLiteral("TAViS overfit"));
        QCOMPARE(info.classNames.size(), 3U);
        QCOMPARE(info.sha256.size(), 64);
        QVERIFY(info.device.startsWith(QStringLiteral("CPU")));
    }

    void loadingStops()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto session = inference::ModelSession::load(m_model, vocabulary(),
                                                           inference::DeviceChoice::Cpu, stop.get_token());
        QVERIFY(!session);
        QCOMPARE(session.error().code, base::ErrorCode::Cancelled);
    }

    void segmentsStepByStep()
    {
        auto session = load(m_model);
        QVERIFY(session.has_value());
        std::vector<inference::StepPredictionPtr> steps;
        const auto count = (*session)->segmentClip(m_clip, {},
                                                   [&](auto step, int total) {
                                                       QCOMPARE(total, 3);
                                                       steps.push_back(step);
                                                   },
                                                   {});
        QVERIFY2(count.has_value(), count ? "" : qPrintable(count.error().message));
        QCOMPARE(steps.size(), 3U);
        QCOMPARE(steps[0]->begin, base::MediaTime());
        QCOMPARE(steps[1]->frame, base::FrameIndex(37)); // on screen at 1.5 s, at 25 a second
        QCOMPARE(steps[1]->time.microseconds(), 1'480'000);
        QCOMPARE(steps[1]->end, steps[2]->begin);
        QVERIFY(std::abs(steps[2]->end.seconds() - 3.4) < 0.05); // the last step speaks for the rest
        for (const auto& step : steps) {
            QCOMPARE(step->labels.width, 160);
            QCOMPARE(step->labels.height, 96);
            for (const auto& object : step->objects) {
                QVERIFY(object.classIndex > 0 && object.classIndex < 3);
                QVERIFY(object.probability > 0 && object.probability <= 1);
                QVERIFY(object.area > 0);
            }
        }
        const auto finer = (*session)->segmentClip(m_clip, {.stepSeconds = 0.5}, [](auto, int) {}, {});
        QCOMPARE(finer.has_value() ? *finer : -1, 7);
    }

    void stopsBetweenSteps()
    {
        auto session = load(m_model);
        std::stop_source stop;
        int steps = 0;
        const auto count = (*session)->segmentClip(
            m_clip, {},
            [&](auto, int) {
                ++steps;
                stop.request_stop();
            },
            stop.get_token());
        QVERIFY(!count);
        QCOMPARE(count.error().code, base::ErrorCode::Cancelled);
        QCOMPARE(steps, 1);
    }

    void clipWithoutSoundRunsOnSilence()
    {
        const auto silent = m_folder.filePath(QStringLiteral("silent.mp4"));
        QVERIFY(testing::writeClip(silent, {.frames = 30}));
        auto session = load(m_model);
        const auto count = (*session)->segmentClip(silent, {}, [](auto, int) {}, {});
        QCOMPARE(count.has_value() ? *count : -1, 1);
    }

    void wrongModels_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("said");
        using base::ErrorCode;
        QTest::newRow("missing") << "missing" << int(ErrorCode::NotFound) << "missing.safetensors";
        QTest::newRow("noise") << "noise" << int(ErrorCode::Unsupported) << "noise.safetensors";
        QTest::newRow("truncated") << "truncated" << int(ErrorCode::Damaged) << "truncated.safetensors";
        QTest::newRow("sam2") << "sam2" << int(ErrorCode::Unsupported) << "SAM 2";
        QTest::newRow("imagebind") << "imagebind" << int(ErrorCode::Unsupported) << "ImageBind";
        QTest::newRow("mismatch") << "mismatch" << int(ErrorCode::Unsupported) << "down.weight";
        QTest::newRow("config") << "config" << int(ErrorCode::Invalid) << "image_size";
    }

    void wrongModels()
    {
        QFETCH(QString, kind);
        QFETCH(int, code);
        QFETCH(QString, said);
        const auto path = m_folder.filePath(kind + QStringLiteral(".safetensors"));
        auto file = nn::SafetensorsFile::open(m_model.toStdString());
        if (kind == u"noise") {
            QVERIFY(testing::writeNoise(path, 4000));
        } else if (kind == u"truncated") {
            QVERIFY(QFile::copy(m_model, path));
            QVERIFY(testing::truncateFile(path, QFileInfo(m_model).size() / 2));
        } else if (kind == u"sam2") {
            nn::writeSafetensors(path.toStdString(), {{"image_encoder.trunk.pos_embed", torch::zeros({1})}});
        } else if (kind == u"imagebind") {
            nn::writeSafetensors(path.toStdString(),
                                 {{"modality_preprocessors.vision.cls_token", torch::zeros({1})}});
        } else if (kind == u"mismatch") {
            file.tensors.erase("down.weight");
            nn::writeSafetensors(path.toStdString(), file.tensors, file.metadata);
        } else if (kind == u"config") {
            file.metadata[inference::kConfigKey] = R"({"image_size": 100})";
            nn::writeSafetensors(path.toStdString(), file.tensors, file.metadata);
        }
        const auto session = load(path);
        QVERIFY(!session);
        QVERIFY2(session.error().message.contains(said), qPrintable(session.error().message));
        QCOMPARE(int(session.error().code), code);
    }

    void missingVocabulary()
    {
        const auto session = inference::ModelSession::load(m_model, QStringLiteral("/nowhere.txt"),
                                                           inference::DeviceChoice::Cpu);
        QVERIFY(!session);
        QVERIFY2(session.error().message.contains(QStringLiteral("run.sh")),
                 qPrintable(session.error().message));
    }

    void devices()
    {
        QVERIFY(inference::parseDeviceChoice(QStringLiteral("cuda")).has_value());
        QVERIFY(!inference::parseDeviceChoice(QStringLiteral("tpu")));
        QVERIFY(inference::openDevice(inference::DeviceChoice::Auto).has_value());
    }

    void emptyPicture()
    {
        auto session = load(m_model);
        QVERIFY(!(*session)->segmentMoment({}, {}, 0));
        const imaging::RgbImage dot(1, 1);
        QVERIFY((*session)->segmentMoment(dot, {}, 0).has_value());
    }

    void windowStaysInsideTheSound()
    {
        std::vector<float> sound(5 * 16000);
        for (std::size_t i = 0; i < sound.size(); ++i)
            sound[i] = static_cast<float>(i % 977) / 977 - 0.5F;
        const auto all =
            torch::from_blob(sound.data(), {static_cast<std::int64_t>(sound.size())}, torch::kFloat);
        const auto expect = [&](double seconds, std::int64_t begin) {
            const auto window = nn::melOfWindow(all.slice(0, begin, begin + 32000));
            QVERIFY(torch::equal(inference::melAround(sound, seconds), window));
        };
        expect(0.5, 0);
        expect(2.5, 24000);
        expect(4.9, 48000);
        // No sound, sound that ends and a recording of silence are the same to the model.
        const std::vector<float> silence(5 * 16000);
        QVERIFY(torch::equal(inference::melAround({}, 1.0), inference::melAround(silence, 1.0)));
        const std::span<const float> begun(sound.data(), 8000);
        auto ended = sound;
        std::fill(ended.begin() + 8000, ended.end(), 0.0F);
        QVERIFY(torch::equal(inference::melAround(begun, 0.2), inference::melAround(ended, 0.2)));
    }

private:
    static base::Result<std::unique_ptr<inference::ModelSession>> load(const QString& path)
    {
        return inference::ModelSession::load(path, vocabulary(), inference::DeviceChoice::Cpu);
    }

    QTemporaryDir m_folder;
    QString m_model;
    QString m_clip;
};

QTEST_GUILESS_MAIN(tst_ModelSession)
#include "tst_ModelSession.moc"
