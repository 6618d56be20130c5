// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/tavis/Tavis.h"

namespace avs::nn {

/// The same as segmentFrames() for one frame, written down the way the release does it (tavis.md §2): the
/// picture's features are repeated for each of the six objects, every pseudo-text goes through the text tower
/// alone and padded to its whole context, every masked image is blurred by pooling and encoded alone, every
/// mask is resized, the class texts (tokens [C, context]) are encoded anew. What segmentFrames() is tested
/// with and measured against. `input`: one frame.
[[nodiscard]] FrameSegmentation segmentStraightforwardly(TavisImpl& model, const TavisImpl::Input& input,
                                                         const torch::Tensor& classTokens,
                                                         std::int64_t height, std::int64_t width);

} // namespace avs::nn
