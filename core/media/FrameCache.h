// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/VideoDecoder.h"

#include <mutex>
#include <unordered_map>

namespace avs::media {

/// Frames of one clip, kept by index within a bound of memory. What lies around the position stays; of the
/// rest the frame that was not used for longest goes first. Any thread.
class FrameCache
{
public:
    static constexpr std::int64_t kDefaultBytes = 512LL << 20;

    explicit FrameCache(std::int64_t limitBytes = kDefaultBytes)
        : m_limitBytes(limitBytes)
    {}

    /// Replaces a frame of the same index. A frame that alone exceeds the bound is not kept.
    void insert(const VideoFramePtr& frame);
    /// Null when it is not there.
    [[nodiscard]] VideoFramePtr find(base::FrameIndex index);
    /// The kept frame that is fewest places away, before or after; null when none is kept.
    [[nodiscard]] VideoFramePtr nearest(base::FrameIndex index);
    [[nodiscard]] bool contains(base::FrameIndex index) const;
    /// The frame on screen.
    void setPosition(base::FrameIndex index);
    void clear();
    void setLimit(std::int64_t limitBytes);

    [[nodiscard]] std::int64_t sizeBytes() const;
    [[nodiscard]] std::int64_t count() const;
    /// How many frames of this size fit.
    [[nodiscard]] std::int64_t capacityFor(std::int64_t frameBytes) const;
    /// What a frame takes of the bound.
    [[nodiscard]] static std::int64_t bytesOf(const VideoFrame& frame);

private:
    struct Entry
    {
        VideoFramePtr frame;
        std::uint64_t lastUse = 0;
    };

    void keepLimit();
    void removeOne();

    mutable std::mutex m_mutex; // guards all below
    std::int64_t m_limitBytes;
    std::int64_t m_sizeBytes = 0;
    std::int64_t m_position = 0;
    std::uint64_t m_uses = 0;
    std::unordered_map<std::int64_t, Entry> m_entries;
};

} // namespace avs::media
