// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/Weights.h"

#include "core/inference/ModelFile.h"
#include "core/inference/TorchErrors.h"
#include "core/inference/WeightConfig.h"
#include "core/inference/WeightKind.h"
#include "core/nn/weights/WeightFile.h"

#include <torch/types.h>

#include <QCoreApplication>
#include <QFileInfo>

namespace avs::inference {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(inference)
};

/// PyTorch's own name of a type.
QString typeName(torch::ScalarType type)
{
    switch (type) {
    case torch::kDouble:
        return QStringLiteral("float64");
    case torch::kFloat:
        return QStringLiteral("float32");
    case torch::kHalf:
        return QStringLiteral("float16");
    case torch::kBFloat16:
        return QStringLiteral("bfloat16");
    case torch::kLong:
        return QStringLiteral("int64");
    case torch::kInt:
        return QStringLiteral("int32");
    case torch::kShort:
        return QStringLiteral("int16");
    case torch::kChar:
        return QStringLiteral("int8");
    case torch::kByte:
        return QStringLiteral("uint8");
    case torch::kBool:
        return QStringLiteral("bool");
    default:
        return QString::fromLatin1(torch::toString(type));
    }
}

} // namespace

QString weightKind(const nn::TensorMap& tensors)
{
    const auto has = [&](const char* key) { return tensors.contains(key); };
    if (has("query_fea_W.weight"))
        return Text::tr("TAViS weights");
    if (has("image_encoder.trunk.pos_embed"))
        return has("no_obj_embed_spatial") ? Text::tr("SAM 2.1 weights") : Text::tr("SAM 2 weights");
    if (has("modality_preprocessors.vision.cls_token"))
        return Text::tr("ImageBind weights");
    return Text::tr("weights of another model");
}

base::Result<WeightListing> inspectWeights(const QString& path)
{
    const auto doing = Text::tr("Reading %1").arg(QFileInfo(path).fileName());
    return guardTorch(doing, [&]() -> base::Result<WeightListing> {
        const auto file = nn::WeightFile::open(path.toStdString());
        WeightListing listing;
        listing.format = file.format == nn::WeightFile::Format::Torch ? QStringLiteral("PyTorch")
                                                                      : QStringLiteral("safetensors");
        listing.kind = weightKind(file.tensors);
        for (const auto& [name, tensor] : file.tensors)
            listing.tensors.push_back({QString::fromStdString(name), typeName(tensor.scalar_type()),
                                       tensor.sizes().vec(), static_cast<std::int64_t>(tensor.nbytes())});
        for (const auto& [key, value] : file.metadata)
            listing.metadata.emplace(QString::fromStdString(key), QString::fromStdString(value));
        return listing;
    });
}

base::Result<void> convertWeights(const QString& path, const QString& target)
{
    const auto doing = Text::tr("Converting %1").arg(QFileInfo(path).fileName());
    if (QFileInfo(path) == QFileInfo(target))
        return base::Error{base::ErrorCode::Invalid,
                           Text::tr("%1 would be written over itself. Choose another file to write.")
                               .arg(QFileInfo(path).fileName()),
                           {},
                           path};
    return guardTorch(doing, [&]() -> base::Result<void> {
        auto file = nn::WeightFile::open(path.toStdString());
        file.metadata.try_emplace("format", "pt");
        if (!file.metadata.contains(kConfigKey)) {
            if (const auto config = publishedConfig(file.tensors))
                file.metadata.emplace(kConfigKey, config->dump());
        }
        nn::writeSafetensors(target.toStdString(), file.tensors, file.metadata);
        return {};
    });
}

} // namespace avs::inference
