// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/WeightConfig.h"

#include "core/inference/ModelFile.h"
#include "core/inference/ModelSession.h"
#include "core/inference/WeightKind.h"

#include <torch/types.h>

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <numeric>

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

} // namespace

std::optional<nn::Json> publishedConfig(const nn::TensorMap& tensors)
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

base::Result<WeightConfig> configOf(const nn::WeightFile& file, const QString& path,
                                    const QString& configPath)
{
    std::optional<nn::Json> config;
    if (!configPath.isEmpty())
        config = nn::modelIn(nn::Json::parseFile(configPath.toStdString()));
    else if (const auto own = file.metadata.find(kConfigKey); own != file.metadata.end())
        config = nn::Json::parse(own->second);
    else
        config = publishedConfig(file.tensors);
    const auto family = config ? nn::familyOf(*config) : std::nullopt;
    if (!family)
        return base::Error{base::ErrorCode::Unsupported,
                           Text::tr("No configuration is known for %1 (%2). Name one with --config.")
                               .arg(QFileInfo(path).fileName(), weightKind(file.tensors)),
                           {},
                           path};
    return WeightConfig{std::move(*config), *family};
}

} // namespace avs::inference
