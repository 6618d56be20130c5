// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/ImageBindFile.h"
#include "core/inference/ModelFile.h"
#include "core/inference/Sam2File.h"
#include "core/inference/Weights.h"
#include "core/nn/weights/LoadModel.h"
#include "core/nn/weights/WeightFile.h"
#include "tests/support/TorchArchive.h"

#include <torch/utils.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

using namespace avs;

namespace {

constexpr const char* kLoadArgument = "--load";

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
constexpr bool kSanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool kSanitized = false;
#endif

nn::Json configNamed(const QString& name)
{
    return nn::Json::parseFile(AVS_TEST_DATA "/../../resources/config/" + name.toStdString() + ".json");
}

/// Every key and shape of a model, which takes no memory.
std::vector<testing::ArchivedTensor> tensorsOf(const nn::Json& config)
{
    const nn::UninitialisedScope scope;
    const nn::Sam2 model(nn::Sam2Options::fromJson(config));
    std::vector<testing::ArchivedTensor> tensors;
    for (const auto& [name, tensor] : nn::stateDict(*model))
        tensors.push_back({QByteArray::fromStdString(name), {tensor.sizes().begin(), tensor.sizes().end()}});
    return tensors;
}

/// Kilobytes of a line of /proc/self/status; 0 where there is no such file.
qint64 statusKilobytes(const QByteArray& key)
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const auto& line : status.readAll().split('\n')) {
        if (line.startsWith(key + ':'))
            return line.mid(key.size() + 1).trimmed().split(' ').first().toLongLong();
    }
    return 0;
}

base::Result<std::shared_ptr<torch::nn::Module>> loadAny(const QString& path)
{
    using Module = std::shared_ptr<torch::nn::Module>;
    if (auto sam2 = inference::loadSam2(path))
        return Module(sam2->ptr());
    auto imageBind = inference::loadImageBind(path);
    if (!imageBind)
        return imageBind.error();
    return Module(imageBind->ptr());
}

/// In a process of its own: kilobytes by which the peak lies above what was used before, when a model is
/// loaded and every weight of it is read once; milliseconds of loading. See also published_sizes.py.
int measureLoading(const QString& path)
{
    const torch::NoGradGuard noGrad;
    (void)torch::ones({4096}).sum().item<float>(); // LibTorch's own memory is there before
    const auto before = statusKilobytes("VmRSS");
    QElapsedTimer timer;
    timer.start();
    const auto model = loadAny(path);
    const auto milliseconds = timer.elapsed();
    if (!model) {
        std::fprintf(stderr, "%s\n", qPrintable(model.error().message));
        return 1;
    }
    double sum = 0;
    for (const auto& parameter : (*model)->parameters())
        sum += parameter.sum().item<double>();
    std::printf("%lld %lld %g\n", static_cast<long long>(statusKilobytes("VmHWM") - before),
                static_cast<long long>(milliseconds), sum);
    return 0;
}

} // namespace

