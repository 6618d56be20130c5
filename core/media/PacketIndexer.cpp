// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/PacketIndexer.h"

#include "core/media/MediaErrors.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace avs::media {

using base::MediaTime;
using base::Result;
using Packet = PacketIndex::Packet;

namespace {

/// Frames by which decoding runs ahead of showing, at most.
constexpr std::size_t kLongestReordering = 32;

bool isUntimed(const AVInputFormat* format)
{
    return (format->flags & AVFMT_NOTIMESTAMPS) != 0;
}

/// Pictures of such files build on each other although all their packets are marked as key frames.
bool mustReadFromStart(const AVInputFormat* format)
{
    return isUntimed(format) || std::strcmp(format->name, "gif") == 0 ||
           std::strcmp(format->name, "apng") == 0;
}

double frameSeconds(const AVStream* stream)
{
    const AVRational rate = stream->avg_frame_rate.num > 0 ? stream->avg_frame_rate : stream->r_frame_rate;
    return rate.num > 0 && rate.den > 0 ? 1.0 / av_q2d(rate) : 0.04;
}

bool isMatroska(const AVInputFormat* format)
{
    return std::strncmp(format->name, "matroska", 8) == 0;
}

bool isMov(const AVInputFormat* format)
{
    return std::strncmp(format->name, "mov", 3) == 0;
}

bool isAvi(const AVInputFormat* format)
{
    return std::strcmp(format->name, "avi") == 0;
}

} // namespace

PacketIndexer::PacketIndexer(MediaSource& source, const QString& path, std::optional<std::int64_t> firstKey)
    : m_source(source)
    , m_path(path)
    , m_stream(source.video())
    , m_firstKey(firstKey)
{
    const AVCodecDescriptor* codec = avcodec_descriptor_get(m_stream->codecpar->codec_id);
    m_mayReorder = !codec || (codec->props & AV_CODEC_PROP_REORDER) != 0;
    // Matroska tells its length, so how far all of its streams reach tells whether the end is missing.
    if (!isMatroska(source.format()->iformat))
        source.readOnly(m_stream);
}

void PacketIndexer::take(const AVPacket& packet)
{
    const AVStream* stream = m_source.format()->streams[packet.stream_index];
    const std::int64_t stamp = packet.pts == AV_NOPTS_VALUE ? packet.dts : packet.pts;
    if (stamp != AV_NOPTS_VALUE)
        m_reached = std::max(m_reached, m_source.timeOf(addStamps(stamp, packet.duration), stream));
    m_streamPackets += packet.stream_index == m_stream->index ? 1 : 0;
    if (!PacketIndex::countsAsFrame(packet, m_stream))
        return;
    m_allPts = m_allPts && packet.pts != AV_NOPTS_VALUE;
    m_dtsIncrease =
        m_dtsIncrease && packet.dts != AV_NOPTS_VALUE && (m_raw.empty() || m_raw.back().dts < packet.dts);
    m_lastIsCorrupt = (packet.flags & AV_PKT_FLAG_CORRUPT) != 0;
    m_raw.push_back({packet.pts, packet.dts, packet.duration, (packet.flags & AV_PKT_FLAG_KEY) != 0});
}

KeyKind PacketIndexer::keyKind() const
{
    if (isUntimed(m_source.format()->iformat))
        return KeyKind::Ordinal;
    return m_allPts ? KeyKind::Pts : m_dtsIncrease ? KeyKind::Dts : KeyKind::Ordinal;
}

std::vector<Packet> PacketIndexer::packets(KeyKind kind) const
{
    std::vector<Packet> packets;
    packets.reserve(m_raw.size());
    for (const RawPacket& p : m_raw) {
        const std::int64_t key = kind == KeyKind::Pts   ? p.pts
                                 : kind == KeyKind::Dts ? p.dts
                                                        : std::int64_t(packets.size());
        packets.push_back({key, p.dts, p.isKeyFrame, -1});
    }
    return packets;
}

std::vector<std::int64_t> PacketIndexer::orderByKey(KeyKind kind, const std::vector<Packet>& packets) const
{
    std::vector<std::int64_t> order;
    order.reserve(packets.size());
    for (std::size_t i = 0; i < packets.size(); ++i) {
        if (kind != KeyKind::Pts || !m_firstKey || packets[i].key >= *m_firstKey)
            order.push_back(std::int64_t(i));
    }
    const auto key = [&](std::int64_t place) { return packets[std::size_t(place)].key; };
    std::stable_sort(order.begin(), order.end(),
                     [&](std::int64_t a, std::int64_t b) { return key(a) < key(b); });
    // Of two frames for the same moment only the first can be shown.
    order.erase(std::unique(order.begin(), order.end(),
                            [&](std::int64_t a, std::int64_t b) { return key(a) == key(b); }),
                order.end());
    return order;
}

