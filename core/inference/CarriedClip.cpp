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
    const auto following = m_block.find(frame + 1);
    const auto after = following == m_block.end() ? m_last : following->second;
    m_block.clear();
    const auto bytes = m_last.defined() ? static_cast<std::int64_t>(m_last.nbytes()) : kBlockBytes;
    const auto count =
        std::clamp<std::int64_t>(kBlockBytes / std::max<std::int64_t>(bytes, 1), 1, kMostFrames);
    const auto begin = std::max(first, frame - count + 1);
    m_last.reset(); // a picture from elsewhere stands in for none of the block
    for (auto i = begin; i <= frame; ++i) {
        const auto picture = read(i, stop);
        if (picture)
            m_block.emplace(i, *picture);
        else if (picture.error().code != base::ErrorCode::Damaged || (i == frame && !after.defined()))
            return picture;
        else
            qCWarning(base::logModel) << picture.error().message;
    }
    // Those that cannot be decoded before the first that can.
    const auto good = m_block.empty() ? after : m_block.begin()->second;
    for (auto i = begin; i <= frame && !m_block.contains(i); ++i)
        m_block.emplace(i, good);
    m_last = m_block.at(frame);
    return m_last;
}

} // namespace avs::inference
