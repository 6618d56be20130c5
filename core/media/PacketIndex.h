// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/media.
#pragma once

#include "core/media/FrameTable.h"
#include "core/media/MediaSource.h"

#include <memory>
#include <vector>

namespace avs::media {

/// What names a packet, and through the decoder the frame made of it.
enum class KeyKind
{
    Pts,    ///< all packets have presentation timestamps
    Dts,    ///< only decoding timestamps (AVI)
    Ordinal ///< no timestamps (bare streams): the packet's number from the start of the file
};

/// Packets of a file's video stream that make a frame, and the order in which they are shown: all of them,
/// or, while the file is still being read (see PacketIndexer), those from its beginning. Immutable and
/// shared. A larger index of the same file names and counts what a smaller one holds in the same way.
class PacketIndex
{
public:
    struct Packet
    {
        std::int64_t key = 0;
        std::int64_t dts = AV_NOPTS_VALUE;
        bool isKeyFrame = false;
        std::int64_t shown = -1; ///< presentation index; -1: never shown
    };

    /// `packets` in decoding order; `order`: places in `packets` as they are shown; `frames`: the times of
    /// those at the beginning of `order` whose place is certain.
    PacketIndex(KeyKind kind, bool seekable, std::vector<Packet> packets, std::vector<std::int64_t> order,
                std::shared_ptr<const FrameTable> frames);

    [[nodiscard]] KeyKind keyKind() const { return m_keyKind; }
    /// False where only reading from the start leads to right pictures.
    [[nodiscard]] bool isSeekable() const { return m_seekable; }
    /// May hold fewer frames than packets are known: only those whose place is certain.
    [[nodiscard]] const std::shared_ptr<const FrameTable>& frames() const { return m_frames; }
    [[nodiscard]] const std::vector<Packet>& packets() const { return m_packets; } ///< in decoding order
    /// Place in `packets()` of the frame shown as `index`.
    [[nodiscard]] std::int64_t packetOf(std::int64_t index) const
    {
        return m_packetOfFrame[std::size_t(index)];
    }
    /// Place in `packets()` of the packet so named, or -1.
    [[nodiscard]] std::int64_t find(std::int64_t key) const;
    /// Presentation index of the frame so named; -1: unknown. What is shown after all that is known has the
    /// index after the last.
    [[nodiscard]] std::int64_t shownAs(std::int64_t key) const;
    /// The key frame to decode from for the frame in `packet`: not later in decoding nor in showing. Or -1.
    [[nodiscard]] std::int64_t keyFrameFor(std::int64_t packet) const;

    /// Whether a packet is one of those that an index counts.
    [[nodiscard]] static bool countsAsFrame(const AVPacket& packet, const AVStream* stream);

private:
    KeyKind m_keyKind;
    bool m_seekable;
    std::vector<Packet> m_packets;
    std::vector<std::int64_t> m_packetOfFrame;
    std::shared_ptr<const FrameTable> m_frames;
};
using PacketIndexPtr = std::shared_ptr<const PacketIndex>;

} // namespace avs::media
