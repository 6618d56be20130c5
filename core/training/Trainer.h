// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/inference/Device.h"
#include "core/training/StartingPoint.h"

#include <QString>
#include <QStringList>

#include <functional>
#include <optional>
#include <stop_token>

namespace avs::training {

struct TrainOptions
{
    QString configPath;     ///< see TrainingConfig; not read when resuming
    QString datasetRoot;    ///< with the splits "train" and, for validation, "val"
    QString outputFolder;   ///< see RunFolder; made if missing
    QString vocabularyPath; ///< CLIP's, for the class texts
    StartingPoint start;    ///< not read when resuming
    QStringList stages;     ///< names of the stages to run; empty: all; not read when resuming
    bool resume = false;    ///< continue the run in `outputFolder`, with the configuration that it began with
    inference::DeviceChoice device = inference::DeviceChoice::Auto;
    int maxSteps = 0;           ///< of each stage; 0: as configured
    QString featureCache;       ///< folder of a FeatureCache; empty: none
    double featureCacheGb = 20; ///< of that folder
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
    double learningRate = 0;
    double samplesPerSecond = 0;          ///< of this step
    std::optional<Validation> validation; ///< at the end of an epoch of segmentation
};

struct TrainSummary
{
    /// The weights with the best validation, or the last ones without a "val" split or when tracking, which
    /// is not validated, came last.
    QString bestPath;
    QString lastPath;
    double lastLoss = 0; ///< running mean of the last stage
    std::optional<Validation> best;
    bool stoppedEarly = false; ///< some stage ended when it had not improved for `patience` epochs
    int steps = 0;             ///< done in this call, over all stages
    bool otherClasses = false; ///< the starting point was trained with another class list
};

/// Trains a model from its configuration: every stage in order, with AdamW, warm-up and a cosine. Best and
/// last model, checkpoint and log are in the run's folder (RunFolder). The same seed on the same machine and
/// device gives the same weights, also when the run was killed or stopped in between and resumed. Runs on the
/// calling thread; `onProgress` comes after each step. Stops within one step when asked, with a checkpoint
/// and the code Cancelled. Errors besides: of the files; Invalid (configuration, an empty "train" split, a
/// folder that holds a run already, a resumed run's data set has changed, the loss is not a number);
/// Unwritable; Device; OutOfMemory.
[[nodiscard]] base::Result<TrainSummary> train(const TrainOptions& options,
                                               const std::function<void(const TrainProgress&)>& onProgress,
                                               std::stop_token stop);

/// Writes `from` again with all floating point weights as float16: half the size, for shipping.
[[nodiscard]] base::Result<void> exportHalfPrecision(const QString& from, const QString& to);

} // namespace avs::training
