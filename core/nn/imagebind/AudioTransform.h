// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/imagebind/FilterBank.h"

#include <torch/types.h>

#include <vector>

namespace avs::nn {

// What ImageBind's audio tower sees (imagebind/data.py, load_and_transform_audio_data). CPU tensors, float
// samples in [-1, 1]; any thread. A sound shorter than one frame (but see melOfWindow), without a channel or
// with a sample that is not finite is an InputError.

inline constexpr std::int64_t kClipSamples = 2 * kSampleRateHz; ///< a clip is 2 s
inline constexpr std::int64_t kClipFrames = 204;                ///< mel frames of a clip, padded

/// Windowed-sinc resampling of torchaudio.functional.resample (Hann, width 6, roll-off 0.99).
/// waveform [C, n] -> [C, ⌈n·toHz/fromHz⌉].
[[nodiscard]] torch::Tensor resample(const torch::Tensor& waveform, std::int64_t fromHz, std::int64_t toHz);

struct SampleSpan
{
    std::int64_t begin = 0;
    std::int64_t end = 0; ///< one past the last
};

/// How `count` clips of 2 s are spread: start k·m/count, or k·m/(count − 1) so that the last ends with the
/// sound; m is what is longer than 2 s. pytorchvideo changed from the first to the second in 2022; TAViS's
/// results come with the second.
enum class ClipSpacing
{
    ByCount,
    ByCountMinusOne
};

/// Spans of `count` clips in a sound of sampleCount samples at 16 kHz, with pytorchvideo's exact fractions.
/// Ends are not cut to the sound: a shorter one gives clips that reach beyond it.
[[nodiscard]] std::vector<SampleSpan> clipSpans(std::int64_t sampleCount, std::int64_t count,
                                                ClipSpacing spacing = ClipSpacing::ByCountMinusOne);

/// waveform [C, n] at 16 kHz, n >= 400 -> log mel [1, 128, T]; of the first channel, after the mean over all
/// channels is taken away. Not normalised.
[[nodiscard]] torch::Tensor logMel(const torch::Tensor& waveform);

/// As logMel, padded with 0 or cut to 204 frames, then normalised: [1, 128, 204].
[[nodiscard]] torch::Tensor melClip(const torch::Tensor& waveform);

/// waveform [C, n] at 16 kHz -> the clips of clipSpans() as melClip()s [count, 1, 128, 204].
[[nodiscard]] torch::Tensor melClips(const torch::Tensor& waveform, std::int64_t count,
                                     ClipSpacing spacing = ClipSpacing::ByCountMinusOne);

/// For one moment of a recording: mono [n] at 16 kHz, up to 2 s around the moment -> [1, 128, 204]. Less than
/// one frame of sound, even none, counts as silence after its end.
[[nodiscard]] torch::Tensor melOfWindow(const torch::Tensor& mono);

} // namespace avs::nn
