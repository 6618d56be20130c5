// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/tavis/Tavis.h"

#include <functional>
#include <string>
#include <vector>

namespace avs::nn {

struct StageTime
{
    std::string stage;
    double medianMs = 0;
};

/// How often something is measured.
struct BenchRuns
{
    int count = 1; ///< at least 1
    /// Called before each pass, also before those that do not count. What it throws ends the measurement.
    std::function<void()> beforeEach = {};

    void begin() const
    {
        if (beforeEach)
            beforeEach();
    }
};

double median(std::vector<double> values); ///< of at least one

/// Runs `step`, which marks its stages, after `warmUp` times that do not count: the medians, and
/// as the last entry, "whole step", that of the sums. A CUDA device is synchronised after each stage, so its
/// stages add up to a little more than a free run.
[[nodiscard]] std::vector<StageTime> timeStages(const std::function<void(const TavisImpl::StageMark&)>& step,
                                                torch::Device device, const BenchRuns& runs, int warmUp);

/// Times one inference step (one frame, `classes` class texts already embedded) stage by stage: `runs` passes
/// over random input after three that do not count, by timeStages().
[[nodiscard]] std::vector<StageTime> benchStages(TavisImpl& model, torch::Device device,
                                                 const BenchRuns& runs, int classes, std::int64_t height,
                                                 std::int64_t width);

} // namespace avs::nn
