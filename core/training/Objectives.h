// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/tavis/Losses.h"
#include "core/nn/tavis/Tavis.h"
#include "core/training/TrainingSet.h"

namespace avs::training {

/// Loss of one batch for the segmentation objective: a forward pass, the embeddings of its queries and class
/// texts
/// (`classTokens` [C, context]) and TAViS' own loss.
[[nodiscard]] torch::Tensor segmentationLoss(nn::TavisImpl& model, const TrainingSet::Batch& batch,
                                             const torch::Tensor& classTokens,
                                             const nn::TavisLossOptions& options);

/// Loss of one batch for the contrastive objective, which opens the towers alone: sound against class texts
/// (the classes that sound share the target; background when none does) and, for each labelled class, the
/// masked picture against class texts, both as cross entropies over all texts.
[[nodiscard]] torch::Tensor contrastiveLoss(nn::TavisImpl& model, const TrainingSet::Batch& batch,
                                            const torch::Tensor& classTokens);

} // namespace avs::training
