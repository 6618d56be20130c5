// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/FrozenFeatures.h"
#include "core/training/TrainingSet.h"

namespace avs::training {

/// \name The objective "tracking": SAM 2's memory learns to follow one object through a few frames of a clip.
/// What segmentation uses stays as it is: image encoder and sound give what they gave, without gradient.
/// \{

/// The rows of an epoch: series of `length` frames of one clip, one after the other, 1 or 2 frames apart,
/// forwards or backwards, in random order (torch's generator). clipRows: the first row of each clip,
/// ascending; `frames` rows in all. About as many rows as there are; none of clips shorter than a series.
[[nodiscard]] torch::Tensor seriesOrder(const std::vector<std::int64_t>& clipRows, std::int64_t frames,
                                        int length);

/// How many frames the longest clip has.
[[nodiscard]] std::int64_t longestClip(const std::vector<std::int64_t>& clipRows, std::int64_t frames);

/// A batch of whole series, N = R · length frames. Of each series an object that is labelled on its first
/// frame is given there as a mask and predicted on the others through memory alone, as VideoPredictor does
/// it. Now and then the last frame is another series', so that an object may also be gone. The sum of the
/// masks' binary cross entropy and soft IoU, and parts of the errors of predicted IoU and object score; means
/// over the predictions. 0 when nothing is labelled. Needs memory parts.
[[nodiscard]] torch::Tensor trackingLoss(nn::TavisImpl& model, FrozenFeatures& frozen,
                                         const TrainingSet::Batch& batch, int length);
/// \}

} // namespace avs::training
