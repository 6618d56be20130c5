// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/sam2/Sam2Memory.h"

#include <deque>
#include <optional>

namespace avs::nn {

/// What is remembered of R objects over the frames of a clip, of which the first counts as the prompted one
/// (the release's SAM 2 session, tavis.md §2.7): that frame and the latest ones, so that memory does not grow
/// with the clip. Maps are kept as bfloat16, in training too, and gradients pass through them. Pictures come
/// once for all objects, or once an object (I = 1 or R). One thread at a time.
class ClipMemory
{
public:
    explicit ClipMemory(Sam2Memory parts);

    [[nodiscard]] bool isEmpty() const { return !m_first; }
    /// features [I, C, g, g] and their sine positions [1, C, g, g] of the next frame -> [R, C, g, g], with
    /// what is remembered taken in. Not while empty.
    torch::Tensor recall(const torch::Tensor& features, const torch::Tensor& positions);
    /// Takes a frame in: features [I, C, g, g] as they came from the encoder, mask logits [R, 1, 16·g, 16·g],
    /// object scores [R, 1] and pointers [R, C]. `hard`: see Sam2Memory.
    void remember(const torch::Tensor& features, const torch::Tensor& masks, const torch::Tensor& scores,
                  const torch::Tensor& pointers, bool hard);
    void clear();

    [[nodiscard]] std::size_t rememberedFrames() const { return (m_first ? 1 : 0) + m_latest.size(); }

private:
    struct Frame
    {
        torch::Tensor map;      ///< bfloat16 [R, memoryDim, g, g]
        torch::Tensor pointers; ///< [R, C]
    };
    Sam2Memory m_parts;
    std::optional<Frame> m_first;
    std::deque<Frame> m_latest;          ///< the newest in front
    std::int64_t m_framesSinceFirst = 0; ///< of the next frame
};

} // namespace avs::nn
