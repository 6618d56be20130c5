// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/AvsScores.h"
#include "core/base/Result.h"
#include "core/inference/ModelSession.h"

#include <functional>
#include <stop_token>

namespace avs::training {

/// What a model hears while it is scored: a model that uses its ears gets worse with the wrong sound.
enum class SoundCondition
{
    Own,     ///< the clip's
    Swapped, ///< the next clip's that shares no class with it
    Silent,
};

struct EvaluateOptions
{
    QString datasetRoot; ///< AVSBench-semantic layout
    QString split = QStringLiteral("test");
    SoundCondition sound = SoundCondition::Own;
};

/// Runs the model on every annotated frame of the split, at the frames' own size, and scores it against the
/// labels. The dataset's class names must be the model's (Invalid otherwise). `onProgress(clips done,
/// clips)`. Runs on the calling thread, which must be the model's. Errors: those of the reader and of the
/// model; Cancelled.
[[nodiscard]] base::Result<analysis::AvsScores> evaluate(inference::ModelSession& model,
                                                         const EvaluateOptions& options,
                                                         const std::function<void(int, int)>& onProgress,
                                                         std::stop_token stop);

} // namespace avs::training
