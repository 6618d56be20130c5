// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/ImageBindFile.h"
#include "core/inference/Sam2File.h"
#include "core/inference/TorchErrors.h"
#include "core/inference/WeightConfig.h"
#include "core/inference/WeightKind.h"
#include "core/nn/imagebind/OtherTowers.h"
#include "core/nn/weights/LoadModel.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace avs::inference {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(inference)
};

template <typename Model, typename Options>
base::Result<Model> load(const QString& path, const QString& configPath, nn::ModelFamily family,
                         const QString& familyName)
{
    const auto name = QFileInfo(path).fileName();
    return guardTorch(Text::tr("Loading the model %1").arg(name), [&]() -> base::Result<Model> {
        const auto file = nn::WeightFile::open(path.toStdString());
        const auto found = configOf(file, path, configPath);
        if (!found)
            return found.error();
        if (found->family != family)
            return base::Error{base::ErrorCode::Unsupported,
                               Text::tr("%1 is not a model of %2, but %3. Choose another file.")
                                   .arg(name, familyName, weightKind(file.tensors)),
                               {},
                               path};
        return nn::loadModel<Model>(Options::fromJson(found->config), file.tensors, nn::otherTowerPrefixes());
    });
}

} // namespace

base::Result<nn::Sam2> loadSam2(const QString& path, const QString& configPath)
{
    return load<nn::Sam2, nn::Sam2Options>(path, configPath, nn::ModelFamily::Sam2, QStringLiteral("SAM 2"));
}

base::Result<nn::ImageBind> loadImageBind(const QString& path, const QString& configPath)
{
    return load<nn::ImageBind, nn::ImageBindOptions>(path, configPath, nn::ModelFamily::ImageBind,
                                                     QStringLiteral("ImageBind"));
}

} // namespace avs::inference
