// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/RgbImage.h"
#include "core/inference/Prediction.h"

#include <torch/types.h>

#include <span>

// For .cpp files that see LibTorch: from our values to tensors and back. CPU; each call copies.
namespace avs::inference {

inline constexpr int kModelRateHz = 16000; ///< what ImageBind hears

/// [3, H, W] uint8
[[nodiscard]] torch::Tensor toTensor(const imaging::RgbImage& image);
/// [H, W] uint8
[[nodiscard]] torch::Tensor toTensor(const imaging::LabelMap& labels);
/// labels [H, W] of any integer type, below 256
[[nodiscard]] imaging::LabelMap toLabelMap(const torch::Tensor& labels);

/// [h, w] float
[[nodiscard]] torch::Tensor toTensor(const LogitMap& logits);
/// logits [h, w]
[[nodiscard]] LogitMap toLogitMap(const torch::Tensor& logits);
/// [n] float
[[nodiscard]] torch::Tensor toTensor(const std::vector<float>& values);
/// values [n]
[[nodiscard]] std::vector<float> toFloats(const torch::Tensor& values);

/// What the model hears of a moment: the 2 s around `seconds`, shifted to lie inside the mono 16 kHz sound
/// -> normalised log mel [1, 128, 204].
[[nodiscard]] torch::Tensor melAround(std::span<const float> sound16k, double seconds);

} // namespace avs::inference
