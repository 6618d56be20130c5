// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/Precision.h"
#include "core/nn/tavis/Losses.h"
#include "core/training/FrozenFeatures.h"
#include "core/training/TrainingConfig.h"

#include <string>
#include <utility>
#include <vector>

namespace avs::training {

/// What an objective works with, besides the batch.
struct ObjectiveContext
{
    nn::TavisImpl& model;
    FrozenFeatures& frozen;
    const nn::TavisLossOptions& loss;
    int seriesLength = 0;                             ///< frames of a series in the batch, when tracking
    nn::Precision precision = nn::Precision::Float32; ///< of the forward pass; losses are float32
};

struct ObjectiveLoss
{
    torch::Tensor total;
    std::vector<std::pair<std::string, torch::Tensor>> terms; ///< unweighted, for the log
};

/// The rows of one epoch in the order of their use, drawn from LibTorch's generator.
[[nodiscard]] torch::Tensor epochOrder(const TrainingStage& stage, const TrainingSet& set);

/// Frames of a series when tracking: the stage's, or all of the longest clip.
[[nodiscard]] int seriesLength(const TrainingStage& stage, const TrainingSet& set);

/// Frames of one step: the stage's batch; when tracking, as many series, which are no longer than the longest
/// clip.
[[nodiscard]] int framesPerStep(const TrainingStage& stage, const TrainingSet& set);

/// Whether the stage can be trained on the set: Invalid when it has more steps than an int counts, and when
/// tracking without memory parts or with clips of one frame.
[[nodiscard]] base::Result<void> checkStage(const TrainingStage& stage, const nn::TavisImpl& model,
                                            const TrainingSet& set);

/// The loss of one batch by the stage's objective, with gradients for what is open.
[[nodiscard]] ObjectiveLoss objectiveLoss(const TrainingStage& stage, const ObjectiveContext& context,
                                          const TrainingSet::Batch& batch);

/// Segmentation: a forward pass, the embeddings of its queries and class texts, and TAViS' own loss.
[[nodiscard]] ObjectiveLoss segmentationLoss(const ObjectiveContext& context,
                                             const TrainingSet::Batch& batch);

/// Contrastive, which opens the towers alone: sound against class texts (the classes that sound share the
/// target; background when none does) and, for each labelled class, the masked picture against class texts,
/// both as cross entropies over all texts.
[[nodiscard]] ObjectiveLoss contrastiveLoss(const ObjectiveContext& context, const TrainingSet::Batch& batch);

} // namespace avs::training
