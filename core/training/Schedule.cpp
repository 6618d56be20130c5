// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/Schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace avs::training {

double learningRate(const Schedule& schedule, int step, int stepsPerEpoch, int steps)
{
    if (step < schedule.warmupSteps)
        return schedule.peak * (step + 1) / schedule.warmupSteps;
    const double period =
        schedule.periodEpochs > 0 ? static_cast<double>(schedule.periodEpochs) * stepsPerEpoch : steps;
    const double passed =
        schedule.annealing == Schedule::Annealing::Epoch
            ? static_cast<double>(step / stepsPerEpoch * stepsPerEpoch) / period
            : static_cast<double>(step - schedule.warmupSteps) / std::max(1.0, period - schedule.warmupSteps);
    const double cosine = 0.5 * (1 + std::cos(std::numbers::pi * std::min(passed, 1.0)));
    return schedule.floor + (schedule.peak - schedule.floor) * cosine;
}

} // namespace avs::training
