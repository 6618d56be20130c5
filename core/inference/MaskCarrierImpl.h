// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/inference.
#pragma once

#include "core/inference/CarriedClip.h"
#include "core/inference/MaskCarrier.h"
#include "core/nn/sam2/VideoPredictor.h"

#include <optional>

namespace avs::inference {

struct MaskCarrier::Impl
{
    nn::Sam2 model = nullptr; ///< in evaluation mode, on `device`
    torch::Device device = torch::kCPU;
    CarriedClip::Prepare prepare; ///< the model's own picture
    std::int64_t fillHoleArea = 8;
    std::optional<CarriedClip> clip;

    /// Throws what the numeric core throws.
    base::Result<void> carry(const StepPrediction& step, const OnFrame& onFrame, const std::stop_token& stop);
    [[nodiscard]] nn::VideoPredictorOptions predictorOptions(const StepPrediction& step) const;
};

} // namespace avs::inference
