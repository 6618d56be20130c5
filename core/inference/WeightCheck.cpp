// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/WeightCheck.h"

#include "core/inference/TorchErrors.h"
#include "core/inference/WeightConfig.h"
#include "core/nn/imagebind/OtherTowers.h"
#include "core/nn/sam2/Sam2.h"
#include "core/nn/tavis/Tavis.h"
#include "core/nn/weights/StateDict.h"
#include "core/nn/weights/UninitialisedScope.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

namespace avs::inference {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(inference)
};

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

/// Of ImageBind's towers that nothing here uses, at the top level or inside TAViS.
bool isOtherTower(const std::string& key)
{
    const auto& prefixes = nn::otherTowerPrefixes();
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [&](const std::string& prefix) { return key.starts_with(prefix); });
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

        const auto found = configOf(file, path, configPath);
        if (!found)
            return found.error();
        const auto differences = nn::compareKeys(*makeModel(found->config, found->family), file.tensors);
        check.model = QString::fromStdString(found->config.stringOr("name", ""));
        check.missing = toStrings(differences.missing);
        check.unexpected = toStrings(differences.unexpected);
        check.wrongShape = toStrings(differences.wrongShape);
        return check;
    });
}

} // namespace avs::inference
