// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/PacketIndex.h"

#include <algorithm>
#include <utility>

namespace avs::media {

PacketIndex::PacketIndex(KeyKind kind, bool seekable, std::vector<Packet> packets,
                         std::vector<std::int64_t> order, std::shared_ptr<const FrameTable> frames)
    : m_keyKind(kind)
    , m_seekable(seekable)
    , m_packets(std::move(packets))
    , m_packetOfFrame(std::move(order))
    , m_frames(std::move(frames))
{
    for (std::size_t n = 0; n < m_packetOfFrame.size(); ++n)
        m_packets[std::size_t(m_packetOfFrame[n])].shown = std::int64_t(n);
}

bool PacketIndex::countsAsFrame(const AVPacket& packet, const AVStream* stream)
{
    if (packet.stream_index != stream->index || packet.size <= 0 || (packet.flags & AV_PKT_FLAG_DISCARD) != 0)
        return false;
    // VP8 stores pictures that are only referred to; bit 4 of a frame's first byte says "shown" (RFC
    // 6386, 9.1).
    return stream->codecpar->codec_id != AV_CODEC_ID_VP8 || (packet.data[0] & 0x10) != 0;
}

std::int64_t PacketIndex::find(std::int64_t key) const
{
    if (m_keyKind == KeyKind::Ordinal)
        return key >= 0 && key < std::int64_t(m_packets.size()) ? key : -1;
    if (m_keyKind == KeyKind::Dts) {
        const auto at = std::lower_bound(m_packets.begin(), m_packets.end(), key,
                                         [](const Packet& p, std::int64_t k) { return p.key < k; });
        return at != m_packets.end() && at->key == key ? at - m_packets.begin() : -1;
    }
    const auto at = std::lower_bound(
        m_packetOfFrame.begin(), m_packetOfFrame.end(), key,
        [this](std::int64_t place, std::int64_t k) { return m_packets[std::size_t(place)].key < k; });
    return at != m_packetOfFrame.end() && m_packets[std::size_t(*at)].key == key ? *at : -1;
}

std::int64_t PacketIndex::shownAs(std::int64_t key) const
{
    if (const std::int64_t place = find(key); place >= 0)
        return m_packets[std::size_t(place)].shown;
    const bool isLater = m_keyKind == KeyKind::Pts && !m_packetOfFrame.empty() &&
                         key > m_packets[std::size_t(m_packetOfFrame.back())].key;
    return isLater ? std::int64_t(m_packetOfFrame.size()) : -1;
}

std::int64_t PacketIndex::keyFrameFor(std::int64_t packet) const
{
    const std::int64_t shown = m_packets[std::size_t(packet)].shown;
    // A frame that is shown before the key frame it follows in the file may refer to frames before that one.
    for (std::int64_t i = packet; i >= 0; --i) {
        const Packet& candidate = m_packets[std::size_t(i)];
        if (candidate.isKeyFrame && candidate.shown >= 0 && candidate.shown <= shown)
            return i;
    }
    return -1;
}

} // namespace avs::media
