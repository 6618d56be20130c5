// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/inference/Device.h"
#include "core/training/TrainingConfig.h"

#include <QStringList>

#include <functional>
#include <optional>
#include <stop_token>

namespace avs::training {

struct TrainOptions
{
    QString configPath;     ///< see TrainingConfig
    QString datasetRoot;    ///< AVSBench-semantic layout with the splits "train" and, for validation, "val"
    QString outputFolder;   ///< gets last.safetensors, best.safetensors, log.jsonl; made if missing
    QString vocabularyPath; ///< CLIP's, for the class texts
    QString startFrom;      ///< weights to begin with, or empty for random ones; may lack the memory parts
    QStringList stages;     ///< names of the stages to run; empty: all
    inference::DeviceChoice device = inference::DeviceChoice::Auto;
    int maxSteps = 0; ///< of each stage; 0: as configured
};

struct Validation
{
    double loss = 0;
    double binaryMiou = 0;
    double foregroundMiou = 0; ///< over the classes, without background
};

struct TrainProgress
{
    QString stage;
    int epoch = 0; ///< from 1
    int epochs = 0;
    int step = 0; ///< of the stage, from 1
    int steps = 0;
    double loss = 0; ///< running mean
    double samplesPerSecond = 0;
    std::optional<Validation> validation; ///< at the end of a segmentation epoch
};

struct TrainSummary
{
    /// The weights with the best validation, or the last ones without a "val" split or when tracking, which
    /// is not validated, came last.
    QString bestPath;
    double lastLoss = 0;
    std::optional<Validation> best;
};

/// Trains a model from its configuration: every stage in order, with AdamW, linear warm-up and a cosine down
/// to a hundredth of the peak rate. Writes last.safetensors after each epoch, atomically, and
/// best.safetensors when validation improved; both are complete models that ModelSession loads. The same seed
/// on the same machine and device gives the same weights. Runs on the calling thread; `onProgress` comes
/// after each step. Stops within one step when asked, with the code Cancelled: what was written stays.
[[nodiscard]] base::Result<TrainSummary> train(const TrainOptions& options,
                                               const std::function<void(const TrainProgress&)>& onProgress,
                                               std::stop_token stop);

/// Writes `from` again with all floating point weights as float16: half the size, for shipping.
[[nodiscard]] base::Result<void> exportHalfPrecision(const QString& from, const QString& to);

} // namespace avs::training
