// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/ModelReader.h"

#include "core/inference/ClassNames.h"
#include "core/inference/ModelFile.h"
#include "core/inference/WeightKind.h"
#include "core/nn/ModelFamily.h"
#include "core/nn/imagebind/OtherTowers.h"
#include "core/nn/weights/LoadModel.h"
#include "core/nn/weights/WeightFile.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace avs::inference {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(inference)
};

base::Error unsupported(const QString& path, const QString& sentence)
{
    return {base::ErrorCode::Unsupported, sentence, {}, path};
}

base::Result<nn::Json> configFor(const nn::WeightFile& file, const QString& path, const LoadOptions& options)
{
    if (!options.configPath.isEmpty())
        return nn::modelIn(nn::Json::parseFile(options.configPath.toStdString()));
    if (const auto own = file.metadata.find(kConfigKey); own != file.metadata.end())
        return nn::Json::parse(own->second);
    const auto released = findDataFile(QStringLiteral("config/tavis.json"));
    if (released.isEmpty())
        return unsupported(
            path, Text::tr("%1 has no configuration in it, and that of the released model is not beside "
                           "the program. Name one with --config.")
                      .arg(QFileInfo(path).fileName()));
    return nn::Json::parseFile(released.toStdString());
}

base::Result<std::vector<QString>> classesFor(const nn::WeightFile& file, const QString& path,
                                              const LoadOptions& options)
{
    if (!options.classNames.empty())
        return options.classNames;
    const auto own = file.metadata.find(kClassesKey);
    if (own == file.metadata.end())
        return avsBenchClasses();
    const auto list = nn::Json::parse(own->second);
    std::vector<QString> names;
    for (const auto& name : list.asArray())
        names.push_back(QString::fromStdString(name.asString()));
    constexpr std::size_t kMostClasses = 256; // a label is a byte
    if (names.size() < 2 || names.size() > kMostClasses)
        return unsupported(
            path,
            Text::tr("%1 names %2 classes; a model of this program has 2 to 256. Choose another model file.")
                .arg(QFileInfo(path).fileName())
                .arg(names.size()));
    return names;
}

} // namespace

base::Result<ReadModel> readModel(const QString& path, const LoadOptions& options)
{
    const auto file = nn::WeightFile::open(path.toStdString());
    if (!file.tensors.contains("query_fea_W.weight"))
        return unsupported(path,
                           Text::tr("%1 is not a TAViS model, but %2. Choose a file that `tavis train` "
                                    "wrote, the one in resources/models, or a released TAViS checkpoint.")
                               .arg(QFileInfo(path).fileName(), weightKind(file.tensors)));
    const auto config = configFor(file, path, options);
    if (!config)
        return config.error();
    auto names = classesFor(file, path, options);
    if (!names)
        return names.error();
    return ReadModel{
        nn::loadModel<nn::Tavis>(nn::TavisOptions::fromJson(*config), file.tensors, nn::otherTowerPrefixes()),
        std::move(*names)};
}

} // namespace avs::inference
