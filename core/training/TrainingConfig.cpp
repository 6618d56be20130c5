// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/TrainingConfig.h"

#include "core/nn/ModelFamily.h"
#include "core/nn/Precision.h"
#include "core/nn/tavis/Losses.h"
#include "core/nn/tavis/Tavis.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>

namespace avs::training {

namespace {

using nn::Json;
using nn::JsonError;

std::vector<std::string> strings(const Json& json, std::string_view key)
{
    std::vector<std::string> out;
    if (json.contains(key)) {
        for (const auto& item : json.at(key).asArray())
            out.push_back(item.asString());
    }
    return out;
}

/// A mistyped key would silently train something else.
void knowsOnly(const Json& json, const std::string& where, const std::vector<std::string_view>& keys)
{
    for (const auto& [key, value] : json.asObject()) {
        if (std::find(keys.begin(), keys.end(), key) == keys.end())
            throw JsonError("\"" + key + "\" is not a key of " + where);
    }
}

template <typename T>
T oneOf(const Json& json, std::string_view key, T fallback,
        const std::vector<std::pair<std::string, T>>& choices)
{
    if (!json.contains(key))
        return fallback;
    const auto given = json.at(key).asString();
    std::string known;
    for (const auto& [name, value] : choices) {
        if (name == given)
            return value;
        known += (known.empty() ? "\"" : " or \"") + name + "\"";
    }
    throw JsonError("\"" + std::string(key) + "\" is " + known + ", not \"" + given + "\"");
}

int wholeFrom(const Json& json, std::string_view key, int fallback, int least)
{
    const auto value = json.intOr(key, fallback);
    if (value < least || value > 1'000'000'000)
        throw JsonError("\"" + std::string(key) + "\" is at least " + std::to_string(least) + ", not " +
                        std::to_string(value));
    return static_cast<int>(value);
}

double notNegative(const Json& json, std::string_view key, double fallback)
{
    const auto value = json.doubleOr(key, fallback);
    if (value < 0)
        throw JsonError("\"" + std::string(key) + "\" is not below zero");
    return value;
}

const std::vector<std::pair<std::string, TrainingStage::Objective>> kObjectives{
    {"contrastive", TrainingStage::Objective::Contrastive},
    {"tavis", TrainingStage::Objective::Tavis},
    {"tracking", TrainingStage::Objective::Tracking},
};

Schedule readSchedule(const Json& json)
{
    Schedule schedule;
    schedule.peak = json.doubleOr("learning_rate", schedule.peak);
    if (schedule.peak <= 0)
        throw JsonError("\"learning_rate\" is above zero");
    schedule.floor = notNegative(json, "eta_min", schedule.peak / 100);
    schedule.annealing = oneOf(json, "annealing", Schedule::Annealing::Step,
                               {{"step", Schedule::Annealing::Step}, {"epoch", Schedule::Annealing::Epoch}});
    schedule.periodEpochs = wholeFrom(json, "t_max", 0, 0);
    schedule.warmupSteps = wholeFrom(json, "warmup_steps", 0, 0);
    return schedule;
}

TrainingStage readStage(const Json& json)
{
    TrainingStage stage;
    stage.name = json.at("name").asString();
    try {
        knowsOnly(json, "a stage",
                  {"name", "objective", "trained", "epochs", "batch", "accumulate", "series_length",
                   "learning_rate", "eta_min", "annealing", "t_max", "warmup_steps"});
        (void)json.at("objective");
        stage.objective = oneOf(json, "objective", stage.objective, kObjectives);
        stage.trained = strings(json, "trained");
        stage.epochs = wholeFrom(json, "epochs", stage.epochs, 1);
        stage.batch = wholeFrom(json, "batch", stage.batch, 1);
        stage.accumulate = wholeFrom(json, "accumulate", stage.accumulate, 1);
        if (stage.accumulate > stage.batch)
            throw JsonError("\"accumulate\" splits a batch into more parts than it has frames");
        stage.seriesLength = wholeFrom(json, "series_length", stage.seriesLength, 2);
        if (stage.objective == TrainingStage::Objective::Tracking &&
            (stage.batch % stage.seriesLength != 0 || stage.accumulate != 1))
            throw JsonError("\"batch\" is a multiple of \"series_length\", and not accumulated");
        stage.schedule = readSchedule(json);
    } catch (const JsonError& error) {
        throw JsonError("stage \"" + stage.name + "\": " + error.what());
    }
    return stage;
}

void readTraining(const Json& training, TrainingConfig& config)
{
    knowsOnly(training, "\"training\"",
              {"seed", "weight_decay", "clip_norm", "audio_logit_scale", "frozen", "frozen_eval", "precision",
               "flip", "min_class_pixels", "checkpoint_steps", "patience", "select_by", "max_steps",
               "memory_gb", "loss", "stages"});
    if (training.contains("loss")) {
        const auto& loss = training.at("loss");
        knowsOnly(loss, "\"loss\"",
                  {"a2t", "v2t", "query_bce", "query_iou", "text_mse", "binary_bce", "binary_iou",
                   "predicted_iou", "background_weight", "class_cost", "mask_cost", "dice_cost", "points",
                   "release_drops_smallest_label"});
        config.lossJson = loss.dump();
    }
    config.seed = static_cast<std::uint64_t>(training.intOr("seed", 1));
    config.weightDecay = notNegative(training, "weight_decay", config.weightDecay);
    config.clipNorm = notNegative(training, "clip_norm", config.clipNorm);
    if (training.contains("audio_logit_scale")) {
        config.audioLogitScale = training.at("audio_logit_scale").asDouble();
        if (*config.audioLogitScale <= 0)
            throw JsonError("\"audio_logit_scale\" is above zero");
    }
    config.frozen = strings(training, "frozen");
    config.frozenEval = training.boolOr("frozen_eval", config.frozenEval);
    config.precision = training.stringOr("precision", config.precision);
    if (!nn::parsePrecision(config.precision))
        throw JsonError("\"precision\" is \"float32\", \"tf32\" or \"bfloat16\", not \"" + config.precision +
                        "\"");
    config.flip = training.boolOr("flip", config.flip);
    config.minClassPixels = wholeFrom(training, "min_class_pixels", 0, 0);
    config.checkpointSteps = wholeFrom(training, "checkpoint_steps", 0, 0);
    config.patience = wholeFrom(training, "patience", 0, 0);
    config.criterion = oneOf(training, "select_by", config.criterion,
                             {{"classes", Criterion::Classes}, {"binary", Criterion::Binary}});
    config.maxSteps = wholeFrom(training, "max_steps", 0, 0);
    config.memoryGb = notNegative(training, "memory_gb", config.memoryGb);
    for (const auto& stage : training.at("stages").asArray())
        config.stages.push_back(readStage(stage));
    if (config.stages.empty())
        throw JsonError("\"stages\" is empty");
}

TrainingConfig read(const Json& json)
{
    TrainingConfig config;
    if (json.contains("model"))
        knowsOnly(json, "a configuration", {"model", "training"});
    readTraining(json.at("training"), config);
    auto model = nn::modelIn(json).asObject();
    model.erase("training"); // where the file's top level is the model
    config.modelJson = Json(model).dump();
    // Said now, with the file's name, and not after the data set was read.
    (void)nn::TavisOptions::fromJson(Json(model));
    (void)nn::TavisLossOptions::fromJson(Json::parse(config.lossJson));
    return config;
}

Json::Array list(const std::vector<std::string>& items)
{
    return {items.begin(), items.end()};
}

Json toJson(const TrainingStage& stage)
{
    std::string objective;
    for (const auto& [name, value] : kObjectives) {
        if (value == stage.objective)
            objective = name;
    }
    const auto& schedule = stage.schedule;
    return Json::Object{{"name", stage.name},
                        {"objective", objective},
                        {"trained", list(stage.trained)},
                        {"epochs", stage.epochs},
                        {"batch", stage.batch},
                        {"accumulate", stage.accumulate},
                        {"series_length", stage.seriesLength},
                        {"learning_rate", schedule.peak},
                        {"eta_min", schedule.floor},
                        {"annealing", schedule.annealing == Schedule::Annealing::Step ? "step" : "epoch"},
                        {"t_max", schedule.periodEpochs},
                        {"warmup_steps", schedule.warmupSteps}};
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
        return read(Json::parse(file.readAll().toStdString()));
    } catch (const JsonError& error) {
        const auto what = QString::fromUtf8(error.what());
        return fail(
            base::ErrorCode::Invalid,
            QCoreApplication::translate("training", "The configuration %1 is wrong: %2.").arg(path, what),
            what);
    }
}

std::string TrainingConfig::toJson() const
{
    Json::Array stageList;
    for (const auto& stage : stages)
        stageList.push_back(training::toJson(stage));
    Json::Object training{{"seed", static_cast<std::int64_t>(seed)},
                          {"weight_decay", weightDecay},
                          {"clip_norm", clipNorm},
                          {"frozen", list(frozen)},
                          {"frozen_eval", frozenEval},
                          {"precision", precision},
                          {"flip", flip},
                          {"min_class_pixels", minClassPixels},
                          {"checkpoint_steps", checkpointSteps},
                          {"patience", patience},
                          {"select_by", criterion == Criterion::Classes ? "classes" : "binary"},
                          {"max_steps", maxSteps},
                          {"memory_gb", memoryGb},
                          {"loss", Json::parse(lossJson)},
                          {"stages", std::move(stageList)}};
    if (audioLogitScale)
        training["audio_logit_scale"] = *audioLogitScale;
    return Json(Json::Object{{"model", Json::parse(modelJson)}, {"training", std::move(training)}}).dump();
}

} // namespace avs::training
