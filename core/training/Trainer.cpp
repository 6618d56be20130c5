// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/Trainer.h"

#include "core/base/Log.h"
#include "core/inference/ClassTexts.h"
#include "core/inference/TorchErrors.h"
#include "core/nn/weights/StateDict.h"
#include "core/training/TrainingRun.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace avs::training {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(training)
};

void setAudioLogitScale(nn::TavisImpl& model, double scale)
{
    const torch::NoGradGuard noGrad;
    for (auto& item : model.named_buffers()) {
        if (item.key() == "imagebind.modality_postprocessors.audio.1.log_logit_scale")
            item.value().fill_(std::log(scale));
    }
}

struct Data
{
    TrainingSet train;
    TrainingSet val;
};

base::Result<Data> openData(const TrainingConfig& config, const QString& root)
{
    TrainingSet::Options options;
    const auto model = nn::TavisOptions::fromJson(nn::Json::parse(config.modelJson));
    options.imageSize = model.imageSize;
    options.audioWindow = model.audioWindow;
    options.minClassPixels = config.minClassPixels;
    options.memoryBytes = static_cast<std::size_t>(config.memoryGb * 1e9);
    auto train = TrainingSet::open(root, QStringLiteral("train"), options);
    if (!train)
        return train.error();
    if (train->size() == 0)
        return base::Error{base::ErrorCode::Invalid,
                           Text::tr("The dataset %1 has no clips in its split \"train\".").arg(root),
                           {},
                           root};
    if (!train->remark().isEmpty())
        qCWarning(base::logModel).noquote() << train->remark();
    auto val = TrainingSet::open(root, QStringLiteral("val"), options);
    if (!val)
        return val.error();
    return Data{std::move(*train), std::move(*val)};
}

base::Error stoppedBefore()
{
    return {base::ErrorCode::Cancelled,
            QCoreApplication::translate("training", "Training was stopped before it did a step."),
            {},
            {}};
}

/// Leaves those that are wanted.
base::Result<void> pickStages(TrainingConfig& config, const TrainOptions& options)
{
    const auto nameOf = [](const TrainingStage& stage) { return QString::fromStdString(stage.name); };
    for (const auto& name : options.stages) {
        if (std::none_of(config.stages.begin(), config.stages.end(),
                         [&](const auto& stage) { return nameOf(stage) == name; }))
            return base::Error{
                base::ErrorCode::Invalid,
                Text::tr("The configuration %1 has no stage \"%2\".").arg(options.configPath, name),
                {},
                options.configPath};
    }
    if (!options.stages.isEmpty())
        std::erase_if(config.stages,
                      [&](const auto& stage) { return !options.stages.contains(nameOf(stage)); });
    return {};
}

base::Result<TrainingConfig> configOf(const TrainOptions& options)
{
    if (options.resume)
        return TrainingConfig::load(RunFolder::configPath(options.outputFolder));
    auto config = TrainingConfig::load(options.configPath);
    if (!config)
        return config;
    if (options.maxSteps > 0)
        config->maxSteps = options.maxSteps;
    if (auto picked = pickStages(*config, options); !picked)
        return picked.error();
    return config;
}

base::Result<TrainSummary> trainGuarded(const TrainOptions& options,
                                        const TrainingRun::OnProgress& onProgress,
                                        const std::stop_token& stop)
{
    if (options.resume) {
        if (const auto folder = RunFolder::open(options.outputFolder); !folder)
            return folder.error();
    }
    auto config = configOf(options);
    if (!config)
        return config.error();
    const auto found = inference::openDevice(options.device);
    if (!found)
        return found.error();
    const torch::Device device = found->cuda ? torch::kCUDA : torch::kCPU;
    auto data = openData(*config, options.datasetRoot);
    if (!data)
        return data.error();
    if (stop.stop_requested())
        return stoppedBefore();

    torch::manual_seed(config->seed);
    nn::Tavis model(nn::TavisOptions::fromJson(nn::Json::parse(config->modelJson)));
    const auto& classNames = data->train.classNames();
    const auto tokens = inference::classTokens(options.vocabularyPath, classNames,
                                               model->options().imagebind.text->contextLength);
    if (!tokens)
        return tokens.error();
    QStringList startClasses;
    if (!options.resume) {
        const auto started = loadStartingPoint(*model, options.start);
        if (!started)
            return started.error();
        startClasses = *started;
        if (config->audioLogitScale)
            setAudioLogitScale(*model, *config->audioLogitScale);
    }
    if (stop.stop_requested())
        return stoppedBefore();

    // Only now, so that a mistyped file does not begin a run.
    auto folder = options.resume ? RunFolder::open(options.outputFolder)
                                 : RunFolder::create(options.outputFolder, config->toJson());
    if (!folder)
        return folder.error();
    std::optional<Checkpoint> checkpoint;
    if (options.resume) {
        nn::loadStrict(*model, nn::SafetensorsFile::open(folder->lastPath().toStdString()).tensors);
        checkpoint = Checkpoint::read(folder->checkpointPath());
    }
    model->to(device);
    const bool otherClasses =
        !startClasses.isEmpty() && startClasses != QStringList(classNames.begin(), classNames.end());
    TrainingRun run(
        {std::move(*config), model, tokens->to(device), std::move(data->train), std::move(data->val),
         std::move(*folder),
         FeatureCacheOptions{options.featureCache, static_cast<qint64>(options.featureCacheGb * 1e9)},
         device},
        onProgress, stop);
    if (checkpoint) {
        if (auto resumed = run.resumeFrom(std::move(*checkpoint)); !resumed)
            return resumed.error();
    }
    auto summary = run.run();
    if (summary)
        summary->otherClasses = otherClasses;
    return summary;
}

} // namespace

base::Result<TrainSummary> train(const TrainOptions& options,
                                 const std::function<void(const TrainProgress&)>& onProgress,
                                 std::stop_token stop)
{
    return inference::guardTorch(options.resume ? Text::tr("Continuing the training") : Text::tr("Training"),
                                 [&] { return trainGuarded(options, onProgress, stop); });
}

base::Result<void> exportHalfPrecision(const QString& from, const QString& to)
{
    return inference::guardTorch(Text::tr("Exporting the model"), [&]() -> base::Result<void> {
        auto file = nn::SafetensorsFile::open(from.toStdString());
        for (auto& [name, tensor] : file.tensors) {
            if (tensor.is_floating_point())
                tensor = tensor.to(torch::kHalf);
        }
        nn::writeSafetensors(to.toStdString(), file.tensors, file.metadata);
        return {};
    });
}

} // namespace avs::training
