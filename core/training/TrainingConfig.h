// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

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
    int batch = 16;
    int seriesLength = 8;       ///< frames of a series, when tracking; divides the batch
    double learningRate = 1e-3; ///< at its peak; cosine to a hundredth of it over the stage
    int warmupSteps = 0;
};

/// The "training" half of a configuration file such as resources/config/tiny.json.
struct TrainingConfig
{
    std::string modelJson; ///< the "model" half, see nn::TavisOptions
    std::string lossJson;  ///< see nn::TavisLossOptions
    std::uint64_t seed = 1;
    double weightDecay = 0.01;
    double clipNorm = 1.0; ///< of all gradients together; 0 for none
    double audioLogitScale = 20;
    std::vector<std::string> frozen; ///< prefixes of parameters that no stage opens
    std::vector<TrainingStage> stages;

    /// Errors: NotFound, Unreadable, Invalid (the sentence names the key).
    [[nodiscard]] static base::Result<TrainingConfig> load(const QString& path);
};

} // namespace avs::training
