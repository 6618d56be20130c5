// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace avs::training {

/// Linear warm-up, then half a cosine from `peak` to `floor` (Loshchilov & Hutter, SGDR, without restarts;
/// torch.optim.lr_scheduler.CosineAnnealingLR), and `floor` from there on.
struct Schedule
{
    enum class Annealing
    {
        Step, ///< a new rate at each step
        Epoch ///< at each epoch, as the release does it
    };
    double peak = 1e-3;
    double floor = 1e-5;
    Annealing annealing = Annealing::Step;
    int periodEpochs = 0; ///< of the half cosine; 0: all the steps there are
    int warmupSteps = 0;
};

/// `step` from 0, of `steps` in all, `stepsPerEpoch` of them an epoch.
[[nodiscard]] double learningRate(const Schedule& schedule, int step, int stepsPerEpoch, int steps);

} // namespace avs::training
