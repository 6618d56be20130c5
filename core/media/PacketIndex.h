// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/media.
#pragma once

#include "core/media/FrameTable.h"
#include "core/media/MediaSource.h"

#include <unordered_map>

namespace avs::media {

/// What names a packet, and through the decoder the frame made of it.
enum class KeyKind
{
    Pts,    ///< all packets have presentation timestamps
    Dts,    ///< only decoding timestamps (AVI)
    Ordinal ///< no timestamps (bare streams): the packet's number from the start of the file
};

/// All packets of a file's video stream that make a frame, and the order in which they are shown.
/// Made by reading the file once; decoding is needed only where the container does not tell the order.
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

    /// Reads `source` from its present place to the end. Errors: Damaged, OutOfMemory, Cancelled; where
    /// decoding is needed also Unsupported and those of MediaSource::open().
    [[nodiscard]] static base::Result<PacketIndex> build(MediaSource& source, const QString& path);

    [[nodiscard]] KeyKind keyKind() const { return m_keyKind; }
    /// False where only reading from the start leads to right pictures.
    [[nodiscard]] bool isSeekable() const { return m_seekable; }
    [[nodiscard]] const std::shared_ptr<const FrameTable>& frames() const { return m_frames; }
    [[nodiscard]] const std::vector<Packet>& packets() const { return m_packets; } ///< in decoding order
    /// Place in `packets()` of the frame shown as `index`.
    [[nodiscard]] std::int64_t packetOf(std::int64_t index) const
    {
        return m_packetOfFrame[std::size_t(index)];
    }
    /// Place in `packets()` of the packet so named, or -1.
    [[nodiscard]] std::int64_t find(std::int64_t key) const;
    /// The key frame to decode from for the frame in `packet`: not later in decoding nor in showing. Or -1.
    [[nodiscard]] std::int64_t keyFrameFor(std::int64_t packet) const;

    /// Whether a packet is one of those that this index counts.
    [[nodiscard]] static bool countsAsFrame(const AVPacket& packet, const AVStream* stream);

private:
    base::Result<void> readPackets(MediaSource& source, const QString& path);
    base::Result<void> orderByDecoding(MediaSource& source, const QString& path);
    void orderByKey();
    void makeTable(const MediaSource& source);
    [[nodiscard]] base::MediaTime endOfPictures(const MediaSource& source, base::MediaTime last,
                                                std::int64_t lastStamp) const;

    KeyKind m_keyKind = KeyKind::Pts;
    bool m_seekable = true;
    std::vector<Packet> m_packets;
    std::unordered_map<std::int64_t, std::int64_t> m_placeOfKey;
    std::vector<std::int64_t> m_packetOfFrame;
    std::int64_t m_lastDuration = 0; ///< of the packet shown last, in the stream's time base; 0: unknown
    std::shared_ptr<const FrameTable> m_frames;
};

} // namespace avs::media
