// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/media: the one header through which FFmpeg's objects are owned.
#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>
}

#include <QString>

#include <memory>

namespace avs::media {

struct AvDelete
{
    void operator()(AVFormatContext* p) const { avformat_close_input(&p); }
    void operator()(AVCodecContext* p) const { avcodec_free_context(&p); }
    void operator()(AVFrame* p) const { av_frame_free(&p); }
    void operator()(AVPacket* p) const { av_packet_free(&p); }
    void operator()(SwsContext* p) const { sws_freeContext(p); }
    void operator()(SwrContext* p) const { swr_free(&p); }
};

using InputPtr = std::unique_ptr<AVFormatContext, AvDelete>;
using CodecPtr = std::unique_ptr<AVCodecContext, AvDelete>;
using FramePtr = std::unique_ptr<AVFrame, AvDelete>;
using PacketPtr = std::unique_ptr<AVPacket, AvDelete>;
using SwsPtr = std::unique_ptr<SwsContext, AvDelete>;
using SwrPtr = std::unique_ptr<SwrContext, AvDelete>;

inline constexpr AVRational kMicroseconds{1, 1000000};

/// FFmpeg's own words for a negative return value; for logs and `Error::detail`.
[[nodiscard]] QString avMessage(int code);

/// Sends FFmpeg's log to the category `tavis.media`. Any thread, any number of times.
void routeAvLog();

/// Makes and opens a decoder for the stream; null when FFmpeg has none or its parameters are broken.
[[nodiscard]] CodecPtr openDecoder(const AVStream* stream);

} // namespace avs::media