Result<std::vector<std::int64_t>>
PacketIndexer::orderByDecoding(KeyKind kind, const std::vector<Packet>& packets, const OnGrown& onGrown) const
{
    // A second opening instead of a seek: bare streams cannot seek.
    auto again = MediaSource::open(m_path, {});
    if (!again)
        return again.error();
    AVStream* stream = (*again)->video();
    const CodecPtr codec = stream ? openDecoder(stream) : nullptr;
    const PacketPtr packet(av_packet_alloc());
    const FramePtr frame(av_frame_alloc());
    if (!codec)
        return noDecoder(m_path, QString::fromLatin1(avcodec_get_name(m_stream->codecpar->codec_id)));
    if (!packet || !frame)
        return outOfMemory(m_path);
    const PacketIndex names(kind, false, packets, {}, nullptr);
    std::size_t nextPart = 2 * kLongestReordering;
    std::vector<std::int64_t> order;
    std::int64_t place = 0;
    bool atEnd = false;
    while (!atEnd) {
        if (m_source.stopRequested())
            return cancelled(m_path);
        atEnd = av_read_frame((*again)->format(), packet.get()) < 0;
        if (atEnd) {
            avcodec_send_packet(codec.get(), nullptr);
        } else {
            if (!PacketIndex::countsAsFrame(*packet, stream)) {
                av_packet_unref(packet.get());
                continue;
            }
            packet->pts = kind == KeyKind::Dts ? packet->dts : place;
            ++place;
            avcodec_send_packet(codec.get(), packet.get());
            av_packet_unref(packet.get());
        }
        while (avcodec_receive_frame(codec.get(), frame.get()) >= 0) {
            const std::int64_t at = names.find(frame->pts);
            if (at >= 0)
                order.push_back(at);
        }
        if (onGrown && order.size() >= nextPart) {
            onGrown(makeIndex(kind, packets, order, order.size() - kLongestReordering, false));
            nextPart += nextPart / 2;
        }
    }
    if (order.empty())
        return truncated(m_path, QStringLiteral("no frame could be decoded"));
    return order;
}

MediaTime PacketIndexer::endOfPictures(KeyKind kind, MediaTime last, std::int64_t lastStamp) const
{
    const AVFormatContext* format = m_source.format();
    if (kind != KeyKind::Ordinal) {
        // Best known where pictures are all there is: FFmpeg makes up a stream's and the packets' durations
        // where frames are reordered at a variable rate.
        if (!m_source.audio() && format->duration > 0 &&
            format->duration_estimation_method != AVFMT_DURATION_FROM_BITRATE) {
            const MediaTime end = MediaTime::fromMicroseconds(std::min(format->duration, kFarthestUs));
            if (end > last)
                return end;
        }
        if (m_stream->start_time != AV_NOPTS_VALUE && m_stream->duration > 0) {
            const MediaTime end =
                m_source.timeOf(addStamps(m_stream->start_time, m_stream->duration), m_stream);
            if (end > last)
                return end;
        }
        const auto lastPacket = std::find_if(m_raw.rbegin(), m_raw.rend(), [&](const RawPacket& p) {
            return (kind == KeyKind::Pts ? p.pts : p.dts) == lastStamp;
        });
        const std::int64_t duration = lastPacket == m_raw.rend() ? 0 : lastPacket->duration;
        const MediaTime end = m_source.timeOf(addStamps(lastStamp, duration), m_stream);
        if (end > last)
            return end;
    }
    return last + MediaTime::fromSeconds(frameSeconds(m_stream));
}

PacketIndexPtr PacketIndexer::makeIndex(KeyKind kind, std::vector<Packet> packets,
                                        std::vector<std::int64_t> order, std::size_t settled,
                                        bool endIsKnown) const
{
    // Without presentation times the n-th frame shown takes the n-th smallest decoding time.
    std::vector<std::int64_t> stamps;
    stamps.reserve(order.size());
    for (const std::int64_t place : order)
        stamps.push_back(packets[std::size_t(place)].key);
    std::sort(stamps.begin(), stamps.end());
    stamps.resize(settled);

    const double spacing = frameSeconds(m_stream);
    std::vector<MediaTime> times;
    times.reserve(settled);
    for (std::size_t n = 0; n < settled; ++n) {
        MediaTime time = kind == KeyKind::Ordinal ? MediaTime::fromSeconds(double(n) * spacing)
                                                  : m_source.timeOf(stamps[n], m_stream);
        // Two stamps of a clock finer than ours may fall on one microsecond.
        if (!times.empty() && time <= times.back())
            time = times.back() + MediaTime::fromMicroseconds(1);
        times.push_back(time);
    }
    const MediaTime end = endIsKnown ? endOfPictures(kind, times.back(), stamps.back())
                                     : times.back() + MediaTime::fromSeconds(spacing);
    const bool seekable = kind != KeyKind::Ordinal && !mustReadFromStart(m_source.format()->iformat);
    return std::make_shared<const PacketIndex>(kind, seekable, std::move(packets), std::move(order),
                                               std::make_shared<const FrameTable>(std::move(times), end));
}

