// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/Json.h"
#include "core/nn/Precision.h"
#include "core/nn/bench/StageBench.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace avs::nn {

struct ModuleBench
{
    std::string model;            ///< the configuration's name
    double parameters = 0;        ///< in millions
    std::vector<StageTime> times; ///< medians of each part, see below
    double peakMegabytes = 0;     ///< of the whole process on the CPU, of LibTorch's memory on a GPU
};

/// Makes the model of a configuration (SAM 2, ImageBind or TAViS) with random weights and times its parts on
/// random input, one image or sound at a time: the towers of ImageBind; SAM 2's image encoder, one click
/// (prompt encoder and mask decoder), memory attention with a full memory, memory encoder; the stages of a
/// TAViS step (benchStages). Medians of `runs` after one that does not count. Throws JsonError, c10::Error.
[[nodiscard]] ModuleBench benchModules(const Json& config, torch::Device device, Precision precision,
                                       const BenchRuns& runs);

/// Medians of `runs` calls after one that does not count; a CUDA device is synchronised after each.
[[nodiscard]] double medianMs(const std::function<void()>& call, torch::Device device, const BenchRuns& runs);

} // namespace avs::nn
