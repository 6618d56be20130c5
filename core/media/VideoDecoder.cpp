// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/VideoDecoder.h"

#include "core/media/FrameConverter.h"
#include "core/media/MediaErrors.h"
#include "core/media/PacketIndex.h"

#include <new>
#include <set>

namespace avs::media {

using base::Result;

/// So many failures in one search, and the rest of the stream is given up.
constexpr int kMostFailures = 1000;

struct VideoDecoder::Impl
{
    enum class Outcome
    {
        Found,
        Missing,
        NotLanded,
        Stopped,
        NoMemory
    };

    QString path;
    std::unique_ptr<MediaSource> source; ///< null after an interrupted read: opened anew by the next
    PacketIndex index;
    PictureGeometry geometry;
    FrameConverter converter;
    CodecPtr codec;
    PacketPtr packet{av_packet_alloc()};
    FramePtr current{av_frame_alloc()}; ///< the decoder's latest frame
    std::int64_t currentIndex = -1;     ///< its presentation index, -1: none
    std::int64_t lastSent = -1;    ///< place of the packet that the decoder got last, -1: none since a seek
    std::int64_t nextOrdinal = -1; ///< of the packet to be read next, where packets are counted
    bool draining = false;
    std::set<std::int64_t> damaged; ///< frames already found to be undecodable

    Impl(QString file, std::unique_ptr<MediaSource> opened, PacketIndex packets)
        : path(std::move(file))
        , source(std::move(opened))
        , index(std::move(packets))
        , geometry(PictureGeometry::of(source->format(), source->video()))
        , converter(geometry)
        , codec(openDecoder(source->video()))
    {}

