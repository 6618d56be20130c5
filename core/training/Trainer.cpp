// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/Trainer.h"

#include "core/analysis/AvsScores.h"
#include "core/inference/ClassTexts.h"
#include "core/inference/Tensors.h"
#include "core/inference/TorchErrors.h"
#include "core/nn/weights/StateDict.h"
#include "core/training/Objectives.h"
#include "core/training/RunFolder.h"
#include "core/training/Tracking.h"

#include <torch/nn/utils/clip_grad.h>
#include <torch/optim/adamw.h>

#include <QCoreApplication>
#include <QElapsedTimer>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace avs::training {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(training)
};

base::Error cancelled()
{
    const QString message = QCoreApplication::translate("training", "Training was stopped.");
    return {base::ErrorCode::Cancelled, message, {}, {}};
}

bool startsWithAny(const std::string& name, const std::vector<std::string>& prefixes)
{
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [&](const auto& p) { return name.rfind(p, 0) == 0; });
}

/// Linear warm-up, then a cosine from 1 to 0.01.
double rateFactor(int step, int steps, int warmup)
{
    if (step < warmup)
        return static_cast<double>(step + 1) / warmup;
    const double t = static_cast<double>(step - warmup) / std::max(1, steps - warmup);
    return 0.01 + 0.99 * 0.5 * (1 + std::cos(std::numbers::pi * t));
}

/// Everything that lives as long as one call of train().
class Run
{
public:
    Run(TrainingConfig config, const TrainOptions& options, torch::Device device, TrainingSet train,
        TrainingSet val, RunFolder folder, std::function<void(const TrainProgress&)> onProgress,
        std::stop_token stop)
        : m_config(std::move(config))
        , m_options(options)
        , m_device(device)
        , m_train(std::move(train))
        , m_val(std::move(val))
        , m_folder(std::move(folder))
        , m_onProgress(std::move(onProgress))
        , m_stop(std::move(stop))
        , m_loss(nn::TavisLossOptions::fromJson(nn::Json::parse(m_config.lossJson)))
    {}

    base::Result<TrainSummary> all()
    {
        torch::manual_seed(m_config.seed);
        m_model = nn::Tavis(nn::TavisOptions::fromJson(nn::Json::parse(m_config.modelJson)));
        setAudioLogitScale();
        if (!m_options.startFrom.isEmpty())
            loadStart(m_options.startFrom);
        m_model->to(m_device);
        const auto tokens = inference::classTokens(m_options.vocabularyPath, m_train.classNames,
                                                   m_model->options().imagebind.text->contextLength);
        if (!tokens)
            return tokens.error();
        m_classTokens = tokens->to(m_device);
        if (auto stages = pickStages(); !stages)
            return stages.error();
        for (const auto& stage : m_config.stages) {
            if (auto done = runStage(stage); !done)
                return done.error();
        }
        m_summary.bestPath = m_bestIsNewest ? m_folder.bestPath() : m_folder.lastPath();
        return m_summary;
    }

private:
    /// A file from before the memory was trained leaves it as it is.
    void loadStart(const QString& path)
    {
        auto tensors = nn::SafetensorsFile::open(path.toStdString()).tensors;
        for (const auto& [name, tensor] : nn::stateDict(*m_model)) {
            if (startsWithAny(name, nn::sam2MemoryPrefixes()))
                tensors.emplace(name, tensor);
        }
        nn::loadStrict(*m_model, tensors);
    }

    /// ImageBind's constant 20 suits embeddings that are already aligned; from nothing a smaller one learns
    /// faster.
    void setAudioLogitScale()
    {
        torch::NoGradGuard noGrad;
        for (auto& item : m_model->named_buffers()) {
            if (item.key() == "imagebind.modality_postprocessors.audio.1.log_logit_scale")
                item.value().fill_(std::log(m_config.audioLogitScale));
        }
    }

    std::vector<torch::Tensor> openParameters(const TrainingStage& stage)
    {
        std::vector<torch::Tensor> open;
        for (auto& item : m_model->named_parameters()) {
            const bool trained =
                startsWithAny(item.key(), stage.trained) && !startsWithAny(item.key(), m_config.frozen);
            item.value().set_requires_grad(trained);
            if (trained)
                open.push_back(item.value());
        }
        return open;
    }

    torch::Tensor lossOf(const TrainingStage& stage, const TrainingSet::Batch& batch)
    {
        switch (stage.objective) {
        case TrainingStage::Objective::Contrastive:
            return contrastiveLoss(*m_model, batch, m_classTokens);
        case TrainingStage::Objective::Tavis:
            return segmentationLoss(*m_model, batch, m_classTokens, m_loss);
        case TrainingStage::Objective::Tracking:
            return trackingLoss(*m_model, batch, seriesLength(stage));
        }
        return {};
    }

