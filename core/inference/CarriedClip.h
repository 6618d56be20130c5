// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/inference.
#pragma once

#include "core/base/Result.h"
#include "core/media/VideoDecoder.h"

#include <torch/types.h>

#include <functional>
#include <map>
#include <memory>
#include <stop_token>

namespace avs::inference {

/// The pictures of a clip as a model's tensors, for reading forwards and backwards. Backwards it reads a
/// block of frames at a time, since a decoder only goes forwards; a block takes some 64 MB. One thread.
class CarriedClip
{
public:
    /// From a decoded picture [3, H, W] uint8 to what the model sees.
    using Prepare = std::function<torch::Tensor(const torch::Tensor& picture)>;

    CarriedClip(std::unique_ptr<media::VideoDecoder> decoder, Prepare prepare);

    /// A frame that cannot be decoded is the one read before it. Errors: the decoder's, Damaged when no frame
    /// was read before; Cancelled.
    [[nodiscard]] base::Result<torch::Tensor> read(std::int64_t frame, const std::stop_token& stop);
    /// For when the frame before it will be asked for next. A frame that cannot be decoded is the one before
    /// it in the block, or else the next one after it that can. `first`: none before that one will be asked
    /// for.
    [[nodiscard]] base::Result<torch::Tensor> readBackwards(std::int64_t frame, std::int64_t first,
                                                            const std::stop_token& stop);

    [[nodiscard]] const media::VideoDecoder& decoder() const { return *m_decoder; }

private:
    std::unique_ptr<media::VideoDecoder> m_decoder;
    Prepare m_prepare;
    torch::Tensor m_last;
    std::map<std::int64_t, torch::Tensor> m_block;
};

} // namespace avs::inference
