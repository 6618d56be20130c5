// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/TrainedParts.h"

#include <algorithm>

namespace avs::training {

namespace {

bool startsWithAny(const std::string& name, const std::vector<std::string>& prefixes)
{
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [&](const auto& prefix) { return name.starts_with(prefix); });
}

} // namespace

NamedTensors trainedParameters(const torch::nn::Module& model, const TrainingStage& stage,
                               const std::vector<std::string>& frozen)
{
    NamedTensors trained;
    for (const auto& item : model.named_parameters()) {
        if (startsWithAny(item.key(), stage.trained) && !startsWithAny(item.key(), frozen))
            trained.emplace_back(item.key(), item.value());
    }
    return trained;
}

void openOnly(torch::nn::Module& model, const NamedTensors& trained)
{
    for (auto& parameter : model.parameters())
        parameter.set_requires_grad(false);
    for (auto [name, parameter] : trained)
        parameter.set_requires_grad(true);
}

bool anyOpen(const torch::nn::Module& model, const std::vector<std::string>& prefixes)
{
    for (const auto& item : model.named_parameters()) {
        if (item.value().requires_grad() && startsWithAny(item.key(), prefixes))
            return true;
    }
    return false;
}

void setTrainingMode(torch::nn::Module& model, bool frozenEval)
{
    model.train();
    if (!frozenEval)
        return;
    for (const auto& module : model.modules()) {
        const auto parameters = module->parameters();
        if (!parameters.empty() && std::none_of(parameters.begin(), parameters.end(),
                                                [](const auto& p) { return p.requires_grad(); }))
            module->eval();
    }
}

} // namespace avs::training
