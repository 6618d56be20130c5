// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/TrainingRun.h"

#include "core/analysis/AvsScores.h"
#include "core/inference/ModelFile.h"
#include "core/inference/Tensors.h"
#include "core/nn/weights/StateDict.h"

#include <torch/nn/utils/clip_grad.h>
#include <torch/utils.h>

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace avs::training {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(training)
};

base::Error invalid(const QString& sentence)
{
    return {base::ErrorCode::Invalid, sentence, {}, {}};
}

/// How many frames part `part` of `parts` of a batch of `count` has: as equal as can be.
std::int64_t partOf(std::int64_t count, int parts, int part)
{
    return count * (part + 1) / parts - count * part / parts;
}

} // namespace

TrainingRun::TrainingRun(Parts parts, OnProgress onProgress, std::stop_token stop)
    : m_config(std::move(parts.config))
    , m_model(std::move(parts.model))
    , m_classTokens(std::move(parts.classTokens))
    , m_train(std::move(parts.train))
    , m_val(std::move(parts.val))
    , m_folder(std::move(parts.folder))
    , m_device(parts.device)
    , m_onProgress(std::move(onProgress))
    , m_stop(std::move(stop))
    , m_loss(nn::TavisLossOptions::fromJson(nn::Json::parse(m_config.lossJson)))
    , m_frozen(*m_model, m_classTokens, m_config.modelJson, parts.cache)
{
    m_position.dataset = m_train.fingerprint() + m_val.fingerprint();
}

base::Result<void> TrainingRun::resumeFrom(Checkpoint checkpoint)
{
    if (checkpoint.position.dataset != m_position.dataset)
        return invalid(Text::tr("The run cannot be continued: the data set's frames or classes are not those "
                                "that it began with."));
    const auto own = changingWeights();
    for (const auto& [name, tensor] : own) {
        const auto given = checkpoint.weights.find(name);
        if (given == checkpoint.weights.end() || given->second.sizes() != tensor.sizes())
            return invalid(Text::tr("The run cannot be continued: its checkpoint does not fit its "
                                    "configuration (%1).")
                               .arg(QString::fromStdString(name)));
    }
    const torch::NoGradGuard noGrad;
    for (const auto& [name, tensor] : own)
        tensor.copy_(checkpoint.weights.at(name));
    checkpoint.random.restore(m_device);
    m_position = checkpoint.position;
    checkpoint.weights.clear();
    m_resumed = std::move(checkpoint);
    m_hasLast = true;
    return m_folder.shortenLog(m_position.logBytes);
}

base::Result<TrainSummary> TrainingRun::run()
{
    for (const auto& stage : m_config.stages) { // before hours were spent on others
        if (auto possible = checkStage(stage, *m_model, m_train); !possible)
            return possible.error();
    }
    for (const auto count = static_cast<int>(m_config.stages.size()); m_position.stage < count;) {
        auto stage = beginStage(m_config.stages[static_cast<std::size_t>(m_position.stage)]);
        if (!stage)
            return stage.error();
        if (auto done = runStage(*stage); !done)
            return done.error();
        m_position.epoch = m_position.batch = m_position.step = m_position.epochsSinceBest = 0;
        ++m_position.stage;
        if (auto saved = saveCheckpoint(nullptr); !saved)
            return saved.error();
    }
    TrainSummary summary;
    summary.lastPath = m_folder.lastPath();
    summary.bestPath = m_position.bestIsNewest ? m_folder.bestPath() : m_folder.lastPath();
    summary.lastLoss = m_position.runningLoss;
    summary.best = m_position.best;
    summary.stoppedEarly = m_position.stoppedEarly;
    summary.steps = m_stepsDone;
    return summary;
}

