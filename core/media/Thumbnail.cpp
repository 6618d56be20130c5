// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/Thumbnail.h"

#include "core/media/FrameConverter.h"
#include "core/media/MediaErrors.h"
#include "core/media/MediaSource.h"

#include <algorithm>
#include <cmath>

namespace avs::media {

using base::Result;

namespace {

constexpr double kPlace = 0.1; ///< in the clip: beyond most fades from black
constexpr int kMostPackets = 600;

PictureGeometry madeToFit(PictureGeometry geometry, int maxWidth, int maxHeight)
{
    const double share =
        std::min({1.0, double(maxWidth) / geometry.shownWidth(), double(maxHeight) / geometry.shownHeight()});
    const auto scaled = [share](int length) { return std::max(1, int(std::lround(length * share))); };
    geometry.scaledWidth = scaled(geometry.scaledWidth);
    geometry.scaledHeight = scaled(geometry.scaledHeight);
    return geometry;
}

/// The first frame that comes out of the decoder from the source's present place on.
bool decodeNext(MediaSource& source, AVCodecContext* codec, AVFrame* frame)
{
    const PacketPtr packet(av_packet_alloc());
    if (!packet)
        return false;
    for (int read = 0; read < kMostPackets; ++read) {
        const bool atEnd = av_read_frame(source.format(), packet.get()) < 0;
        if (source.stopRequested())
            return false;
        if (atEnd || packet->stream_index == source.video()->index)
            avcodec_send_packet(codec, atEnd ? nullptr : packet.get()); // a damaged one is passed over
        av_packet_unref(packet.get());
        if (avcodec_receive_frame(codec, frame) >= 0)
            return true;
        if (atEnd)
            return false;
    }
    return false;
}

bool seekTo(MediaSource& source, AVCodecContext* codec, base::MediaTime time)
{
    avcodec_flush_buffers(codec);
    return av_seek_frame(source.format(), source.video()->index, source.timestampOf(time, source.video()),
                         AVSEEK_FLAG_BACKWARD) >= 0;
}

} // namespace

Result<ThumbnailPtr> readThumbnail(const QString& path, int maxWidth, int maxHeight, std::stop_token stop)
{
    auto opened = MediaSource::open(path, std::move(stop));
    if (!opened)
        return opened.error();
    MediaSource& source = **opened;
    auto thumbnail = std::make_shared<Thumbnail>();
    thumbnail->info = source.info();
    if (!source.video())
        return ThumbnailPtr(thumbnail);

    const CodecPtr codec = openDecoder(source.video());
    if (!codec)
        return noDecoder(path, thumbnail->info.videoCodec);
    const FramePtr frame(av_frame_alloc());
    if (!frame)
        return outOfMemory(path);
    source.readOnly(source.video());
    const auto place = base::MediaTime::fromSeconds(thumbnail->info.duration.seconds() * kPlace);
    bool decoded = seekTo(source, codec.get(), place) && decodeNext(source, codec.get(), frame.get());
    // Where seeking leads nowhere, the beginning often still does.
    if (!decoded && !source.stopRequested()) {
        seekTo(source, codec.get(), base::MediaTime());
        decoded = decodeNext(source, codec.get(), frame.get());
    }
    if (source.stopRequested())
        return cancelled(path);
    if (!decoded)
        return damagedFrame(path, 0, QStringLiteral("0"));
    FrameConverter converter(
        madeToFit(PictureGeometry::of(source.format(), source.video()), maxWidth, maxHeight));
    if (!converter.convert(*frame, thumbnail->image))
        return outOfMemory(path);
    return ThumbnailPtr(thumbnail);
}

} // namespace avs::media
