// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/inference/ModelSession.h"
#include "core/training/EvaluationReport.h"

#include <functional>
#include <span>
#include <stop_token>

namespace avs::training {

/// What is scored: says of a picture and the sound of its moment what sounds where. Of the answer, labels
/// and binaryLogits are looked at. See ModelSession::segmentMoment().
using SegmentMoment = std::function<base::Result<inference::StepPrediction>(
    const imaging::RgbImage& image, std::span<const float> sound16k, const inference::Moment& moment)>;

/// Runs `segment` on every annotated frame of the split and scores it against the masks. Masks are brought to
/// the protocol's size by nearest neighbour, logits bilinearly; label maps by nearest neighbour from the
/// picture's size. Classes are scored where the masks have them and the data set's class list is
/// `classNames`; otherwise only what sounds and what does not, and the report says why. `onProgress(clips
/// done, clips)`. Runs on the calling thread. Errors: those of the reader and of `segment`; Invalid (no clips
/// in the split, no clip whose sound could be swapped in); Cancelled.
[[nodiscard]] base::Result<EvaluationReport>
evaluate(const SegmentMoment& segment, const std::vector<QString>& classNames, const EvaluateOptions& options,
         const std::function<void(int, int)>& onProgress, std::stop_token stop);

/// The same of a model, whose thread this must be.
[[nodiscard]] base::Result<EvaluationReport> evaluate(inference::ModelSession& model,
                                                      const EvaluateOptions& options,
                                                      const std::function<void(int, int)>& onProgress,
                                                      std::stop_token stop);

} // namespace avs::training
