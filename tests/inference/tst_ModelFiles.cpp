// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/weights/Safetensors.h"
#include "core/nn/weights/StateDict.h"
#include "tests/inference/SessionFixture.h"

#include <QtTest>

using namespace avs;

/// Which files are models, and what is said of those that are none.
class tst_ModelFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_fixture.make()); }

    /// As the authors' files are: a bare state dict with the layers that nothing uses, ImageBind's other
    /// towers and no word about sizes or classes.
    void releasedCheckpoint()
    {
        auto config = nn::Json::parseFile(AVS_TEST_DATA "/overfit.json").at("model").asObject();
        config["legacy_unused_modules"] = nn::Json(true);
        config["num_classes"] = nn::Json(71);
        config["memory"] = nn::Json::parse(R"({"num_maskmem": 3, "attention": {"d_model": 32, "kv_in_dim": 8,
            "num_layers": 1, "dim_feedforward": 64, "num_heads": 1}, "encoder": {"in_dim": 32, "out_dim": 8}})");
        const auto path = m_fixture.path(QStringLiteral("model_epoch_best.pth"));
        const auto configPath = m_fixture.path(QStringLiteral("tiny-release.json"));
        QFile file(configPath);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(nn::Json(config).dump()));
        file.close();
        torch::manual_seed(1);
        const nn::Tavis model(nn::TavisOptions::fromJson(nn::Json(config)));
        auto tensors = nn::stateDict(*model);
        tensors["imagebind.modality_trunks.depth.blocks.0.norm_1.weight"] = torch::zeros({4});
        tensors["imagebind.modality_preprocessors.imu.pos_embed"] = torch::zeros({1, 4});
        tensors["imagebind.modality_postprocessors.thermal.1.log_logit_scale"] = torch::zeros({});
        nn::writeSafetensors(path.toStdString(), tensors);

        const auto open = [&](const inference::LoadOptions& options) {
            return m_fixture.load(path, options);
        };
        // The names of AVSBench are at most "A emergency-car": eight tokens are enough.
        auto session = open({.configPath = configPath, .classNames = {}});
        QVERIFY2(session.has_value(), session ? "" : qPrintable(session.error().message));
        QCOMPARE((*session)->info().classNames.size(), 71U);
        QCOMPARE((*session)->info().classNames[1], QStringLiteral("accordion"));
        const auto step = m_fixture.firstStep(*session, m_fixture.clip(), {});
        QVERIFY(step);
        QCOMPARE(step->queries[0].audioProbabilities.size(), 71U);

        const auto wrongSize = open({}); // takes the released sizes
        QVERIFY(!wrongSize);
        QCOMPARE(wrongSize.error().code, base::ErrorCode::Unsupported);
        QVERIFY2(wrongSize.error().message.contains(QStringLiteral("wrong shape")) ||
                     wrongSize.error().message.contains(QStringLiteral("missing")),
                 qPrintable(wrongSize.error().message));

        // Unused, and yet it belongs to the file.
        QCOMPARE(tensors.erase("transformer_cross_attention_layers_H.0.norm.weight"), 1U);
        nn::writeSafetensors(path.toStdString(), tensors);
        const auto incomplete = open({.configPath = configPath, .classNames = {}});
        QVERIFY(!incomplete);
        QVERIFY2(incomplete.error().message.contains(QStringLiteral("layers_H.0.norm.weight")),
                 qPrintable(incomplete.error().message));
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
        QTest::newRow("sam2.1") << "sam2.1" << int(ErrorCode::Unsupported) << "SAM 2.1";
        QTest::newRow("imagebind") << "imagebind" << int(ErrorCode::Unsupported) << "ImageBind";
        QTest::newRow("mismatch") << "mismatch" << int(ErrorCode::Unsupported) << "down.weight";
        QTest::newRow("config") << "config" << int(ErrorCode::Invalid) << "image_size";
    }

    void wrongModels()
    {
        QFETCH(QString, kind);
        QFETCH(int, code);
        QFETCH(QString, said);
        const auto path = m_fixture.path(kind + QStringLiteral(".safetensors"));
        auto file = nn::SafetensorsFile::open(m_fixture.model().toStdString());
        if (kind == u"noise") {
            QVERIFY(testing::writeNoise(path, 4000));
        } else if (kind == u"truncated") {
            QVERIFY(QFile::copy(m_fixture.model(), path));
            QVERIFY(testing::truncateFile(path, QFileInfo(m_fixture.model()).size() / 2));
        } else if (kind == u"sam2") {
            nn::writeSafetensors(path.toStdString(), {{"image_encoder.trunk.pos_embed", torch::zeros({1})}});
        } else if (kind == u"sam2.1") {
            nn::writeSafetensors(path.toStdString(), {{"image_encoder.trunk.pos_embed", torch::zeros({1})},
                                                      {"no_obj_embed_spatial", torch::zeros({1})}});
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
        const auto session = m_fixture.load(path);
        QVERIFY(!session);
        QVERIFY2(session.error().message.contains(said), qPrintable(session.error().message));
        QCOMPARE(int(session.error().code), code);
    }

    void missingVocabulary()
    {
        const auto session = inference::ModelSession::load(m_fixture.model(), QStringLiteral("/nowhere.txt"),
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

private:
    testing::SessionFixture m_fixture;
};

QTEST_GUILESS_MAIN(tst_ModelFiles)
#include "tst_ModelFiles.moc"
