// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

#include <array>
#include <vector>

namespace avs::nn {

// What ImageBind's vision tower sees of a video (imagebind/data.py, load_and_transform_video_data): five
// clips of 2 s spread over it, of each the first and the last frame, each from three sides. CPU; any thread.

inline constexpr std::int64_t kVideoClips = 5;
inline constexpr std::int64_t kVideoCrops = 3;

/// Indices of the first and the last frame of each clip, in a video of `frames` frames at a mean rate of
/// `framesPerSecond`. Starts are k·m/(clips − 1), m what is longer than 2 s, in pytorchvideo's arithmetic; a
/// shorter video is the same clip each time. Throws InputError without a frame or a rate.
[[nodiscard]] std::vector<std::array<std::int64_t, 2>>
videoClipFrames(std::int64_t frames, double framesPerSecond, std::int64_t clips = kVideoClips);

/// The pictures of one clip, RGB [T, 3, H, W] uint8 -> its views [3, 3, T, size, size] float: short side to
/// `size` (bilinear, without antialiasing), CLIP's statistics, then the squares at the left (or top), in the
/// middle and at the right (or bottom). Throws InputError for pictures without size. The views of all clips,
/// one after the other, are what ImageBindImpl::embedVideoViews() takes.
[[nodiscard]] torch::Tensor videoViews(const torch::Tensor& pictures, std::int64_t size = 224);

} // namespace avs::nn
