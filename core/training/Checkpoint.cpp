// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/Checkpoint.h"

#include "core/nn/Json.h"

#include <torch/utils.h>

namespace avs::training {

namespace {

using nn::Json;

constexpr const char* kPositionKey = "tavis.training";
const std::string kWeights = "weights.";
const std::string kMoments = "adamw.";

Json toJson(const TrainingPosition& position)
{
    Json::Object json{{"stage", position.stage},
                      {"epoch", position.epoch},
                      {"batch", position.batch},
                      {"step", position.step},
                      {"running_loss", position.runningLoss},
                      {"best_is_newest", position.bestIsNewest},
                      {"epochs_since_best", position.epochsSinceBest},
                      {"stopped_early", position.stoppedEarly},
                      {"log_bytes", static_cast<std::int64_t>(position.logBytes)},
                      {"dataset", position.dataset.toStdString()}};
    if (position.best)
        json["best"] = Json::Object{{"loss", position.best->loss},
                                    {"binary_miou", position.best->binaryMiou},
                                    {"foreground_miou", position.best->foregroundMiou}};
    return json;
}

TrainingPosition positionOf(const Json& json)
{
    const auto whole = [&](const char* key) { return static_cast<int>(json.at(key).asInt()); };
    TrainingPosition position;
    position.stage = whole("stage");
    position.epoch = whole("epoch");
    position.batch = whole("batch");
    position.step = whole("step");
    position.runningLoss = json.at("running_loss").asDouble();
    position.bestIsNewest = json.at("best_is_newest").asBool();
    position.epochsSinceBest = whole("epochs_since_best");
    position.stoppedEarly = json.at("stopped_early").asBool();
    position.logBytes = json.at("log_bytes").asInt();
    position.dataset = QByteArray::fromStdString(json.at("dataset").asString());
    if (json.contains("best")) {
        const auto& best = json.at("best");
        position.best = Validation{best.at("loss").asDouble(), best.at("binary_miou").asDouble(),
                                   best.at("foreground_miou").asDouble()};
    }
    return position;
}

} // namespace

void Checkpoint::write(const QString& path) const
{
    nn::TensorMap tensors;
    for (const auto& [name, tensor] : weights)
        tensors.emplace(kWeights + name, tensor);
    for (const auto& [name, tensor] : moments)
        tensors.emplace(kMoments + name, tensor);
    const auto add = [&](const char* name, const torch::Tensor& tensor) {
        if (tensor.defined())
            tensors.emplace(name, tensor);
    };
    add("order", order);
    add("random.cpu", random.cpu);
    add("random.device", random.device);
    nn::writeSafetensors(path.toStdString(), tensors, {{kPositionKey, toJson(position).dump()}});
}

Checkpoint Checkpoint::read(const QString& path)
{
    const auto file = nn::SafetensorsFile::open(path.toStdString());
    const auto position = file.metadata.find(kPositionKey);
    if (position == file.metadata.end())
        throw nn::WeightError(nn::WeightError::Kind::Mismatch,
                              path.toStdString() + " holds no checkpoint of a training run");
    Checkpoint checkpoint;
    checkpoint.position = positionOf(Json::parse(position->second));
    for (const auto& [name, tensor] : file.tensors) {
        // Not a view of the file, which the next checkpoint replaces.
        const auto own = tensor.clone();
        if (name.starts_with(kWeights))
            checkpoint.weights.emplace(name.substr(kWeights.size()), own);
        else if (name.starts_with(kMoments))
            checkpoint.moments.emplace(name.substr(kMoments.size()), own);
        else if (name == "order")
            checkpoint.order = own;
        else if (name == "random.cpu")
            checkpoint.random.cpu = own;
        else if (name == "random.device")
            checkpoint.random.device = own;
    }
    return checkpoint;
}

nn::TensorMap momentsOf(const torch::optim::AdamW& optimizer, const NamedTensors& parameters)
{
    nn::TensorMap moments;
    for (const auto& [name, parameter] : parameters) {
        const auto it = optimizer.state().find(parameter.unsafeGetTensorImpl());
        if (it == optimizer.state().end())
            continue; // never had a gradient
        const auto& state = static_cast<const torch::optim::AdamWParamState&>(*it->second);
        moments.emplace(name + ".exp_avg", state.exp_avg());
        moments.emplace(name + ".exp_avg_sq", state.exp_avg_sq());
        moments.emplace(name + ".step", torch::tensor({state.step()}, torch::kLong));
    }
    return moments;
}

void restoreMoments(torch::optim::AdamW& optimizer, const NamedTensors& parameters,
                    const nn::TensorMap& moments)
{
    for (const auto& [name, parameter] : parameters) {
        const auto step = moments.find(name + ".step");
        if (step == moments.end())
            continue;
        auto state = std::make_unique<torch::optim::AdamWParamState>();
        state->step(step->second.item<std::int64_t>());
        state->exp_avg(moments.at(name + ".exp_avg").to(parameter.device()));
        state->exp_avg_sq(moments.at(name + ".exp_avg_sq").to(parameter.device()));
        optimizer.state()[parameter.unsafeGetTensorImpl()] = std::move(state);
    }
}

} // namespace avs::training
