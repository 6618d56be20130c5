// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/PacketIndex.h"

#include "core/media/MediaErrors.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace avs::media {

using base::Result;

namespace {

struct RawPacket
{
    std::int64_t pts = AV_NOPTS_VALUE;
    std::int64_t dts = AV_NOPTS_VALUE;
    std::int64_t duration = 0;
    bool isKeyFrame = false;
    bool isCorrupt = false;
};

/// Pictures of such files build on each other although all their packets are marked as key frames.
bool mustReadFromStart(const AVInputFormat* format)
{
    return (format->flags & AVFMT_NOTIMESTAMPS) != 0 || std::strcmp(format->name, "gif") == 0 ||
           std::strcmp(format->name, "apng") == 0;
}

double frameSeconds(const MediaSource& source)
{
    const AVStream* stream = source.video();
    const AVRational rate = stream->avg_frame_rate.num > 0 ? stream->avg_frame_rate : stream->r_frame_rate;
    return rate.num > 0 && rate.den > 0 ? 1.0 / av_q2d(rate) : 0.04;
}

} // namespace

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
    const auto place = m_placeOfKey.find(key);
    return place == m_placeOfKey.end() ? -1 : place->second;
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

Result<void> PacketIndex::readPackets(MediaSource& source, const QString& path)
{
    AVStream* stream = source.video();
    const PacketPtr packet(av_packet_alloc());
    if (!packet)
        return outOfMemory(path);
    std::vector<RawPacket> raw;
    int status = 0;
    while ((status = av_read_frame(source.format(), packet.get())) >= 0) {
        if (source.stopRequested())
            return cancelled(path);
        if (countsAsFrame(*packet, stream))
            raw.push_back({packet->pts, packet->dts, packet->duration, (packet->flags & AV_PKT_FLAG_KEY) != 0,
                           (packet->flags & AV_PKT_FLAG_CORRUPT) != 0});
        av_packet_unref(packet.get());
    }
    if (source.stopRequested())
        return cancelled(path);
    // The packet in which a cut-off file ends is no frame any more.
    if (!raw.empty() && raw.back().isCorrupt)
        raw.pop_back();
    if (raw.empty())
        return truncated(path,
                         status == AVERROR_EOF ? QStringLiteral("no video packets") : avMessage(status));

    const auto has = [&](std::int64_t RawPacket::*time) {
        return std::all_of(raw.begin(), raw.end(),
                           [&](const RawPacket& p) { return p.*time != AV_NOPTS_VALUE; });
    };
    const bool dtsIncrease =
        has(&RawPacket::dts) &&
        std::is_sorted(raw.begin(), raw.end(),
                       [](const RawPacket& a, const RawPacket& b) { return a.dts <= b.dts; });
    const bool untimed = (source.format()->iformat->flags & AVFMT_NOTIMESTAMPS) != 0;
    m_keyKind = !untimed && has(&RawPacket::pts) ? KeyKind::Pts
                : !untimed && dtsIncrease        ? KeyKind::Dts
                                                 : KeyKind::Ordinal;
    m_seekable = m_keyKind != KeyKind::Ordinal && !mustReadFromStart(source.format()->iformat);

    std::int64_t lastKey = 0;
    for (const RawPacket& p : raw) {
        const auto place = std::int64_t(m_packets.size());
        const std::int64_t key = m_keyKind == KeyKind::Pts   ? p.pts
                                 : m_keyKind == KeyKind::Dts ? p.dts
                                                             : place;
        // Of two frames for the same moment only the first can be shown.
        if (!m_placeOfKey.emplace(key, place).second)
            continue;
        m_packets.push_back({key, p.dts, p.isKeyFrame, -1});
        if (place == 0 || key > lastKey) {
            lastKey = key;
            m_lastDuration = p.duration;
        }
    }
    return {};
}

void PacketIndex::orderByKey()
{
    m_packetOfFrame.resize(m_packets.size());
    for (std::size_t i = 0; i < m_packets.size(); ++i)
        m_packetOfFrame[i] = std::int64_t(i);
    std::sort(m_packetOfFrame.begin(), m_packetOfFrame.end(), [this](std::int64_t a, std::int64_t b) {
        return m_packets[std::size_t(a)].key < m_packets[std::size_t(b)].key;
    });
}

