// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/ModelFile.h"

#include "core/inference/TorchErrors.h"
#include "core/nn/weights/StateDict.h"

#include <QCoreApplication>

namespace avs::inference {

base::Result<void> writeModelFile(const QString& path, const torch::nn::Module& model,
                                  const std::string& modelJson, const std::vector<QString>& classNames)
{
    nn::Json::Array classes;
    for (const auto& name : classNames)
        classes.emplace_back(name.toStdString());
    return guardTorch(
        QCoreApplication::translate("inference", "Saving the model"), [&]() -> base::Result<void> {
            nn::writeSafetensors(
                path.toStdString(), nn::stateDict(model),
                {{"format", "pt"}, {kConfigKey, modelJson}, {kClassesKey, nn::Json(classes).dump()}});
            return {};
        });
}

} // namespace avs::inference
