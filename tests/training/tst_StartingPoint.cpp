// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/ModelFile.h"
#include "core/nn/tavis/Tavis.h"
#include "core/nn/weights/StateDict.h"
#include "core/training/StartingPoint.h"
#include "tests/training/TrainingFixture.h"

#include <QtTest>

using namespace avs;
using testing::TrainingFixture;

namespace {

nn::Tavis makeModel(std::uint64_t seed)
{
    torch::manual_seed(seed);
    return nn::Tavis(
        nn::TavisOptions::fromJson(nn::Json::parseFile(AVS_TEST_DATA "/overfit.json").at("model")));
}

bool isSam2Part(const std::string& name)
{
    return (name.starts_with("image_encoder.") && !name.starts_with("image_encoder.prompt_generator.")) ||
           name.starts_with("sam_prompt_encoder.") || name.starts_with("sam_mask_decoder.") ||
           name == "no_mem_embed";
}

} // namespace

/// The three ways to begin, and what is said of files that are of no use.
class tst_StartingPoint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const auto source = makeModel(1);
        nn::TensorMap sam2, imagebind;
        for (const auto& [name, tensor] : nn::stateDict(*source)) {
            if (isSam2Part(name))
                sam2.emplace(name, tensor);
            if (name.starts_with("imagebind."))
                imagebind.emplace(name.substr(10), tensor);
        }
        sam2.emplace("maskmem_tpos_enc", torch::zeros({7, 1, 1, 8})); // this model has no memory
        imagebind.emplace("modality_trunks.depth.blocks.0.norm_1.weight", torch::ones({4}));
        nn::writeSafetensors(at("sam2").toStdString(), sam2);
        nn::writeSafetensors(at("imagebind").toStdString(), imagebind);
        QVERIFY(inference::writeModelFile(at("tavis"), *source, "{}", {"background", "cat"}).has_value());
        nn::writeSafetensors(at("other").toStdString(), {{"weight", torch::ones({2})}});
        sam2.erase("image_encoder.trunk.blocks.0.norm1.weight");
        nn::writeSafetensors(at("short").toStdString(), sam2);
        sam2.insert_or_assign("image_encoder.trunk.blocks.0.norm1.weight", torch::ones({3}));
        nn::writeSafetensors(at("wide").toStdString(), sam2);
        m_source = nn::stateDict(*source);
    }

    void fromAWholeModel()
    {
        auto model = makeModel(2);
        const auto classes =
            training::loadStartingPoint(*model, {.tavis = at("tavis"), .sam2 = {}, .imagebind = {}});
        QVERIFY2(classes.has_value(), classes ? "" : qPrintable(classes.error().message));
        QCOMPARE(*classes, (QStringList{QStringLiteral("background"), QStringLiteral("cat")}));
        for (const auto& [name, tensor] : nn::stateDict(*model))
            QVERIFY2(torch::equal(tensor, m_source.at(name)), name.c_str());
    }

    void fromSam2AndImageBind()
    {
        auto model = makeModel(2);
        nn::TensorMap before;
        for (const auto& [name, tensor] : nn::stateDict(*model))
            before.emplace(name, tensor.clone());
        const auto done = training::loadStartingPoint(
            *model, {.tavis = {}, .sam2 = at("sam2"), .imagebind = at("imagebind")});
        QVERIFY2(done.has_value(), done ? "" : qPrintable(done.error().message));
        int loaded = 0, fresh = 0;
        for (const auto& [name, tensor] : nn::stateDict(*model)) {
            const bool fromFile = isSam2Part(name) || name.starts_with("imagebind.");
            QVERIFY2(torch::equal(tensor, fromFile ? m_source.at(name) : before.at(name)), name.c_str());
            ++(fromFile ? loaded : fresh);
        }
        QVERIFY(loaded > 100 && fresh > 30);
    }

    /// What the configuration says holds for any beginning; without it a starting point keeps its own.
    void audioLogitScale()
    {
        constexpr const char* kScale = "imagebind.modality_postprocessors.audio.1.log_logit_scale";
        const auto other = makeModel(1);
        {
            const torch::NoGradGuard noGrad;
            nn::stateDict(*other).at(kScale).fill_(std::log(7.0));
        }
        QVERIFY(inference::writeModelFile(at("scaled"), *other, "{}", {"background", "cat"}).has_value());
        TrainingFixture fixture;
        QVERIFY(fixture.draw(1, 21, 2).has_value());
        const auto scaleAfter = [&](const QString& run, const QString& start, std::optional<double> given) {
            const auto config = fixture.config(run + u'c', [&](auto&, auto& training) {
                training.erase("audio_logit_scale");
                if (given)
                    training["audio_logit_scale"] = *given;
                training["stages"] =
                    nn::Json::Array{nn::Json::Object{{"name", "towers"},
                                                     {"objective", "contrastive"},
                                                     {"trained", nn::Json::Array{"imagebind."}},
                                                     {"batch", 2}}};
            });
            auto options = fixture.options(config, run);
            options.start.tavis = start;
            options.maxSteps = 1;
            const auto done = training::train(options, [](const auto&) {}, {});
            if (!done)
                return -1.0;
            const auto model = nn::SafetensorsFile::open(done->lastPath.toStdString());
            return std::exp(model.tensors.at(kScale).item<double>());
        };
        const auto isNear = [](double found, double wanted) { return std::abs(found - wanted) < 1e-4; };
        QVERIFY(isNear(scaleAfter(QStringLiteral("a"), {}, {}), 20));
        QVERIFY(isNear(scaleAfter(QStringLiteral("b"), at("scaled"), {}), 7));
        QVERIFY(isNear(scaleAfter(QStringLiteral("d"), at("scaled"), 3), 3));
    }

    void refused_data()
    {
        QTest::addColumn<QString>("tavis");
        QTest::addColumn<QString>("sam2");
        QTest::addColumn<QString>("imagebind");
        QTest::addColumn<base::ErrorCode>("code");
        QTest::addColumn<QString>("said");
        using base::ErrorCode;
        QTest::newRow("SAM 2 as TAViS")
            << at("sam2") << QString() << QString() << ErrorCode::Unsupported << "--sam2";
        QTest::newRow("ImageBind as SAM 2")
            << QString() << at("imagebind") << QString() << ErrorCode::Unsupported << "--imagebind";
        QTest::newRow("TAViS as ImageBind")
            << QString() << at("sam2") << at("tavis") << ErrorCode::Unsupported << "--start-from";
        QTest::newRow("neither") << at("other") << QString() << QString() << ErrorCode::Unsupported
                                 << "another model";
        QTest::newRow("a tensor is missing") << QString() << at("short") << QString()
                                             << ErrorCode::Unsupported << "trunk.blocks.0.norm1.weight";
        QTest::newRow("another size")
            << QString() << at("wide") << QString() << ErrorCode::Unsupported << "is [3] instead of [16]";
        QTest::newRow("both ways") << at("tavis") << at("sam2") << QString() << ErrorCode::Invalid
                                   << "--start-from";
        QTest::newRow("not there") << at("nothing") << QString() << QString() << ErrorCode::NotFound
                                   << "nothing";
    }

    void refused()
    {
        QFETCH(QString, tavis);
        QFETCH(QString, sam2);
        QFETCH(QString, imagebind);
        QFETCH(base::ErrorCode, code);
        QFETCH(QString, said);
        auto model = makeModel(2);
        const auto before = nn::stateDict(*model).at("no_mem_embed").clone();
        const auto refused = training::loadStartingPoint(*model, {tavis, sam2, imagebind});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, code);
        QVERIFY2(refused.error().message.contains(said), qPrintable(refused.error().message));
        QVERIFY(torch::equal(nn::stateDict(*model).at("no_mem_embed"), before));
    }

private:
    [[nodiscard]] QString at(const char* name) const
    {
        return m_folder.filePath(QLatin1String(name) + QStringLiteral(".safetensors"));
    }

    QTemporaryDir m_folder;
    nn::TensorMap m_source;
};

QTEST_GUILESS_MAIN(tst_StartingPoint)
#include "tst_StartingPoint.moc"
