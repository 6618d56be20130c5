// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/TrainingConfig.h"

#include "core/nn/Json.h"

#include <QCoreApplication>
#include <QFile>

namespace avs::training {

namespace {

std::vector<std::string> strings(const nn::Json& json, std::string_view key)
{
    std::vector<std::string> out;
    if (json.contains(key)) {
        for (const auto& item : json.at(key).asArray())
            out.push_back(item.asString());
    }
    return out;
}

TrainingStage readStage(const nn::Json& json)
{
    TrainingStage stage;
    stage.name = json.at("name").asString();
    const auto objective = json.at("objective").asString();
    if (objective == "contrastive")
        stage.objective = TrainingStage::Objective::Contrastive;
    else if (objective == "tavis")
        stage.objective = TrainingStage::Objective::Tavis;
    else if (objective == "tracking")
        stage.objective = TrainingStage::Objective::Tracking;
    else
        throw nn::JsonError("\"objective\" is \"contrastive\", \"tavis\" or \"tracking\", not \"" +
                            objective + "\"");
    stage.trained = strings(json, "trained");
    stage.epochs = static_cast<int>(json.intOr("epochs", stage.epochs));
    stage.batch = static_cast<int>(json.intOr("batch", stage.batch));
    stage.seriesLength = static_cast<int>(json.intOr("series_length", stage.seriesLength));
    stage.learningRate = json.doubleOr("learning_rate", stage.learningRate);
    stage.warmupSteps = static_cast<int>(json.intOr("warmup_steps", stage.warmupSteps));
    if (stage.epochs < 1 || stage.batch < 1 || stage.learningRate <= 0 || stage.warmupSteps < 0)
        throw nn::JsonError("stage \"" + stage.name + "\": epochs, batch and learning_rate are above zero");
    if (stage.objective == TrainingStage::Objective::Tracking &&
        (stage.seriesLength < 2 || stage.batch % stage.seriesLength != 0))
        throw nn::JsonError("stage \"" + stage.name +
                            "\": batch is a multiple of series_length, which is above 1");
    return stage;
}

TrainingConfig read(const nn::Json& json)
{
    TrainingConfig config;
    const auto& training = json.at("training");
    config.modelJson = json.at("model").dump();
    config.lossJson = training.contains("loss") ? training.at("loss").dump() : "{}";
    config.seed = static_cast<std::uint64_t>(training.intOr("seed", 1));
    config.weightDecay = training.doubleOr("weight_decay", config.weightDecay);
    config.clipNorm = training.doubleOr("clip_norm", config.clipNorm);
    config.audioLogitScale = training.doubleOr("audio_logit_scale", config.audioLogitScale);
    config.frozen = strings(training, "frozen");
    for (const auto& stage : training.at("stages").asArray())
        config.stages.push_back(readStage(stage));
    if (config.stages.empty())
        throw nn::JsonError("\"stages\" is empty");
    return config;
}

} // namespace

base::Result<TrainingConfig> TrainingConfig::load(const QString& path)
{
    const auto fail = [&](base::ErrorCode code, const QString& message, const QString& detail = {}) {
        return base::Error{code, message, detail, path};
    };
    QFile file(path);
    if (!file.exists())
        return fail(base::ErrorCode::NotFound,
                    QCoreApplication::translate("training", "There is no configuration file %1.").arg(path));
    if (!file.open(QIODevice::ReadOnly))
        return fail(base::ErrorCode::Unreadable,
                    QCoreApplication::translate("training", "The configuration %1 cannot be read: %2.")
                        .arg(path, file.errorString()));
    try {
        return read(nn::Json::parse(file.readAll().toStdString()));
    } catch (const nn::JsonError& error) {
        const auto what = QString::fromUtf8(error.what());
        return fail(
            base::ErrorCode::Invalid,
            QCoreApplication::translate("training", "The configuration %1 is wrong: %2.").arg(path, what),
            what);
    }
}

} // namespace avs::training