class tst_FoundationModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// A file in the published wrapper, with holes for values: which size it is is found by the program.
    void everyPublishedSam2Loads_data()
    {
        QTest::addColumn<QString>("name");
        for (const auto* version : {"sam2", "sam2.1"}) {
            for (const auto* size : {"tiny", "small", "base_plus", "large"}) {
                const auto name =
                    QStringLiteral("%1_hiera_%2").arg(QLatin1String(version), QLatin1String(size));
                QTest::newRow(qPrintable(name)) << name;
            }
        }
    }

    void everyPublishedSam2Loads()
    {
        QFETCH(QString, name);
        const auto config = configNamed(name);
        const auto path = m_folder.filePath(name + QStringLiteral(".pt"));
        QVERIFY(testing::writeTorchArchive(path, tensorsOf(config), /*holes=*/true));
        const auto model = inference::loadSam2(path);
        QVERIFY2(model.has_value(), model ? "" : qPrintable(model.error().message));
        QCOMPARE((*model)->options().name, config.at("name").asString());
        QCOMPARE((*model)->options().memory.absentEmbedding, name.contains(u"2.1"));
        QVERIFY(!(*model)->is_training());
        QFile::remove(path);
    }

    void missingAndForeignKeysAreNamed()
    {
        auto tensors = tensorsOf(configNamed(QStringLiteral("sam2.1_hiera_tiny")));
        std::erase_if(tensors, [](const auto& tensor) { return tensor.name == "no_obj_ptr"; });
        tensors.push_back({"from_elsewhere", {1}});
        const auto path = m_folder.filePath(QStringLiteral("odd.pt"));
        QVERIFY(testing::writeTorchArchive(path, tensors, /*holes=*/true));
        const auto model = inference::loadSam2(path);
        QVERIFY(!model.has_value());
        QCOMPARE(model.error().code, base::ErrorCode::Unsupported);
        QVERIFY(model.error().detail.contains(QStringLiteral("no_obj_ptr")));
        QVERIFY(model.error().detail.contains(QStringLiteral("from_elsewhere")));
        const auto gone = inference::loadSam2(m_folder.filePath(QStringLiteral("gone.pt")));
        QVERIFY(!gone && gone.error().code == base::ErrorCode::NotFound);
    }

    void imageBindPassesOverOtherTowers()
    {
        const std::string config = R"({"name": "small", "out_dim": 8,
            "vision": {"dim": 12, "blocks": 1, "heads": 2, "image_size": 28, "patch": 14, "frames": 2}})";
        const nn::ImageBind model(nn::ImageBindOptions::fromJson(nn::Json::parse(config)));
        auto tensors = nn::stateDict(*model);
        tensors["modality_trunks.depth.blocks.0.norm_1.weight"] = torch::ones({4});
        tensors["modality_postprocessors.imu.1.log_logit_scale"] = torch::ones({});
        const auto path = m_folder.filePath(QStringLiteral("imagebind.safetensors"));
        const auto write = [&] {
            nn::writeSafetensors(path.toStdString(), tensors, {{inference::kConfigKey, config}});
        };
        write();
        const auto loaded = inference::loadImageBind(path);
        QVERIFY2(loaded.has_value(), loaded ? "" : qPrintable(loaded.error().message));
        const torch::NoGradGuard noGrad;
        const auto image = torch::rand({1, 3, 28, 28});
        nn::ImageBind copy = *loaded;
        auto original = model;
        original->eval();
        QVERIFY(torch::allclose(copy->encodeVision(image).embedding, original->encodeVision(image).embedding,
                                1e-5, 1e-6));

        const auto asSam2 = inference::loadSam2(path);
        QVERIFY(!asSam2 && asSam2.error().code == base::ErrorCode::Unsupported);
        tensors["modality_trunks.smell.blocks.0.norm_1.weight"] = torch::ones({4});
        write();
        const auto odd = inference::loadImageBind(path);
        QVERIFY(!odd && odd.error().detail.contains(QStringLiteral("smell")));
    }

    /// 156 MB in the published wrapper, then the same as .safetensors: the peak of a process that loads it
    /// and uses every weight stays below 1.1 times the file.
    void loadingTakesTheFileOnce()
    {
        if (statusKilobytes("VmHWM") == 0)
            QSKIP("memory is read from /proc/self/status");
        if (kSanitized)
            QSKIP("sanitizers take memory of their own");
        const auto path = m_folder.filePath(QStringLiteral("tiny.pt"));
        const auto tensors = tensorsOf(configNamed(QStringLiteral("sam2.1_hiera_tiny")));
        QVERIFY(testing::writeTorchArchive(path, tensors, /*holes=*/false));
        requireOneFile(path);
        const auto converted = m_folder.filePath(QStringLiteral("tiny.safetensors"));
        const auto done = inference::convertWeights(path, converted);
        QVERIFY2(done.has_value(), done ? "" : qPrintable(done.error().message));
        requireOneFile(converted);
        const auto metadata = nn::WeightFile::open(converted.toStdString()).metadata;
        QCOMPARE(nn::Json::parse(metadata.at(inference::kConfigKey)).at("name").asString(),
                 std::string("SAM 2.1 tiny"));
    }

private:
    static void requireOneFile(const QString& path)
    {
        QProcess process;
        process.start(QCoreApplication::applicationFilePath(), {QLatin1String(kLoadArgument), path});
        QVERIFY(process.waitForFinished(60'000));
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
        const auto kilobytes = process.readAllStandardOutput().split(' ').first().toLongLong();
        const auto file = QFileInfo(path).size() / 1024;
        constexpr qint64 kOwnCode = 6 * 1024; // pages of the program that were not needed before
        QVERIFY2(kilobytes > file / 2, "too little was measured");
        QVERIFY2(kilobytes < file * 11 / 10 + kOwnCode,
                 qPrintable(QStringLiteral("%1 kB for a file of %2 kB").arg(kilobytes).arg(file)));
    }

    QTemporaryDir m_folder;
};

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    const auto arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments[1] == QLatin1String(kLoadArgument))
        return measureLoading(arguments[2]);
    tst_FoundationModels test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_FoundationModels.moc"