    /// Leaves those that are wanted and looks whether they are possible, before hours were spent on others.
    base::Result<void> pickStages()
    {
        for (const auto& name : m_options.stages) {
            if (std::none_of(m_config.stages.begin(), m_config.stages.end(),
                             [&](const auto& stage) { return QString::fromStdString(stage.name) == name; }))
                return base::Error{
                    base::ErrorCode::Invalid,
                    Text::tr("The configuration %1 has no stage \"%2\".").arg(m_options.configPath, name),
                    {},
                    m_options.configPath};
        }
        std::erase_if(m_config.stages, [&](const auto& stage) {
            return !m_options.stages.isEmpty() &&
                   !m_options.stages.contains(QString::fromStdString(stage.name));
        });
        for (const auto& stage : m_config.stages) {
            if (stage.objective == TrainingStage::Objective::Tracking)
                if (auto possible = checkTracking(stage); !possible)
                    return possible;
        }
        return {};
    }

    int seriesLength(const TrainingStage& stage) const
    {
        return static_cast<int>(
            std::min<std::int64_t>(stage.seriesLength, longestClip(m_train.clipRows, m_train.size())));
    }

    /// Frames of one step.
    int batchOf(const TrainingStage& stage) const
    {
        return stage.objective == TrainingStage::Objective::Tracking
                   ? stage.batch / stage.seriesLength * seriesLength(stage)
                   : stage.batch;
    }

    /// The rows of an epoch in the order in which they are used.
    torch::Tensor epochOrder(const TrainingStage& stage) const
    {
        return stage.objective == TrainingStage::Objective::Tracking
                   ? seriesOrder(m_train.clipRows, m_train.size(), seriesLength(stage))
                   : torch::randperm(m_train.size(), torch::kLong);
    }

    base::Result<void> checkTracking(const TrainingStage& stage) const
    {
        if (!m_model->options().memory)
            return base::Error{base::ErrorCode::Invalid,
                               Text::tr("Stage \"%1\" trains the memory, but the model of %2 has no "
                                        "\"memory\".")
                                   .arg(QString::fromStdString(stage.name), m_options.configPath),
                               {},
                               m_options.configPath};
        if (seriesLength(stage) < 2)
            return base::Error{base::ErrorCode::Invalid,
                               Text::tr("Stage \"%1\" follows objects from frame to frame, and every clip of "
                                        "%2 has but one. Leave the stage out, or train it on other clips.")
                                   .arg(QString::fromStdString(stage.name), m_options.datasetRoot),
                               {},
                               m_options.datasetRoot};
        return {};
    }

    base::Result<void> runStage(const TrainingStage& stage)
    {
        const bool tracking = stage.objective == TrainingStage::Objective::Tracking;
        if (tracking && std::exchange(m_bestIsNewest, false))
            loadStart(m_folder.bestPath());
        const auto parameters = openParameters(stage);
        if (parameters.empty())
            return base::Error{
                base::ErrorCode::Invalid,
                Text::tr(
                    "Stage \"%1\" of the configuration %2 trains nothing: no parameter's name begins with "
                    "what \"trained\" lists. Use \"\" for all.")
                    .arg(QString::fromStdString(stage.name), m_options.configPath),
                {},
                m_options.configPath};
        torch::optim::AdamW optimizer(
            parameters, torch::optim::AdamWOptions(stage.learningRate).weight_decay(m_config.weightDecay));
        const auto frames = tracking ? epochOrder(stage).size(0) : m_train.size();
        const int batch = batchOf(stage);
        const int perEpoch = static_cast<int>((frames + batch - 1) / batch);
        TrainProgress progress;
        progress.stage = QString::fromStdString(stage.name);
        progress.epochs = stage.epochs;
        progress.steps = perEpoch * stage.epochs;
        if (m_options.maxSteps > 0)
            progress.steps = std::min(progress.steps, m_options.maxSteps);

        QElapsedTimer timer;
        timer.start();
        for (progress.epoch = 1; progress.epoch <= stage.epochs && progress.step < progress.steps;
             ++progress.epoch) {
            const auto order = epochOrder(stage);
            for (int i = 0; i < perEpoch && progress.step < progress.steps; ++i) {
                if (m_stop.stop_requested())
                    return cancelled();
                for (auto& group : optimizer.param_groups())
                    static_cast<torch::optim::AdamWOptions&>(group.options())
                        .lr(stage.learningRate *
                            rateFactor(progress.step, progress.steps, stage.warmupSteps));
                const auto rows = order.slice(0, i * batch, std::min<std::int64_t>(frames, (i + 1) * batch));
                const double loss = step(stage, optimizer, parameters, rows);
                if (!std::isfinite(loss))
                    return base::Error{
                        base::ErrorCode::Invalid,
                        Text::tr("Training went astray: the loss of stage \"%1\" is not a number at step %2. "
                                 "Try a smaller learning_rate.")
                            .arg(progress.stage)
                            .arg(progress.step + 1),
                        {},
                        {}};
                ++progress.step;
                progress.loss = progress.step == 1 ? loss : 0.98 * progress.loss + 0.02 * loss;
                progress.samplesPerSecond =
                    progress.step * batch * 1000.0 / std::max<qint64>(1, timer.elapsed());
                progress.validation.reset();
                if (i + 1 < perEpoch && progress.step < progress.steps)
                    m_onProgress(progress);
            }
            if (auto ended = endEpoch(stage, progress); !ended)
                return ended;
        }
        m_summary.lastLoss = progress.loss;
        return {};
    }

