// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/CarriedClip.h"

#include "core/base/Log.h"
#include "core/inference/Tensors.h"

#include <algorithm>

namespace avs::inference {

namespace {

constexpr std::int64_t kBlockBytes = 64 << 20;
constexpr std::int64_t kMostFrames = 64;

} // namespace

CarriedClip::CarriedClip(std::unique_ptr<media::VideoDecoder> decoder, Prepare prepare)
    : m_decoder(std::move(decoder))
    , m_prepare(std::move(prepare))
{}

base::Result<torch::Tensor> CarriedClip::read(std::int64_t frame, const std::stop_token& stop)
{
    const auto found = m_decoder->read(base::FrameIndex(frame), stop);
    if (found) {
        m_last = m_prepare(toTensor((*found)->image));
        return m_last;
    }
    if (found.error().code != base::ErrorCode::Damaged || !m_last.defined())
        return found.error();
    qCWarning(base::logModel) << found.error().message;
    return m_last;
}

base::Result<torch::Tensor> CarriedClip::readBackwards(std::int64_t frame, std::int64_t first,
                                                       const std::stop_token& stop)
{
    if (const auto it = m_block.find(frame); it != m_block.end())
        return it->second;
    m_block.clear();
    const auto bytes = m_last.defined() ? static_cast<std::int64_t>(m_last.nbytes()) : kBlockBytes;
    const auto count =
        std::clamp<std::int64_t>(kBlockBytes / std::max<std::int64_t>(bytes, 1), 1, kMostFrames);
    for (auto i = std::max(first, frame - count + 1); i <= frame; ++i) {
        const auto picture = read(i, stop);
        if (!picture)
            return picture;
        m_block.emplace(i, *picture);
    }
    return m_block.at(frame);
}

} // namespace avs::inference
