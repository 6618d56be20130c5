// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/WeightCheck.h"

#include "core/inference/ModelFile.h"
#include "core/inference/ModelSession.h"
#include "core/inference/TorchErrors.h"
#include "core/inference/WeightKind.h"
#include "core/nn/ModelFamily.h"
#include "core/nn/sam2/Sam2.h"
#include "core/nn/tavis/Tavis.h"
#include "core/nn/weights/StateDict.h"
#include "core/nn/weights/UninitialisedScope.h"
#include "core/nn/weights/WeightFile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <numeric>
#include <optional>

namespace avs::inference {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(inference)
};

/// What the tensors' shapes say about the size.
bool isOfSize(const nn::TensorMap& tensors, const nn::Json& config, nn::ModelFamily family)
{
    const auto widthOf = [&](const char* key) {
        const auto it = tensors.find(key);
        return it == tensors.end() || it->second.dim() < 2 ? -1 : it->second.size(1);
    };
    if (family == nn::ModelFamily::ImageBind)
        return tensors.contains("modality_preprocessors.vision.cls_token") && config.contains("vision") &&
               tensors.at("modality_preprocessors.vision.cls_token").size(-1) ==
                   config.at("vision").at("dim").asInt();
    if (family == nn::ModelFamily::Tavis)
        return tensors.contains("query_fea_W.weight") &&
               widthOf("query_fea_W.weight") == config.at("bridge").at("audio_dim").asInt();
    const auto& trunk = config.at("trunk");
    const auto stages = trunk.at("stages").asInts();
    const auto blocks = std::accumulate(stages.begin(), stages.end(), std::int64_t{0});
    const auto block = [](std::int64_t i) {
        return "image_encoder.trunk.blocks." + std::to_string(i) + ".norm1.weight";
    };
    return !tensors.contains("query_fea_W.weight") &&
           widthOf("image_encoder.trunk.pos_embed") == trunk.at("embed_dim").asInt() &&
           tensors.contains(block(blocks - 1)) && !tensors.contains(block(blocks)) &&
           tensors.contains("no_obj_embed_spatial") == config.boolOr("no_obj_embed_spatial", false);
}

std::optional<nn::Json> knownConfig(const nn::TensorMap& tensors)
{
    const QDir folder(findDataFile(QStringLiteral("config")));
    for (const auto& name : folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
        auto config = nn::modelIn(nn::Json::parseFile(folder.filePath(name).toStdString()));
        const auto family = nn::familyOf(config);
        if (family && isOfSize(tensors, config, *family))
            return config;
    }
    return std::nullopt;
}

std::shared_ptr<torch::nn::Module> makeModel(const nn::Json& config, nn::ModelFamily family)
{
    const nn::UninitialisedScope scope;
    switch (family) {
    case nn::ModelFamily::Tavis:
        return nn::Tavis(nn::TavisOptions::fromJson(config)).ptr();
    case nn::ModelFamily::Sam2:
        return nn::Sam2(nn::Sam2Options::fromJson(config)).ptr();
    case nn::ModelFamily::ImageBind:
        return nn::ImageBind(nn::ImageBindOptions::fromJson(config)).ptr();
    }
    return nullptr;
}

/// ImageBind's towers that nothing here uses, at the top level or inside TAViS.
bool isOtherTower(const std::string& key)
{
    for (const std::string root : {"", "imagebind."}) {
        for (const std::string part : {"preprocessors", "trunks", "heads", "postprocessors"}) {
            for (const std::string tower : {"depth", "thermal", "imu"}) {
                if (key.starts_with(root + "modality_" + part + "." + tower + "."))
                    return true;
            }
        }
    }
    return false;
}

QStringList toStrings(const std::vector<std::string>& items)
{
    QStringList out;
    for (const auto& item : items)
        out.append(QString::fromStdString(item));
    return out;
}

} // namespace

base::Result<WeightCheck> checkWeights(const QString& path, const QString& configPath)
{
    const auto doing = Text::tr("Checking %1").arg(QFileInfo(path).fileName());
    return guardTorch(doing, [&]() -> base::Result<WeightCheck> {
        auto file = nn::WeightFile::open(path.toStdString());
        WeightCheck check;
        check.tensors = static_cast<int>(file.tensors.size());
        check.skipped = static_cast<int>(
            std::erase_if(file.tensors, [](const auto& item) { return isOtherTower(item.first); }));

        std::optional<nn::Json> config;
        if (!configPath.isEmpty())
            config = nn::modelIn(nn::Json::parseFile(configPath.toStdString()));
        else if (const auto own = file.metadata.find(kConfigKey); own != file.metadata.end())
            config = nn::Json::parse(own->second);
        else
            config = knownConfig(file.tensors);
        const auto family = config ? nn::familyOf(*config) : std::nullopt;
        if (!family)
            return base::Error{base::ErrorCode::Unsupported,
                               Text::tr("No configuration is known for %1 (%2). Name one with --config.")
                                   .arg(QFileInfo(path).fileName(), weightKind(file.tensors)),
                               {},
                               path};
        const auto differences = nn::compareKeys(*makeModel(*config, *family), file.tensors);
        check.model = QString::fromStdString(config->stringOr("name", ""));
        check.missing = toStrings(differences.missing);
        check.unexpected = toStrings(differences.unexpected);
        check.wrongShape = toStrings(differences.wrongShape);
        return check;
    });
}

} // namespace avs::inference
