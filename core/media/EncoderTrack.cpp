// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/EncoderTrack.h"

#include <algorithm>
#include <cstring>

namespace avs::media {

int EncoderTrack::openStream(AVFormatContext* format, const AVCodec* encoder, AVDictionary** options)
{
    m_codec->flags |= AV_CODEC_FLAG_BITEXACT;
    m_codec->thread_count = 1;
    if ((format->oformat->flags & AVFMT_GLOBALHEADER) != 0)
        m_codec->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    const int opened = avcodec_open2(m_codec.get(), encoder, options);
    if (opened < 0)
        return opened;
    m_stream = avformat_new_stream(format, nullptr);
    if (!m_stream || !m_packet)
        return AVERROR(ENOMEM);
    m_stream->time_base = m_codec->time_base;
    return avcodec_parameters_from_context(m_stream->codecpar, m_codec.get());
}

int EncoderTrack::sendAndWrite(AVFormatContext* format, const AVFrame* frame)
{
    int status = avcodec_send_frame(m_codec.get(), frame);
    while (status >= 0) {
        status = avcodec_receive_packet(m_codec.get(), m_packet.get());
        if (status == AVERROR(EAGAIN) || status == AVERROR_EOF)
            return 0;
        if (status < 0)
            return status;
        amend(*m_packet);
        av_packet_rescale_ts(m_packet.get(), m_codec->time_base, m_stream->time_base);
        m_packet->stream_index = m_stream->index;
        status = av_interleaved_write_frame(format, m_packet.get());
    }
    return status;
}

int VideoTrack::open(AVFormatContext* format, const ClipEncoderOptions& options)
{
    const AVCodec* encoder = avcodec_find_encoder_by_name("libx264");
    if (!encoder)
        return AVERROR_ENCODER_NOT_FOUND;
    m_codec.reset(avcodec_alloc_context3(encoder));
    if (!m_codec || !m_frame || !m_rgb)
        return AVERROR(ENOMEM);
    m_codec->width = (options.width + 1) / 2 * 2;
    m_codec->height = (options.height + 1) / 2 * 2;
    m_codec->pix_fmt = AV_PIX_FMT_YUV420P;
    m_codec->time_base = kMicroseconds;
    // Without it x264 takes the clock's rate for the frames' and claims a level that players refuse.
    m_codec->framerate = av_d2q(options.nominalFps, 1001000);
    m_codec->sample_aspect_ratio = {1, 1};
    m_codec->colorspace = AVCOL_SPC_BT709;
    m_codec->color_primaries = AVCOL_PRI_BT709;
    m_codec->color_trc = AVCOL_TRC_BT709;
    m_codec->color_range = AVCOL_RANGE_MPEG;
    m_codec->gop_size = options.keyFrameEvery;
    m_codec->max_b_frames = options.bFrames;
    AVDictionary* settings = nullptr;
    av_dict_set_int(&settings, "crf", options.crf, 0);
    av_dict_set(&settings, "preset", "veryfast", 0);
    // x264's macroblock tree reads memory that it has not written (seen in build 164 with AVX2, up to 426 x
    // 240), so that the same pictures would not always give the same bytes.
    av_dict_set(&settings, "x264-params", "mbtree=0", 0);
    const int opened = openStream(format, encoder, &settings);
    av_dict_free(&settings);
    if (opened < 0)
        return opened;

    for (AVFrame* frame : {m_frame.get(), m_rgb.get()}) {
        frame->width = m_codec->width;
        frame->height = m_codec->height;
        frame->format = frame == m_rgb.get() ? AV_PIX_FMT_RGB24 : AV_PIX_FMT_YUV420P;
        if (const int made = av_frame_get_buffer(frame, 0); made < 0)
            return made;
    }
    m_frame->colorspace = AVCOL_SPC_BT709;
    m_frame->color_range = AVCOL_RANGE_MPEG;
    constexpr int kFlags = SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP | SWS_BITEXACT;
    m_scaler.reset(sws_getContext(m_codec->width, m_codec->height, AV_PIX_FMT_RGB24, m_codec->width,
                                  m_codec->height, AV_PIX_FMT_YUV420P, kFlags, nullptr, nullptr, nullptr));
    if (!m_scaler)
        return AVERROR(ENOMEM);
    const int* table = sws_getCoefficients(SWS_CS_ITU709);
    constexpr int kUnity = 1 << 16;
    return std::min(0, sws_setColorspaceDetails(m_scaler.get(), table, 1, table, 0, 0, kUnity, kUnity));
}

int VideoTrack::sendWaiting(AVFormatContext* format, std::int64_t untilUs)
{
    if (!m_isWaiting)
        return 0;
    m_isWaiting = false;
    m_durations[m_frame->pts] = std::max<std::int64_t>(1, untilUs - m_frame->pts);
    return sendAndWrite(format, m_frame.get());
}

int VideoTrack::add(AVFormatContext* format, const imaging::RgbImage& image, std::int64_t timeUs)
{
    if (m_isWaiting && timeUs <= m_frame->pts)
        return AVERROR(EINVAL);
    if (const int sent = sendWaiting(format, timeUs); sent < 0)
        return sent;
    const auto rowBytes = std::size_t(image.width) * 3;
    for (int y = 0; y < m_rgb->height; ++y) {
        std::uint8_t* to = m_rgb->data[0] + std::ptrdiff_t(y) * m_rgb->linesize[0];
        std::memcpy(to, image.row(std::min(y, image.height - 1)), rowBytes);
        if (m_rgb->width > image.width)
            std::memcpy(to + rowBytes, to + rowBytes - 3, 3);
    }
    // The encoder may still refer to the picture before.
    if (const int writable = av_frame_make_writable(m_frame.get()); writable < 0)
        return writable;
    sws_scale(m_scaler.get(), m_rgb->data, m_rgb->linesize, 0, m_rgb->height, m_frame->data,
              m_frame->linesize);
    m_frame->pts = timeUs;
    m_isWaiting = true;
    return 0;
}

int VideoTrack::finish(AVFormatContext* format, std::int64_t endUs)
{
    if (const int sent = sendWaiting(format, endUs); sent < 0)
        return sent;
    return sendAndWrite(format, nullptr);
}

void VideoTrack::amend(AVPacket& packet)
{
    const auto found = m_durations.find(packet.pts);
    if (found == m_durations.end())
        return;
    packet.duration = found->second;
    m_durations.erase(found);
}

int AudioTrack::open(AVFormatContext* format, const ClipEncoderOptions& options)
{
    const AVCodec* encoder = avcodec_find_encoder(AV_CODEC_ID_AAC);
    if (!encoder)
        return AVERROR_ENCODER_NOT_FOUND;
    bool rateIsKnown = false;
    for (const int* rate = encoder->supported_samplerates; rate && *rate != 0; ++rate)
        rateIsKnown = rateIsKnown || *rate == options.audioRateHz;
    if (!rateIsKnown)
        return AVERROR(EINVAL);
    m_codec.reset(avcodec_alloc_context3(encoder));
    if (!m_codec || !m_frame)
        return AVERROR(ENOMEM);
    m_codec->sample_rate = options.audioRateHz;
    m_codec->time_base = {1, options.audioRateHz};
    m_codec->sample_fmt = AV_SAMPLE_FMT_FLTP;
    av_channel_layout_default(&m_codec->ch_layout, options.audioChannels);
    // AAC takes at most 6 bits a sample.
    m_codec->bit_rate = std::int64_t(options.audioChannels) * std::min(128000, 6 * options.audioRateHz);
    if (const int opened = openStream(format, encoder, nullptr); opened < 0)
        return opened;
    m_frame->format = m_codec->sample_fmt;
    m_frame->sample_rate = m_codec->sample_rate;
    m_frame->nb_samples = m_codec->frame_size;
    av_channel_layout_copy(&m_frame->ch_layout, &m_codec->ch_layout);
    return av_frame_get_buffer(m_frame.get(), 0);
}

int AudioTrack::encode(AVFormatContext* format, const float* samples, int count)
{
    m_frame->nb_samples = m_codec->frame_size;
    if (const int writable = av_frame_make_writable(m_frame.get()); writable < 0)
        return writable;
    const int channels = m_codec->ch_layout.nb_channels;
    for (int c = 0; c < channels; ++c) {
        auto* plane = reinterpret_cast<float*>(m_frame->extended_data[c]);
        for (int i = 0; i < count; ++i)
            plane[i] = samples[i * channels + c];
    }
    m_frame->nb_samples = count;
    m_frame->pts = m_sent;
    m_sent += count;
    return sendAndWrite(format, m_frame.get());
}

int AudioTrack::add(AVFormatContext* format, std::span<const float> samples)
{
    m_waiting.insert(m_waiting.end(), samples.begin(), samples.end());
    const std::size_t whole = std::size_t(m_codec->frame_size) * std::size_t(m_codec->ch_layout.nb_channels);
    std::size_t done = 0;
    for (; m_waiting.size() - done >= whole; done += whole) {
        if (const int encoded = encode(format, m_waiting.data() + done, m_codec->frame_size); encoded < 0)
            return encoded;
    }
    m_waiting.erase(m_waiting.begin(), m_waiting.begin() + std::ptrdiff_t(done));
    return 0;
}

int AudioTrack::finish(AVFormatContext* format)
{
    const int left = int(m_waiting.size()) / m_codec->ch_layout.nb_channels;
    if (left > 0) {
        if (const int encoded = encode(format, m_waiting.data(), left); encoded < 0)
            return encoded;
    }
    return sendAndWrite(format, nullptr);
}

} // namespace avs::media
