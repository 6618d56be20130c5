// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/bench/StageBench.h"

namespace avs::nn {

struct StepBench
{
    std::vector<StageTime> stages; ///< of one frame alone, see timeStages()
    double stepMs = 0;             ///< a frame of a batch: median over runs
    double straightforwardMs = 0;  ///< a frame by segmentStraightforwardly(): likewise
    /// Of the binary mask and the five queries' at the frame's own size, what both ways call inside over what
    /// either does, the mean over frames and masks. 1 for two empty masks.
    double maskIou = 1;
};

/// Times inference steps in two ways in one run and compares what they find. `frames`: a batch on the model's
/// device; classTokens [C, context] there too. segmentFrames() takes the batch at once, class texts already
/// embedded, in the device's default precision; the straightforward way frame by frame in float32. `runs`
/// of each, and at least one of the straightforward way for each frame.
[[nodiscard]] StepBench benchStep(TavisImpl& model, const TavisImpl::Input& frames,
                                  const torch::Tensor& classTokens, std::int64_t height, std::int64_t width,
                                  const BenchRuns& runs);

} // namespace avs::nn
