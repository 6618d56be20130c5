// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/training.
#pragma once

#include "core/training/Checkpoint.h"
#include "core/training/FrozenFeatures.h"
#include "core/training/Objectives.h"
#include "core/training/RunFolder.h"

#include <QElapsedTimer>

namespace avs::training {

/// The loop itself: everything that lives as long as one call of train().
class TrainingRun
{
public:
    struct Parts
    {
        TrainingConfig config;
        nn::Tavis model;           ///< on the device, with the weights to begin with
        torch::Tensor classTokens; ///< [C, context] on the device
        TrainingSet train;
        TrainingSet val; ///< may be empty
        RunFolder folder;
        FeatureCacheOptions cache;
        torch::Device device;
    };
    using OnProgress = std::function<void(const TrainProgress&)>;
    TrainingRun(Parts parts, OnProgress onProgress, std::stop_token stop);

    /// Takes up where the checkpoint is. Invalid when it is of other data or of another configuration.
    [[nodiscard]] base::Result<void> resumeFrom(Checkpoint checkpoint);
    [[nodiscard]] base::Result<TrainSummary> run();

private:
    /// What one stage of training uses.
    struct Stage
    {
        const TrainingStage& options;
        NamedTensors parameters;
        std::unique_ptr<torch::optim::AdamW> optimizer;
        int batch = 0;           ///< frames of a step
        std::int64_t frames = 0; ///< of an epoch
        int stepsPerEpoch = 0;
        int steps = 0;
        torch::Tensor order; ///< of the present epoch
    };
    struct StepResult
    {
        double loss = 0;
        double gradientNorm = 0;
        std::map<std::string, double> terms;
    };

    base::Result<Stage> beginStage(const TrainingStage& options);
    base::Result<void> runStage(Stage& stage);
    base::Result<void> runEpoch(Stage& stage);
    base::Result<StepResult> step(Stage& stage, double rate);
    base::Result<void> endStep(Stage& stage, const StepResult& result, double rate, double samplesPerSecond);
    base::Result<void> endEpoch(Stage& stage);
    base::Result<Validation> validate(const TrainingStage& stage);
    [[nodiscard]] bool isBest(const Validation& validation) const;
    base::Result<void> saveModel(const QString& path);
    /// When the best model has all that was trained so far, what is not validated goes on from that.
    void returnToBest();
    base::Result<void> saveCheckpoint(const Stage* stage);
    /// A checkpoint, and Cancelled.
    base::Error stopped(const Stage* stage);
    [[nodiscard]] nn::TensorMap changingWeights() const;
    [[nodiscard]] TrainProgress progressOf(const Stage& stage) const;

    TrainingConfig m_config;
    nn::Tavis m_model;
    torch::Tensor m_classTokens;
    TrainingSet m_train;
    TrainingSet m_val;
    RunFolder m_folder;
    torch::Device m_device;
    OnProgress m_onProgress;
    std::stop_token m_stop;
    nn::TavisLossOptions m_loss;
    FrozenFeatures m_frozen;
    TrainingPosition m_position;
    TrainProgress m_progress;
    std::optional<Checkpoint> m_resumed; ///< until its stage has begun
    int m_stepsDone = 0;
    bool m_hasLast = false; ///< the run's folder has its last model
};

} // namespace avs::training
