// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/training/Schedule.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace avs::training {

/// One stretch of training: what is optimised, and which parameters are open.
struct TrainingStage
{
    enum class Objective
    {
        Contrastive, ///< the three ImageBind towers, sound and masked pictures against class texts
        Tavis,       ///< segmentation: TAViS' own loss (nn/tavis/Losses.h)
        Tracking,    ///< following an object through a few frames (Tracking.h)
    };
    std::string name;
    Objective objective = Objective::Tavis;
    std::vector<std::string> trained; ///< prefixes of parameter names; "" opens all
    int epochs = 1;
    int batch = 16; ///< frames of one step
    /// Into how many parts a batch is split to need less memory. The gradient is the mean over the parts,
    /// weighted by their frames: that of the whole batch for every term that is a mean over frames. Terms
    /// that are means over matched queries are averaged part by part.
    int accumulate = 1;
    int seriesLength = 8; ///< frames of a series, when tracking; divides the batch
    Schedule schedule;
};

/// Which validation score says that a model is the best so far.
enum class Criterion
{
    Classes, ///< mean IoU over the classes, without background
    Binary   ///< sounding against silent pixels
};

/// The "training" half of a configuration file such as resources/config/tiny.json or tavis.json.
struct TrainingConfig
{
    std::string modelJson;       ///< the "model" half, see nn::TavisOptions
    std::string lossJson = "{}"; ///< see nn::TavisLossOptions
    std::uint64_t seed = 1;
    double weightDecay = 0.01;
    double clipNorm = 1.0; ///< of all gradients together; 0 for none
    /// ImageBind's constant 20 suits embeddings that are already aligned; from nothing a smaller one learns
    /// faster. Absent: the starting point's own.
    std::optional<double> audioLogitScale;
    std::vector<std::string> frozen; ///< prefixes of parameters that no stage opens
    /// Modules without an open parameter run as in evaluation. The release runs them in training mode:
    /// ImageBind's frozen audio tower drops paths (tavis.md Q7).
    bool frozenEval = true;
    /// "float32", "tf32" or "bfloat16", of the forward pass (nn/Precision.h). Losses, parameters and what
    /// frozen towers say are always float32.
    std::string precision = "float32";
    bool flip = true; ///< every second frame is mirrored left to right; the release does not augment
    std::int64_t minClassPixels = 0; ///< classes with at most this many pixels in a clip are not learnt
    int checkpointSteps = 0;         ///< a checkpoint every so many steps, besides one an epoch; 0: none
    int patience = 0;                ///< a stage ends after so many epochs without a better model; 0: never
    Criterion criterion = Criterion::Classes;
    int maxSteps = 0;    ///< of each stage; 0: as many as its epochs have
    double memoryGb = 2; ///< of prepared frames of each split, kept for the next epoch
    std::vector<TrainingStage> stages;

    /// Errors: NotFound, Unreadable, Invalid (the sentence names the key; one that is not known is an error,
    /// but for those of the model).
    [[nodiscard]] static base::Result<TrainingConfig> load(const QString& path);
    /// What load() reads, both halves.
    [[nodiscard]] std::string toJson() const;
};

} // namespace avs::training