/// A frame's place is certain once no packet can come that is shown before it: none is shown before it is
/// decoded.
void PacketIndexer::publishPart(const OnGrown& onGrown)
{
    const KeyKind kind = keyKind();
    if (kind == KeyKind::Ordinal || (kind == KeyKind::Dts && m_mayReorder))
        return;
    const auto lastTimed = std::find_if(m_raw.rbegin(), m_raw.rend(),
                                        [](const RawPacket& p) { return p.dts != AV_NOPTS_VALUE; });
    if (lastTimed == m_raw.rend())
        return;
    std::vector<Packet> all = packets(kind);
    std::vector<std::int64_t> order = orderByKey(kind, all);
    const auto key = [&](std::size_t n) { return all[std::size_t(order[n])].key; };
    std::size_t settled = order.size();
    while (settled > 0 && key(settled - 1) >= lastTimed->dts)
        --settled;
    if (settled <= m_published)
        return;
    // Should a file break that rule, its whole index is awaited.
    if (m_published > 0 && key(m_published - 1) != m_publishedKey)
        return;
    m_published = settled;
    m_publishedKey = key(settled - 1);
    onGrown(makeIndex(kind, std::move(all), std::move(order), settled, false));
}

bool PacketIndexer::breaksOff(int status) const
{
    const AVFormatContext* format = m_source.format();
    if (status != AVERROR_EOF || m_lastIsCorrupt || (format->pb && format->pb->error < 0))
        return true;
    if (isMov(format->iformat))
        return m_stream->nb_frames > m_streamPackets;
    // Of the last moments of either nobody knows whether there were pictures.
    constexpr double kLateSeconds = 0.5;
    // What AVI counts includes pictures that are left out because they repeat the one before.
    if (isAvi(format->iformat) && m_stream->duration > 0)
        return m_reached.seconds() < m_source.timeOf(m_stream->duration, m_stream).seconds() - kLateSeconds;
    const double length =
        isMatroska(format->iformat) ? double(std::min(format->duration, kFarthestUs)) * 1e-6 : 0;
    return m_reached.seconds() < 0.98 * length - kLateSeconds;
}

Result<PacketIndexer::Indexed> PacketIndexer::run(const OnGrown& onGrown)
{
    const PacketPtr packet(av_packet_alloc());
    if (!packet)
        return outOfMemory(m_path);
    int status = 0;
    while ((status = av_read_frame(m_source.format(), packet.get())) >= 0) {
        if (m_source.stopRequested())
            return cancelled(m_path);
        take(*packet);
        av_packet_unref(packet.get());
        if (onGrown && m_raw.size() >= m_nextPart) {
            publishPart(onGrown);
            m_nextPart = m_raw.size() + m_raw.size() / 2;
        }
    }
    if (m_source.stopRequested())
        return cancelled(m_path);
    const bool isBroken = breaksOff(status);
    // The packet in which a cut-off file ends is no frame any more.
    if (m_lastIsCorrupt && !m_raw.empty())
        m_raw.pop_back();
    if (m_raw.empty())
        return truncated(m_path,
                         status == AVERROR_EOF ? QStringLiteral("no video packets") : avMessage(status));

    const KeyKind kind = keyKind();
    std::vector<Packet> all = packets(kind);
    std::vector<std::int64_t> order;
    if (kind == KeyKind::Pts || !m_mayReorder) {
        order = orderByKey(kind, all);
    } else {
        auto decoded = orderByDecoding(kind, all, onGrown);
        if (!decoded)
            return decoded.error();
        order = std::move(*decoded);
    }
    if (order.empty())
        return truncated(m_path, QStringLiteral("no picture can be shown"));
    const std::size_t count = order.size();
    Indexed indexed{makeIndex(kind, std::move(all), std::move(order), count, !isBroken), {}};
    if (isBroken) {
        const FrameTable& frames = *indexed.index->frames();
        indexed.damage = endsEarly(m_path, frames.endOf(base::FrameIndex(frames.size() - 1)));
    }
    return indexed;
}

} // namespace avs::media