    void forgetPosition();
    bool goToStart(const std::stop_token& stop);
    bool goTo(std::int64_t keyPlace);
    bool canDecodeOn(std::int64_t wanted) const;
    std::int64_t nameOf(const AVPacket& from);
    Outcome feed(std::int64_t wanted, std::int64_t landBefore);
    Outcome decodeUntil(std::int64_t wanted, std::int64_t landBefore);
    Outcome seekAndDecode(std::int64_t wanted, const std::stop_token& stop);
    Result<VideoFramePtr> makeFrame();
};

void VideoDecoder::Impl::forgetPosition()
{
    avcodec_flush_buffers(codec.get());
    av_frame_unref(current.get());
    currentIndex = -1;
    lastSent = -1;
    nextOrdinal = -1;
    draining = false;
}

bool VideoDecoder::Impl::goToStart(const std::stop_token& stop)
{
    forgetPosition();
    auto opened = MediaSource::open(path, stop);
    if (!opened || !(*opened)->video())
        return false;
    source = std::move(*opened);
    source->readOnly(source->video());
    nextOrdinal = 0;
    return true;
}

bool VideoDecoder::Impl::goTo(std::int64_t keyPlace)
{
    forgetPosition();
    const PacketIndex::Packet& target = index.packets()[std::size_t(keyPlace)];
    // Containers seek by either kind of stamp; the smaller one cannot lead past the key frame.
    const std::int64_t stamp = target.dts == AV_NOPTS_VALUE ? target.key : std::min(target.key, target.dts);
    return av_seek_frame(source->format(), source->video()->index, stamp, AVSEEK_FLAG_BACKWARD) >= 0;
}

bool VideoDecoder::Impl::canDecodeOn(std::int64_t wanted) const
{
    if (!source || currentIndex < 0 || wanted <= currentIndex)
        return false;
    if (wanted == currentIndex + 1 || !index.isSeekable())
        return true;
    return index.keyFrameFor(index.packetOf(wanted)) <= lastSent;
}

std::int64_t VideoDecoder::Impl::nameOf(const AVPacket& from)
{
    switch (index.keyKind()) {
    case KeyKind::Pts:
        return from.pts;
    case KeyKind::Dts:
        return from.dts;
    case KeyKind::Ordinal:
        return nextOrdinal++;
    }
    return AV_NOPTS_VALUE;
}

/// Gives the decoder one packet on the way to frame `wanted`. `landBefore`: place of the key frame by which
/// reading has to begin.
VideoDecoder::Impl::Outcome VideoDecoder::Impl::feed(std::int64_t wanted, std::int64_t landBefore)
{
    const int status = av_read_frame(source->format(), packet.get());
    if (source->stopRequested()) {
        av_packet_unref(packet.get());
        return Outcome::Stopped;
    }
    if (status < 0) {
        draining = true;
        avcodec_send_packet(codec.get(), nullptr);
        return Outcome::Found;
    }
    const bool counts = PacketIndex::countsAsFrame(*packet, source->video());
    const std::int64_t name = counts ? nameOf(*packet) : packet->pts;
    const std::int64_t place = counts ? index.find(name) : -1;
    if (lastSent < 0 && landBefore >= 0) {
        const bool isKeyFrame = (packet->flags & AV_PKT_FLAG_KEY) != 0;
        // Until the first known key frame there is nothing that could be decoded rightly.
        if (place > landBefore || place < 0 || !isKeyFrame) {
            av_packet_unref(packet.get());
            return place > landBefore ? Outcome::NotLanded : Outcome::Found;
        }
    }
    lastSent = std::max(lastSent, place);
    packet->pts = name;
    // What is shown before the wanted frame and referred to by none need not be decoded.
    const std::int64_t shown = place < 0 ? -1 : index.packets()[std::size_t(place)].shown;
    codec->skip_frame = shown >= 0 && shown < wanted ? AVDISCARD_NONREF : AVDISCARD_DEFAULT;
    int sent = 0;
    // Packets that make no frame of their own may still be referred to.
    if (packet->stream_index == source->video()->index)
        sent = avcodec_send_packet(codec.get(), packet.get());
    av_packet_unref(packet.get());
    // Any other failure concerns one packet; frames that miss it will not appear.
    return sent == AVERROR(ENOMEM) ? Outcome::NoMemory : Outcome::Found;
}

VideoDecoder::Impl::Outcome VideoDecoder::Impl::decodeUntil(std::int64_t wanted, std::int64_t landBefore)
{
    for (int failures = 0;;) {
        const int status = avcodec_receive_frame(codec.get(), current.get());
        if (status >= 0) {
            const std::int64_t place = index.find(current->pts);
            currentIndex = place < 0 ? -1 : index.packets()[std::size_t(place)].shown;
            if (currentIndex == wanted)
                return Outcome::Found;
            if (currentIndex > wanted)
                return Outcome::Missing;
            continue;
        }
        // A call that gives no frame empties the one it was handed.
        currentIndex = -1;
        if (status == AVERROR(ENOMEM))
            return Outcome::NoMemory;
        if (status == AVERROR_EOF || failures > kMostFailures)
            return Outcome::Missing;
        if (status != AVERROR(EAGAIN)) {
            ++failures; // one damaged frame; what follows may be whole
            continue;
        }
        const Outcome fed = feed(wanted, landBefore);
        if (fed != Outcome::Found)
            return fed;
    }
}

VideoDecoder::Impl::Outcome VideoDecoder::Impl::seekAndDecode(std::int64_t wanted,
                                                              const std::stop_token& stop)
{
    bool landed = false;
    Outcome outcome = Outcome::NotLanded;
    if (index.isSeekable() && source) {
        std::int64_t key = index.keyFrameFor(index.packetOf(wanted));
        // The second try, one key frame earlier, is for streams whose key frames are only nearly complete.
        for (int attempt = 0; attempt < 2 && key >= 0; ++attempt) {
            outcome = goTo(key) ? decodeUntil(wanted, key) : Outcome::NotLanded;
            if (outcome != Outcome::Missing && outcome != Outcome::NotLanded)
                return outcome;
            landed = landed || outcome == Outcome::Missing;
            key = key > 0 ? index.keyFrameFor(key - 1) : -1;
        }
    }
    if (landed)
        return outcome;
    if (!goToStart(stop))
        return stop.stop_requested() ? Outcome::Stopped : Outcome::Missing;
    return decodeUntil(wanted, -1);
}

Result<VideoFramePtr> VideoDecoder::Impl::makeFrame()
{
    auto frame = std::make_shared<VideoFrame>();
    frame->index = base::FrameIndex(currentIndex);
    frame->time = index.frames()->timeOf(frame->index);
    try {
        if (!converter.convert(*current, frame->image))
            return outOfMemory(path);
    } catch (const std::bad_alloc&) {
        return outOfMemory(path);
    }
    return VideoFramePtr(std::move(frame));
}

VideoDecoder::VideoDecoder(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{}

VideoDecoder::~VideoDecoder() = default;

Result<std::unique_ptr<VideoDecoder>> VideoDecoder::open(const QString& path, std::stop_token stop)
{
    auto source = MediaSource::open(path, stop);
    if (!source)
        return source.error();
    if (!(*source)->video())
        return noPictures(path);
    (*source)->readOnly((*source)->video());
    auto index = PacketIndex::build(**source, path);
    if (!index)
        return index.error();
    auto impl = std::make_unique<Impl>(path, std::move(*source), std::move(*index));
    if (!impl->codec)
        return noDecoder(path,
                         QString::fromLatin1(avcodec_get_name(impl->source->video()->codecpar->codec_id)));
    if (!impl->packet || !impl->current)
        return outOfMemory(path);
    impl->source->setStop({});
    return std::unique_ptr<VideoDecoder>(new VideoDecoder(std::move(impl)));
}

const std::shared_ptr<const FrameTable>& VideoDecoder::frames() const
{
    return m_impl->index.frames();
}

int VideoDecoder::width() const
{
    return m_impl->geometry.shownWidth();
}

int VideoDecoder::height() const
{
    return m_impl->geometry.shownHeight();
}

Result<VideoFramePtr> VideoDecoder::read(base::FrameIndex index, std::stop_token stop)
{
    Impl& d = *m_impl;
    const std::int64_t wanted = index.value();
    if (wanted < 0 || wanted >= d.index.frames()->size())
        return noSuchFrame(d.path, wanted, d.index.frames()->size());
    if (stop.stop_requested())
        return cancelled(d.path);
    if (wanted == d.currentIndex)
        return d.makeFrame();

    const auto damage = [&] {
        const double seconds = d.index.frames()->timeOf(index).seconds();
        return damagedFrame(d.path, wanted, QString::number(seconds, 'f', 2));
    };
    if (d.damaged.count(wanted) != 0)
        return damage();

    if (d.source)
        d.source->setStop(stop);
    Impl::Outcome outcome = Impl::Outcome::Missing;
    if (d.canDecodeOn(wanted))
        outcome = d.decodeUntil(wanted, -1);
    if (outcome == Impl::Outcome::Missing)
        outcome = d.seekAndDecode(wanted, stop);
    if (outcome == Impl::Outcome::Stopped || !d.source) {
        // An interrupted file keeps its error state.
        d.forgetPosition();
        d.source.reset();
        return cancelled(d.path);
    }
    d.source->setStop({});
    switch (outcome) {
    case Impl::Outcome::Found:
        return d.makeFrame();
    case Impl::Outcome::NoMemory:
        return outOfMemory(d.path);
    default:
        d.damaged.insert(wanted);
        return damage();
    }
}

} // namespace avs::media
