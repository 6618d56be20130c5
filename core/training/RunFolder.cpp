// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/RunFolder.h"

#include "core/inference/ModelFile.h"
#include "core/training/Trainer.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

namespace avs::training {

namespace {

base::Error unwritable(const QString& path, const QString& reason)
{
    return {base::ErrorCode::Unwritable,
            QCoreApplication::translate("training",
                                        "%1 cannot be written: %2. Choose another folder or make room.")
                .arg(path, reason),
            reason, path};
}

} // namespace

base::Result<RunFolder> RunFolder::create(const QString& path)
{
    if (!QDir().mkpath(path))
        return unwritable(path, QCoreApplication::translate("training", "the folder cannot be made"));
    const RunFolder folder(path);
    QFile log(QDir(path).filePath(QStringLiteral("log.jsonl")));
    if (!log.open(QIODevice::WriteOnly | QIODevice::Truncate))
        return unwritable(log.fileName(), log.errorString());
    return folder;
}

QString RunFolder::lastPath() const
{
    return QDir(m_path).filePath(QStringLiteral("last.safetensors"));
}
QString RunFolder::bestPath() const
{
    return QDir(m_path).filePath(QStringLiteral("best.safetensors"));
}

base::Result<void> RunFolder::saveLast(const torch::nn::Module& model, const std::string& modelJson,
                                       const std::vector<QString>& classNames) const
{
    return inference::writeModelFile(lastPath(), model, modelJson, classNames);
}

base::Result<void> RunFolder::saveBest(const torch::nn::Module& model, const std::string& modelJson,
                                       const std::vector<QString>& classNames) const
{
    return inference::writeModelFile(bestPath(), model, modelJson, classNames);
}

base::Result<void> RunFolder::log(const TrainProgress& epoch) const
{
    QJsonObject line{{QStringLiteral("stage"), epoch.stage},
                     {QStringLiteral("epoch"), epoch.epoch},
                     {QStringLiteral("step"), epoch.step},
                     {QStringLiteral("loss"), epoch.loss},
                     {QStringLiteral("samples_per_second"), epoch.samplesPerSecond}};
    if (epoch.validation) {
        line[QStringLiteral("val_loss")] = epoch.validation->loss;
        line[QStringLiteral("val_binary_miou")] = epoch.validation->binaryMiou;
        line[QStringLiteral("val_foreground_miou")] = epoch.validation->foregroundMiou;
    }
    QFile file(QDir(m_path).filePath(QStringLiteral("log.jsonl")));
    const auto bytes = QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
    if (!file.open(QIODevice::WriteOnly | QIODevice::Append) || file.write(bytes) != bytes.size() ||
        !file.flush())
        return unwritable(file.fileName(), file.errorString());
    return {};
}

} // namespace avs::training