base::Result<TrainingRun::Stage> TrainingRun::beginStage(const TrainingStage& options)
{
    Stage stage{options, trainedParameters(*m_model, options, m_config.frozen),
                nullptr, framesPerStep(options, m_train),
                0,       0,
                0,       {}};
    if (stage.parameters.empty())
        return invalid(
            Text::tr("Stage \"%1\" of the configuration trains nothing: no parameter's name begins "
                     "with what \"trained\" lists. Use \"\" for all.")
                .arg(QString::fromStdString(options.name)));
    if (options.objective == TrainingStage::Objective::Tracking && m_position.step == 0)
        returnToBest();
    openOnly(*m_model, stage.parameters);
    m_frozen.beginStage();
    std::vector<torch::Tensor> tensors;
    for (const auto& [name, parameter] : stage.parameters)
        tensors.push_back(parameter);
    stage.optimizer = std::make_unique<torch::optim::AdamW>(
        tensors, torch::optim::AdamWOptions(options.schedule.peak).weight_decay(m_config.weightDecay));
    {
        const RandomAside aside(m_device, m_config.seed); // or a resumed run would draw once more
        stage.frames = epochOrder(options, m_train).numel();
    }
    stage.stepsPerEpoch = static_cast<int>((stage.frames + stage.batch - 1) / stage.batch);
    stage.steps = stage.stepsPerEpoch * options.epochs;
    if (m_config.maxSteps > 0)
        stage.steps = std::min(stage.steps, m_config.maxSteps);
    if (m_resumed) {
        restoreMoments(*stage.optimizer, stage.parameters, m_resumed->moments);
        stage.order = m_resumed->order;
        m_resumed.reset();
    }
    return stage;
}

base::Result<void> TrainingRun::runStage(Stage& stage)
{
    const auto isStuck = [&] {
        return m_config.patience > 0 && m_position.epochsSinceBest >= m_config.patience;
    };
    // An epoch that was left before its end has yet to be validated, even when all steps are done.
    while (m_position.epoch < stage.options.epochs && !isStuck() &&
           (m_position.step < stage.steps || m_position.batch > 0)) {
        if (auto done = runEpoch(stage); !done)
            return done;
    }
    m_position.stoppedEarly = m_position.stoppedEarly || isStuck();
    return {};
}

base::Result<void> TrainingRun::runEpoch(Stage& stage)
{
    if (!stage.order.defined())
        stage.order = epochOrder(stage.options, m_train);
    setTrainingMode(*m_model, m_config.frozenEval);
    m_train.begin(stage.order, static_cast<std::int64_t>(m_position.batch) * stage.batch);
    while (m_position.batch < stage.stepsPerEpoch && m_position.step < stage.steps) {
        if (m_stop.stop_requested())
            return stopped(&stage);
        QElapsedTimer timer;
        timer.start();
        const auto rate =
            learningRate(stage.options.schedule, m_position.step, stage.stepsPerEpoch, stage.steps);
        const auto result = step(stage, rate);
        if (!result)
            return result.error();
        const auto before = static_cast<std::int64_t>(m_position.batch) * stage.batch;
        const auto count = std::min<std::int64_t>(stage.batch, stage.frames - before);
        ++m_position.batch;
        const auto seconds = static_cast<double>(std::max<qint64>(1, timer.nsecsElapsed())) / 1e9;
        if (auto ended = endStep(stage, *result, rate, static_cast<double>(count) / seconds); !ended)
            return ended;
    }
    return endEpoch(stage);
}

