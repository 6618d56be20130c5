// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace avs::nn {

inline constexpr std::int64_t kSampleRateHz = 16000;
inline constexpr std::int64_t kMelBins = 128;
inline constexpr std::int64_t kFrameSamples = 400; ///< 25 ms
inline constexpr std::int64_t kShiftSamples = 160; ///< 10 ms

/// Kaldi's log-mel filter bank as ImageBind calls it: frames of 25 ms every 10 ms with snipped edges, no
/// dither, frame mean removed, pre-emphasis 0.97, Hann window, power spectrum of 512 points, 128 mel
/// triangles from 20 to 8000 Hz, natural logarithm floored at ln(2⁻²³). Numbers as of torchaudio's
/// compliance.kaldi.fbank. samples [n] float in [-1, 1] at 16 kHz, n >= 400 (else c10::Error) -> [1 + (n -
/// 400)/160, 128]. CPU, any thread.
[[nodiscard]] torch::Tensor kaldiFilterBank(const torch::Tensor& samples);

} // namespace avs::nn
