// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/TestMedia.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/display.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>
}

#include <QFile>
#include <QtDebug>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <numbers>
#include <random>

namespace avs::testing {

namespace {

constexpr int kColumns = 5; // of blocks; two rows make ten bits
constexpr AVRational kVideoClock{1, 90000};

struct Delete
{
    void operator()(AVFormatContext* format) const
    {
        avio_closep(&format->pb);
        avformat_free_context(format);
    }
    void operator()(AVCodecContext* p) const { avcodec_free_context(&p); }
    void operator()(AVFrame* p) const { av_frame_free(&p); }
    void operator()(AVPacket* p) const { av_packet_free(&p); }
    void operator()(SwsContext* p) const { sws_freeContext(p); }
};

struct Track
{
    std::unique_ptr<AVCodecContext, Delete> codec;
    std::unique_ptr<AVFrame, Delete> frame{av_frame_alloc()};
    AVStream* stream = nullptr;
};

bool openTrack(AVFormatContext* format, Track& track, AVDictionary** options)
{
    track.codec->thread_count = 1;
    if ((format->oformat->flags & AVFMT_GLOBALHEADER) != 0)
        track.codec->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    if (avcodec_open2(track.codec.get(), nullptr, options) < 0)
        return false;
    track.stream = avformat_new_stream(format, nullptr);
    track.stream->time_base = track.codec->time_base;
    return avcodec_parameters_from_context(track.stream->codecpar, track.codec.get()) >= 0;
}

bool encode(AVFormatContext* format, Track& track, const AVFrame* frame)
{
    const std::unique_ptr<AVPacket, Delete> packet(av_packet_alloc());
    if (avcodec_send_frame(track.codec.get(), frame) < 0)
        return false;
    while (avcodec_receive_packet(track.codec.get(), packet.get()) >= 0) {
        av_packet_rescale_ts(packet.get(), track.codec->time_base, track.stream->time_base);
        packet->stream_index = track.stream->index;
        if (av_interleaved_write_frame(format, packet.get()) < 0)
            return false;
    }
    return true;
}

bool openVideo(AVFormatContext* format, const ClipSpec& spec, Track& track)
{
    const AVCodec* encoder = avcodec_find_encoder_by_name(spec.encoder);
    if (!encoder)
        return false;
    track.codec.reset(avcodec_alloc_context3(encoder));
    AVCodecContext* codec = track.codec.get();
    codec->width = spec.width;
    codec->height = spec.height;
    codec->pix_fmt = spec.pixelFormat    ? av_get_pix_fmt(spec.pixelFormat)
                     : encoder->pix_fmts ? encoder->pix_fmts[0]
                                         : AV_PIX_FMT_YUV420P;
    // MPEG-4's clock has 16 bits, so the fine clock is only for those that need it.
    codec->time_base =
        spec.times.empty() && spec.start == base::MediaTime() ? AVRational{1, spec.fps} : kVideoClock;
    codec->framerate = {spec.fps, 1};
    codec->sample_aspect_ratio = {spec.aspectNum, spec.aspectDen};
    codec->gop_size = spec.keyFrameEvery;
    codec->max_b_frames = spec.bFrames;
    codec->bit_rate = 1000000;
    AVDictionary* options = nullptr;
    if (std::strcmp(spec.encoder, "libx264") == 0) {
        av_dict_set(&options, "preset", "veryfast", 0);
        av_dict_set(&options, "crf", "18", 0);
        av_dict_set(&options, "x264-params", spec.openGop ? "b-adapt=0:open-gop=1" : "b-adapt=0", 0);
    }
    if (std::strcmp(spec.encoder, "libx265") == 0)
        av_dict_set(&options, "x265-params", "log-level=none", 0);
    const bool opened = openTrack(format, track, &options);
    av_dict_free(&options);
    if (!opened)
        return false;
    if (spec.rotation != 0) {
        auto* matrix = reinterpret_cast<std::int32_t*>(
            av_stream_new_side_data(track.stream, AV_PKT_DATA_DISPLAYMATRIX, 9 * sizeof(std::int32_t)));
        // FFmpeg counts counter-clockwise in a picture whose y goes down, hence the sign.
        av_display_rotation_set(matrix, spec.rotation);
    }
    track.stream->sample_aspect_ratio = codec->sample_aspect_ratio;
    track.stream->avg_frame_rate = codec->framerate;
    AVFrame* frame = track.frame.get();
    frame->width = codec->width;
    frame->height = codec->height;
    frame->format = codec->pix_fmt;
    return av_frame_get_buffer(frame, 0) >= 0;
}

/// A sample format that `addSound` can fill.
AVSampleFormat formatOf(const AVCodec* encoder)
{
    for (const AVSampleFormat* format = encoder->sample_fmts; *format != AV_SAMPLE_FMT_NONE; ++format) {
        const AVSampleFormat packed = av_get_packed_sample_fmt(*format);
        if (packed == AV_SAMPLE_FMT_FLT || packed == AV_SAMPLE_FMT_S16)
            return *format;
    }
    return encoder->sample_fmts[0];
}

bool openSound(AVFormatContext* format, const ClipSpec& spec, Track& track)
{
    const AVCodec* encoder = avcodec_find_encoder_by_name(spec.soundEncoder);
    if (!encoder)
        return false;
    track.codec.reset(avcodec_alloc_context3(encoder));
    AVCodecContext* codec = track.codec.get();
    codec->sample_rate = spec.rateHz;
    codec->time_base = {1, spec.rateHz};
    codec->sample_fmt = formatOf(encoder);
    codec->bit_rate = 128000LL * spec.channels;
    av_channel_layout_default(&codec->ch_layout, spec.channels);
    if (!openTrack(format, track, nullptr))
        return false;
    AVFrame* frame = track.frame.get();
    frame->format = codec->sample_fmt;
    frame->sample_rate = codec->sample_rate;
    frame->nb_samples = codec->frame_size > 0 ? codec->frame_size : 1024;
    av_channel_layout_copy(&frame->ch_layout, &codec->ch_layout);
    return av_frame_get_buffer(frame, 0) >= 0;
}

bool openCover(AVFormatContext* format, Track& track)
{
    ClipSpec spec;
    spec.encoder = "png";
    if (!openVideo(format, spec, track))
        return false;
    track.stream->disposition |= AV_DISPOSITION_ATTACHED_PIC;
    return true;
}

bool addPicture(AVFormatContext* format, const ClipSpec& spec, Track& track, SwsContext* scaler, int number)
{
    AVFrame* frame = track.frame.get();
    if (av_frame_make_writable(frame) < 0)
        return false;
    const imaging::RgbImage image = numberedPicture(number, spec.width, spec.height);
    const std::uint8_t* planes[] = {image.pixels.data()};
    const int strides[] = {3 * spec.width};
    sws_scale(scaler, planes, strides, 0, spec.height, frame->data, frame->linesize);
    frame->pts = number;
    if (track.codec->time_base.den == kVideoClock.den) {
        const base::MediaTime own = spec.times.empty()
                                        ? base::MediaTime::fromSeconds(double(number) / spec.fps)
                                        : spec.times[std::size_t(number)];
        frame->pts = std::llround((own + spec.start).seconds() * kVideoClock.den);
    }
    return encode(format, track, frame);
}

bool addSound(AVFormatContext* format, const ClipSpec& spec, Track& track, double seconds)
{
    AVFrame* frame = track.frame.get();
    const int perFrame = frame->nb_samples;
    const auto total = std::int64_t(std::llround(seconds * spec.rateHz));
    const bool planar = av_sample_fmt_is_planar(track.codec->sample_fmt) != 0;
    const bool isFloat = av_get_packed_sample_fmt(track.codec->sample_fmt) == AV_SAMPLE_FMT_FLT;
    for (std::int64_t at = 0; at < total; at += perFrame) {
        frame->nb_samples = perFrame;
        if (av_frame_make_writable(frame) < 0)
            return false;
        frame->nb_samples = int(std::min<std::int64_t>(perFrame, total - at));
        frame->pts = at + std::llround(spec.soundStart.seconds() * spec.rateHz);
        for (int i = 0; i < frame->nb_samples; ++i) {
            for (int c = 0; c < spec.channels; ++c) {
                const double time = double(at + i) / spec.rateHz;
                const float value = spec.wave ? spec.wave(time, c)
                                              : 0.5F * float(std::sin(2 * std::numbers::pi * 440 * time));
                std::uint8_t* plane = frame->extended_data[planar ? c : 0];
                const int place = planar ? i : i * spec.channels + c;
                if (isFloat)
                    reinterpret_cast<float*>(plane)[place] = value;
                else
                    reinterpret_cast<std::int16_t*>(plane)[place] = std::int16_t(std::lround(value * 32767));
            }
        }
        if (!encode(format, track, frame))
            return false;
    }
    return encode(format, track, nullptr);
}

bool writeTracks(AVFormatContext* format, const ClipSpec& spec)
{
    Track video;
    Track sound;
    if (spec.frames > 0 && !openVideo(format, spec, video))
        return false;
    if (spec.sound && !openSound(format, spec, sound))
        return false;
    Track cover;
    if (spec.cover && !openCover(format, cover))
        return false;
    if (avformat_write_header(format, nullptr) < 0)
        return false;
    if (spec.frames > 0) {
        const std::unique_ptr<SwsContext, Delete> scaler(
            sws_getContext(spec.width, spec.height, AV_PIX_FMT_RGB24, spec.width, spec.height,
                           video.codec->pix_fmt, SWS_BICUBIC, nullptr, nullptr, nullptr));
        for (int n = 0; n < spec.frames; ++n) {
            if (!addPicture(format, spec, video, scaler.get(), n))
                return false;
        }
        if (!encode(format, video, nullptr))
            return false;
    }
    if (spec.cover) {
        std::memset(cover.frame->data[0], 128,
                    std::size_t(cover.frame->linesize[0]) * std::size_t(spec.height));
        cover.frame->pts = 0;
        if (!encode(format, cover, cover.frame.get()) || !encode(format, cover, nullptr))
            return false;
    }
    const double seconds = spec.seconds > 0 ? spec.seconds : double(spec.frames) / spec.fps;
    if (spec.sound && !addSound(format, spec, sound, seconds))
        return false;
    return av_write_trailer(format) >= 0;
}

} // namespace

bool writeClip(const QString& path, const ClipSpec& spec)
{
    av_log_set_level(AV_LOG_ERROR);
    const QByteArray name = path.toUtf8();
    AVFormatContext* made = nullptr;
    if (avformat_alloc_output_context2(&made, nullptr, nullptr, name.constData()) < 0)
        return false;
    const std::unique_ptr<AVFormatContext, Delete> format(made);
    const bool isSeries = (made->oformat->flags & AVFMT_NOFILE) != 0; // opens its files itself
    const bool written =
        (isSeries || avio_open(&made->pb, name.constData(), AVIO_FLAG_WRITE) >= 0) && writeTracks(made, spec);
    if (!written)
        qWarning() << "cannot make the test clip" << path;
    return written;
}

ClipSpec h264(int bFrames, int keyFrameEvery)
{
    ClipSpec spec;
    spec.bFrames = bFrames;
    spec.keyFrameEvery = keyFrameEvery;
    spec.frames = 60;
    return spec;
}

std::vector<base::MediaTime> unevenTimes(int count)
{
    std::vector<base::MediaTime> times;
    std::int64_t us = 0;
    for (int n = 0; n < count; ++n) {
        times.push_back(base::MediaTime::fromMicroseconds(us));
        us += 10000 + (n * 7919) % 90 * 1000;
    }
    return times;
}

imaging::RgbImage numberedPicture(int number, int width, int height)
{
    imaging::RgbImage image(width, height);
    const int blockWidth = width / (kColumns + 1);
    const int blockHeight = height / 3;
    for (int y = 0; y < height; ++y) {
        std::uint8_t* pixel = image.row(y);
        for (int x = 0; x < width; ++x, pixel += 3) {
            const int fromLeft = x - blockWidth / 2;
            const int fromTop = y - blockHeight / 2;
            if (fromLeft >= 0 && fromLeft < kColumns * blockWidth && fromTop >= 0 &&
                fromTop < 2 * blockHeight) {
                const int bit = fromTop / blockHeight * kColumns + fromLeft / blockWidth;
                std::memset(pixel, (number >> bit & 1) != 0 ? 235 : 20, 3);
            } else {
                pixel[0] = std::uint8_t(200 * x / width + 20);
                pixel[1] = std::uint8_t(number * 7 % 200);
                pixel[2] = std::uint8_t(200 * y / height + 20);
            }
        }
    }
    return image;
}

int readFrameNumber(const imaging::RgbImage& image)
{
    const double blockWidth = double(image.width / (kColumns + 1));
    const double blockHeight = double(image.height / 3);
    int number = 0;
    for (int bit = 0; bit < 2 * kColumns; ++bit) {
        const int centreX = int(blockWidth * (bit % kColumns + 1.0));
        const int centreY = int(blockHeight * (bit / kColumns + 1.0));
        int sum = 0;
        for (int dy = -1; dy <= 1; ++dy) {
            for (int dx = -1; dx <= 1; ++dx)
                sum += image.row(centreY + dy)[3 * (centreX + dx) + 1];
        }
        if (sum > 9 * 80 && sum < 9 * 176)
            return -1;
        number |= (sum >= 9 * 128 ? 1 : 0) << bit;
    }
    return number;
}

bool truncateFile(const QString& path, qint64 bytes)
{
    return QFile::resize(path, bytes);
}

bool writeNoise(const QString& path, qint64 bytes)
{
    std::mt19937 random(20240917);
    QByteArray noise(bytes, '\0');
    for (char& byte : noise)
        byte = char(random() & 0xFF);
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(noise) == bytes;
}

} // namespace avs::testing