base::Result<TrainingRun::StepResult> TrainingRun::step(Stage& stage, double rate)
{
    for (auto& group : stage.optimizer->param_groups())
        group.options().set_lr(rate);
    stage.optimizer->zero_grad();
    const auto first = static_cast<std::int64_t>(m_position.batch) * stage.batch;
    const auto count = std::min<std::int64_t>(stage.batch, stage.frames - first);
    const int parts = static_cast<int>(std::min<std::int64_t>(stage.options.accumulate, count));
    const bool tracking = stage.options.objective == TrainingStage::Objective::Tracking;
    const bool flip = m_config.flip && !tracking; // not half of a series, which is one picture moving
    const ObjectiveContext context{*m_model, m_frozen, m_loss, seriesLength(stage.options, m_train),
                                   *nn::parsePrecision(m_config.precision)};

    StepResult result;
    for (int part = 0; part < parts; ++part) {
        const auto batch = m_train.next(partOf(count, parts, part), flip, m_device);
        if (!batch)
            return batch.error();
        const double weight = static_cast<double>(batch->labels.size(0)) / static_cast<double>(count);
        const auto loss = objectiveLoss(stage.options, context, *batch);
        result.loss += weight * loss.total.item<double>();
        for (const auto& [name, term] : loss.terms)
            result.terms[name] += weight * term.item<double>();
        (loss.total * weight).backward();
    }
    std::vector<torch::Tensor> parameters;
    for (const auto& [name, parameter] : stage.parameters)
        parameters.push_back(parameter);
    const double clip = m_config.clipNorm > 0 ? m_config.clipNorm : std::numeric_limits<double>::infinity();
    result.gradientNorm = torch::nn::utils::clip_grad_norm_(parameters, clip);
    if (!std::isfinite(result.loss) || !std::isfinite(result.gradientNorm)) // before it gets into the weights
        return invalid(Text::tr("Training went astray: the loss of stage \"%1\" or its gradient is not a "
                                "number at step %2. Try a smaller learning_rate.")
                           .arg(QString::fromStdString(stage.options.name))
                           .arg(m_position.step + 1));
    stage.optimizer->step();
    return result;
}

base::Result<void> TrainingRun::endStep(Stage& stage, const StepResult& result, double rate,
                                        double samplesPerSecond)
{
    constexpr double kSmoothing = 0.98;
    m_position.runningLoss = m_position.step == 0
                                 ? result.loss
                                 : kSmoothing * m_position.runningLoss + (1 - kSmoothing) * result.loss;
    ++m_position.step;
    ++m_stepsDone;
    nn::Json::Object line{{"kind", "step"},
                          {"stage", stage.options.name},
                          {"epoch", m_position.epoch + 1},
                          {"step", m_position.step},
                          {"loss", result.loss},
                          {"lr", rate},
                          {"grad_norm", result.gradientNorm},
                          {"samples_per_second", samplesPerSecond}};
    for (const auto& [name, value] : result.terms)
        line["loss_" + name] = value;
    if (auto logged = m_folder.log(line); !logged)
        return logged;
    m_progress.learningRate = rate;
    m_progress.samplesPerSecond = samplesPerSecond;
    const bool last = m_position.batch == stage.stepsPerEpoch || m_position.step == stage.steps;
    if (!last) // else endEpoch() tells, with the validation
        m_onProgress(progressOf(stage));
    if (!last && m_config.checkpointSteps > 0 && m_position.step % m_config.checkpointSteps == 0)
        return saveCheckpoint(&stage);
    return {};
}

base::Result<void> TrainingRun::endEpoch(Stage& stage)
{
    auto progress = progressOf(stage);
    if (stage.options.objective == TrainingStage::Objective::Tavis && m_val.size() > 0) {
        const auto result = validate(stage.options);
        if (!result)
            return result.error().code == base::ErrorCode::Cancelled ? stopped(&stage) : result.error();
        progress.validation = *result;
    }
    nn::Json::Object line{{"kind", "epoch"},
                          {"stage", stage.options.name},
                          {"epoch", progress.epoch},
                          {"step", progress.step},
                          {"loss", progress.loss}};
    if (progress.validation) {
        line["val_loss"] = progress.validation->loss;
        line["val_binary_miou"] = progress.validation->binaryMiou;
        line["val_foreground_miou"] = progress.validation->foregroundMiou;
        ++m_position.epochsSinceBest;
        if (isBest(*progress.validation)) {
            m_position.best = progress.validation;
            m_position.bestIsNewest = true;
            m_position.epochsSinceBest = 0;
            if (auto saved = saveModel(m_folder.bestPath()); !saved)
                return saved;
        }
    }
    if (auto logged = m_folder.log(line); !logged)
        return logged;
    if (auto saved = saveModel(m_folder.lastPath()); !saved)
        return saved;
    m_hasLast = true;
    ++m_position.epoch;
    m_position.batch = 0;
    stage.order = torch::Tensor();
    if (auto saved = saveCheckpoint(&stage); !saved)
        return saved;
    m_onProgress(progress);
    return {};
}

