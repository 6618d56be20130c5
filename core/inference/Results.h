// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/inference: from what the numeric core found to our values and back.
#pragma once

#include "core/inference/Prediction.h"
#include "core/nn/tavis/Tavis.h"

namespace avs::inference {

/// All but the times. `evidence`: see SegmentOptions.
[[nodiscard]] StepPrediction toPrediction(const nn::FrameSegmentation& found, bool evidence);

[[nodiscard]] bool hasEvidence(const StepPrediction& step);
/// `step`, which has its evidence, with other classes. The tensors of `classes` may be on any device.
[[nodiscard]] StepPrediction withClasses(const StepPrediction& step, const nn::TavisImpl::ClassTexts& classes,
                                         const nn::SemanticOptions& options);

} // namespace avs::inference