Result<void> PacketIndex::orderByDecoding(MediaSource& source, const QString& path)
{
    // A second opening instead of a seek: bare streams cannot seek.
    auto again = MediaSource::open(path, {});
    if (!again)
        return again.error();
    AVStream* stream = (*again)->video();
    const CodecPtr codec = stream ? openDecoder(stream) : nullptr;
    const PacketPtr packet(av_packet_alloc());
    const FramePtr frame(av_frame_alloc());
    if (!codec)
        return noDecoder(path, QString::fromLatin1(avcodec_get_name(source.video()->codecpar->codec_id)));
    if (!packet || !frame)
        return outOfMemory(path);
    std::int64_t place = 0;
    bool atEnd = false;
    while (!atEnd) {
        if (source.stopRequested())
            return cancelled(path);
        atEnd = av_read_frame((*again)->format(), packet.get()) < 0;
        if (atEnd) {
            avcodec_send_packet(codec.get(), nullptr);
        } else {
            if (!countsAsFrame(*packet, stream)) {
                av_packet_unref(packet.get());
                continue;
            }
            packet->pts = m_keyKind == KeyKind::Dts ? packet->dts : place;
            ++place;
            avcodec_send_packet(codec.get(), packet.get());
            av_packet_unref(packet.get());
        }
        while (avcodec_receive_frame(codec.get(), frame.get()) >= 0) {
            const std::int64_t at = find(frame->pts);
            if (at >= 0)
                m_packetOfFrame.push_back(at);
        }
    }
    if (m_packetOfFrame.empty())
        return truncated(path, QStringLiteral("no frame could be decoded"));
    return {};
}

base::MediaTime PacketIndex::endOfPictures(const MediaSource& source, base::MediaTime last,
                                           std::int64_t lastStamp) const
{
    const AVStream* stream = source.video();
    const AVFormatContext* format = source.format();
    if (m_keyKind != KeyKind::Ordinal) {
        // Best known where pictures are all there is: FFmpeg makes up a stream's and the packets' durations
        // where frames are reordered at a variable rate.
        if (!source.audio() && format->duration > 0 &&
            format->duration_estimation_method != AVFMT_DURATION_FROM_BITRATE) {
            const base::MediaTime end = base::MediaTime::fromMicroseconds(format->duration);
            if (end > last)
                return end;
        }
        if (stream->start_time != AV_NOPTS_VALUE && stream->duration > 0) {
            const base::MediaTime end = source.timeOf(stream->start_time + stream->duration, stream);
            if (end > last)
                return end;
        }
        const base::MediaTime end = source.timeOf(lastStamp + m_lastDuration, stream);
        if (end > last)
            return end;
    }
    return last + base::MediaTime::fromSeconds(frameSeconds(source));
}

void PacketIndex::makeTable(const MediaSource& source)
{
    const AVStream* stream = source.video();
    const double spacing = frameSeconds(source);
    const auto count = m_packetOfFrame.size();
    // Without presentation times the n-th frame shown takes the n-th smallest decoding time.
    std::vector<std::int64_t> stamps;
    for (const std::int64_t place : m_packetOfFrame)
        stamps.push_back(m_packets[std::size_t(place)].key);
    std::sort(stamps.begin(), stamps.end());

    std::vector<base::MediaTime> times;
    times.reserve(count);
    for (std::size_t n = 0; n < count; ++n) {
        m_packets[std::size_t(m_packetOfFrame[n])].shown = std::int64_t(n);
        base::MediaTime time = m_keyKind == KeyKind::Ordinal
                                   ? base::MediaTime::fromSeconds(double(n) * spacing)
                                   : source.timeOf(stamps[n], stream);
        // Two stamps of a clock finer than ours may fall on one microsecond.
        if (!times.empty() && time <= times.back())
            time = times.back() + base::MediaTime::fromMicroseconds(1);
        times.push_back(time);
    }
    const base::MediaTime end = endOfPictures(source, times.back(), stamps.back());
    m_frames = std::make_shared<const FrameTable>(std::move(times), end);
}

Result<PacketIndex> PacketIndex::build(MediaSource& source, const QString& path)
{
    PacketIndex index;
    if (auto read = index.readPackets(source, path); !read)
        return read.error();
    const AVCodecDescriptor* codec = avcodec_descriptor_get(source.video()->codecpar->codec_id);
    const bool mayReorder = !codec || (codec->props & AV_CODEC_PROP_REORDER) != 0;
    if (index.m_keyKind == KeyKind::Pts || !mayReorder) {
        index.orderByKey();
    } else if (auto ordered = index.orderByDecoding(source, path); !ordered) {
        return ordered.error();
    }
    index.makeTable(source);
    return index;
}

} // namespace avs::media