bool TrainingRun::isBest(const Validation& validation) const
{
    if (!m_position.best)
        return true;
    return m_config.criterion == Criterion::Classes
               ? validation.foregroundMiou > m_position.best->foregroundMiou
               : validation.binaryMiou > m_position.best->binaryMiou;
}

base::Result<Validation> TrainingRun::validate(const TrainingStage& stage)
{
    const torch::NoGradGuard noGrad;
    const RandomAside random(m_device, m_config.seed);
    m_model->eval();
    const ObjectiveContext context{*m_model, m_frozen, m_loss};
    const auto classes = m_frozen.classTexts();
    const auto side = m_model->options().imageSize;
    analysis::AvsScores scores(static_cast<int>(m_val.classNames().size()));
    double loss = 0;
    m_val.begin(torch::arange(m_val.size(), torch::kLong));
    for (std::int64_t done = 0; done < m_val.size();) {
        if (m_stop.stop_requested())
            return base::Error{base::ErrorCode::Cancelled, {}, {}, {}};
        auto batch = m_val.next(stage.batch, /*flip=*/false, m_device);
        if (!batch)
            return batch.error();
        const auto count = batch->labels.size(0);
        batch->input = m_frozen.input(*batch);
        loss += objectiveLoss(stage, context, *batch).total.item<double>() * static_cast<double>(count);
        const auto found = nn::segmentFrames(*m_model, batch->input, classes, side, side);
        for (std::int64_t n = 0; n < count; ++n)
            scores.add(inference::toLabelMap(found[static_cast<std::size_t>(n)].semantic.labels),
                       inference::toLabelMap(batch->labels[n]));
        done += count;
    }
    return Validation{loss / static_cast<double>(m_val.size()), scores.binaryMiou(), scores.foregroundMiou()};
}

void TrainingRun::returnToBest()
{
    if (std::exchange(m_position.bestIsNewest, false))
        nn::loadStrict(*m_model, nn::SafetensorsFile::open(m_folder.bestPath().toStdString()).tensors);
}

base::Result<void> TrainingRun::saveModel(const QString& path)
{
    return inference::writeModelFile(path, *m_model, m_config.modelJson, m_train.classNames());
}

nn::TensorMap TrainingRun::changingWeights() const
{
    nn::TensorMap weights;
    for (const auto& stage : m_config.stages) {
        for (const auto& [name, parameter] : trainedParameters(*m_model, stage, m_config.frozen))
            weights.emplace(name, parameter.detach());
    }
    for (const auto& item : m_model->named_buffers())
        weights.emplace(item.key(), item.value());
    return weights;
}

base::Result<void> TrainingRun::saveCheckpoint(const Stage* stage)
{
    if (!m_hasLast) { // the weights that never change are only in there
        if (auto saved = saveModel(m_folder.lastPath()); !saved)
            return saved;
        m_hasLast = true;
    }
    m_position.logBytes = m_folder.logBytes();
    Checkpoint checkpoint;
    checkpoint.position = m_position;
    checkpoint.weights = changingWeights();
    if (stage) {
        checkpoint.order = stage->order;
        checkpoint.moments = momentsOf(*stage->optimizer, stage->parameters);
    }
    checkpoint.random = RandomState::of(m_device);
    checkpoint.write(m_folder.checkpointPath());
    return {};
}

base::Error TrainingRun::stopped(const Stage* stage)
{
    if (auto saved = saveCheckpoint(stage); !saved)
        return saved.error();
    return {base::ErrorCode::Cancelled,
            Text::tr("Training was stopped. It can be continued from its checkpoint."),
            {},
            {}};
}

TrainProgress TrainingRun::progressOf(const Stage& stage) const
{
    auto progress = m_progress;
    progress.stage = QString::fromStdString(stage.options.name);
    progress.epoch = m_position.epoch + 1;
    progress.epochs = stage.options.epochs;
    progress.step = m_position.step;
    progress.steps = stage.steps;
    progress.loss = m_position.runningLoss;
    return progress;
}

} // namespace avs::training
