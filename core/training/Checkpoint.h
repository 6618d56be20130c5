// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/weights/Safetensors.h"
#include "core/training/RandomState.h"
#include "core/training/TrainedParts.h"
#include "core/training/Trainer.h"

#include <torch/optim/adamw.h>

#include <QByteArray>

#include <optional>

namespace avs::training {

/// How far a run has come: `batch` batches of epoch `epoch` of stage `stage` are done, all from 0.
struct TrainingPosition
{
    int stage = 0;
    int epoch = 0;
    int batch = 0;
    int step = 0; ///< steps done in the stage
    double runningLoss = 0;
    std::optional<Validation> best; ///< of the run so far
    bool bestIsNewest = false;      ///< the best model has all that was trained so far
    int epochsSinceBest = 0;        ///< in this stage
    bool stoppedEarly = false;      ///< some stage ended before its last epoch
    qint64 logBytes = 0;            ///< how long the log was
    QByteArray dataset;             ///< TrainingSet::fingerprint() of both splits
};

/// All that a run needs to go on as if it had not ended, but for the weights that it never changes, which its
/// last model has. One .safetensors file: "weights.<name>", "adamw.<name>.{exp_avg,exp_avg_sq,step}",
/// "random.cpu", "random.device", "order", and the position as JSON in the metadata ("tavis.training").
struct Checkpoint
{
    TrainingPosition position;
    torch::Tensor order;   ///< of the epoch's frames, int64; undefined between epochs
    nn::TensorMap weights; ///< everything that any stage trains, and the buffers
    nn::TensorMap moments; ///< "<name>.exp_avg" and so on; empty between stages
    RandomState random;

    /// Replaces the file as a whole: whatever goes wrong, an older one stays as it was. Throws WeightError.
    void write(const QString& path) const;
    /// Throws WeightError (also for a file that is none) and JsonError.
    [[nodiscard]] static Checkpoint read(const QString& path);
};

[[nodiscard]] nn::TensorMap momentsOf(const torch::optim::AdamW& optimizer, const NamedTensors& parameters);
void restoreMoments(torch::optim::AdamW& optimizer, const NamedTensors& parameters,
                    const nn::TensorMap& moments);

} // namespace avs::training
