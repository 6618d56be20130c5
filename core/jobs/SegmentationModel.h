// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/inference/ModelSession.h"

#include <functional>
#include <memory>
#include <stop_token>

namespace avs::jobs {

/// What ModelWorker asks of a model: SessionModel stands before an inference::ModelSession, tests bring their
/// own. Used, and destroyed, on one thread.
class SegmentationModel
{
public:
    virtual ~SegmentationModel() = default;

    [[nodiscard]] virtual const inference::ModelInfo& info() const = 0;

    /// As inference::ModelSession::segmentClip.
    [[nodiscard]] virtual base::Result<int>
    segmentClip(const QString& clipPath, const inference::SegmentOptions& options,
                const std::function<void(inference::StepPredictionPtr, int)>& onStep,
                std::stop_token stop) = 0;
};

/// Loads a model; called on the model's own thread. `stop`: the program is closing, the result is not wanted.
using ModelFactory =
    std::function<base::Result<std::unique_ptr<SegmentationModel>>(const std::stop_token& stop)>;

} // namespace avs::jobs