    double step(const TrainingStage& stage, torch::optim::AdamW& optimizer,
                const std::vector<torch::Tensor>& parameters, const torch::Tensor& rows)
    {
        m_model->train();
        optimizer.zero_grad();
        // Not half of a series, which is one picture moving.
        const bool flip = stage.objective != TrainingStage::Objective::Tracking;
        const auto loss = lossOf(stage, m_train.batch(rows, flip, m_device));
        const auto value = loss.item<double>();
        if (!std::isfinite(value))
            return value; // before it gets into the weights
        loss.backward();
        if (m_config.clipNorm > 0)
            torch::nn::utils::clip_grad_norm_(parameters, m_config.clipNorm);
        optimizer.step();
        return value;
    }

    base::Result<void> endEpoch(const TrainingStage& stage, TrainProgress& progress)
    {
        if (stage.objective == TrainingStage::Objective::Tavis && m_val.size() > 0) {
            const auto result = validate(stage);
            if (!result)
                return result.error();
            progress.validation = *result;
        }
        if (auto saved = m_folder.saveLast(*m_model, m_config.modelJson, m_train.classNames); !saved)
            return saved;
        if (progress.validation &&
            (!m_summary.best || progress.validation->foregroundMiou > m_summary.best->foregroundMiou)) {
            m_summary.best = progress.validation;
            m_bestIsNewest = true;
            if (auto saved = m_folder.saveBest(*m_model, m_config.modelJson, m_train.classNames); !saved)
                return saved;
        }
        m_onProgress(progress);
        return m_folder.log(progress);
    }

    base::Result<Validation> validate(const TrainingStage& stage)
    {
        torch::NoGradGuard noGrad;
        m_model->eval();
        const auto classes = m_model->embedClasses(m_classTokens);
        const auto side = m_model->options().imageSize;
        analysis::AvsScores scores(static_cast<int>(m_val.classNames.size()));
        double loss = 0;
        int batches = 0;
        for (std::int64_t first = 0; first < m_val.size(); first += stage.batch, ++batches) {
            if (m_stop.stop_requested())
                return cancelled();
            const auto rows =
                torch::arange(first, std::min<std::int64_t>(m_val.size(), first + stage.batch), torch::kLong);
            const auto batch = m_val.batch(rows, /*flip=*/false, m_device);
            loss += lossOf(stage, batch).item<double>();
            const auto found = nn::segmentFrames(*m_model, batch.input, classes, side, side);
            for (std::int64_t n = 0; n < rows.size(0); ++n)
                scores.add(inference::toLabelMap(found[n].semantic.labels),
                           inference::toLabelMap(batch.labels[n]));
        }
        return Validation{loss / batches, scores.binaryMiou(), scores.foregroundMiou()};
    }

    TrainingConfig m_config;
    const TrainOptions& m_options;
    torch::Device m_device;
    TrainingSet m_train;
    TrainingSet m_val;
    RunFolder m_folder;
    std::function<void(const TrainProgress&)> m_onProgress;
    std::stop_token m_stop;
    nn::TavisLossOptions m_loss;
    nn::Tavis m_model = nullptr;
    torch::Tensor m_classTokens;
    TrainSummary m_summary;
    bool m_bestIsNewest = false; ///< best.safetensors has all that was trained so far
};

} // namespace

base::Result<TrainSummary> train(const TrainOptions& options,
                                 const std::function<void(const TrainProgress&)>& onProgress,
                                 std::stop_token stop)
{
    auto config = TrainingConfig::load(options.configPath);
    if (!config)
        return config.error();
    return inference::guardTorch(Text::tr("Training"), [&]() -> base::Result<TrainSummary> {
        const auto device = inference::openDevice(options.device);
        if (!device)
            return device.error();
        const auto imageSize = nn::TavisOptions::fromJson(nn::Json::parse(config->modelJson)).imageSize;
        auto training = loadTrainingSet(options.datasetRoot, QStringLiteral("train"), imageSize, stop);
        if (!training)
            return training.error();
        if (training->size() == 0)
            return base::Error{
                base::ErrorCode::Invalid,
                Text::tr("The dataset %1 has no clips in its split \"train\".").arg(options.datasetRoot),
                {},
                options.datasetRoot};
        auto validation = loadTrainingSet(options.datasetRoot, QStringLiteral("val"), imageSize, stop);
        if (!validation)
            return validation.error();
        // Only now, so that a mistyped dataset does not cost an earlier run its log.
        auto folder = RunFolder::create(options.outputFolder);
        if (!folder)
            return folder.error();
        return Run(std::move(*config), options, device->cuda ? torch::kCUDA : torch::kCPU,
                   std::move(*training), std::move(*validation), std::move(*folder), onProgress,
                   std::move(stop))
            .all();
    });
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
