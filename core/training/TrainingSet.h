// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/nn/tavis/Tavis.h"

#include <functional>
#include <stop_token>

namespace avs::training {

/// The annotated frames of one split, ready for the model and held in memory: 3·S² + 2·128·204 + S² bytes a
/// frame (0.12 MB at S = 128). M frames.
struct TrainingSet
{
    torch::Tensor images; ///< [M, 3, S, S] uint8
    torch::Tensor mels;   ///< [M, 1, 128, 204] float16
    torch::Tensor labels; ///< [M, S, S] uint8 class ids
    std::vector<QString> classNames;
    std::vector<std::int64_t> clipRows; ///< the first row of each clip, ascending

    [[nodiscard]] std::int64_t size() const { return images.defined() ? images.size(0) : 0; }

    struct Batch
    {
        nn::TavisImpl::Input input;
        torch::Tensor labels; ///< [N, S, S] int64
    };
    /// rows: int64 indices. `flip` mirrors every second frame of the batch left to right.
    [[nodiscard]] Batch batch(const torch::Tensor& rows, bool flip, torch::Device device) const;
};

/// Reads all annotated frames of `split` below `root`; an absent split gives an empty set. Errors: those of
/// the reader; Cancelled.
[[nodiscard]] base::Result<TrainingSet> loadTrainingSet(const QString& root, const QString& split,
                                                        std::int64_t imageSize, std::stop_token stop);

} // namespace avs::training
