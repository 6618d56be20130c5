// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/HardwareDecoder.h"

#include "core/base/Log.h"

extern "C" {
#include <libavutil/hwcontext.h>
#include <libavutil/pixdesc.h>
}

#include <array>

namespace avs::media {

namespace {

constexpr std::array kDevices = {AV_HWDEVICE_TYPE_CUDA, AV_HWDEVICE_TYPE_VAAPI};

const AVCodecHWConfig* configFor(const AVCodec* decoder, AVHWDeviceType device)
{
    for (int i = 0;; ++i) {
        const AVCodecHWConfig* config = avcodec_get_hw_config(decoder, i);
        if (!config)
            return nullptr;
        if ((config->methods & AV_CODEC_HW_CONFIG_METHOD_HW_DEVICE_CTX) != 0 && config->device_type == device)
            return config;
    }
}

/// Takes the card's own format and no other: without it decoding fails, and software takes over as a whole.
AVPixelFormat chooseFormat(AVCodecContext* codec, const AVPixelFormat* offered)
{
    const auto wanted = AVPixelFormat(reinterpret_cast<std::intptr_t>(codec->opaque));
    for (; *offered != AV_PIX_FMT_NONE; ++offered) {
        if (*offered == wanted)
            return wanted;
    }
    return AV_PIX_FMT_NONE;
}

/// The planar format with the same samples. Cards keep the two chroma planes as one.
AVPixelFormat planarOf(AVPixelFormat format)
{
    switch (format) {
    case AV_PIX_FMT_NV12:
        return AV_PIX_FMT_YUV420P;
    case AV_PIX_FMT_P010LE:
        return AV_PIX_FMT_YUV420P10LE;
    default:
        return format;
    }
}

} // namespace

bool makePlanar(FramePtr& frame)
{
    const auto stored = AVPixelFormat(frame->format);
    const AVPixelFormat planar = planarOf(stored);
    if (planar == stored)
        return true;
    FramePtr made(av_frame_alloc());
    if (!made)
        return false;
    made->format = planar;
    made->width = frame->width;
    made->height = frame->height;
    if (av_frame_get_buffer(made.get(), 0) < 0)
        return false;
    const SwsPtr scaler(sws_getContext(frame->width, frame->height, stored, frame->width, frame->height,
                                       planar, SWS_POINT, nullptr, nullptr, nullptr));
    if (!scaler || sws_scale(scaler.get(), frame->data, frame->linesize, 0, frame->height, made->data,
                             made->linesize) < 0)
        return false;
    frame = std::move(made);
    return true;
}

CodecPtr openHardwareDecoder(const AVStream* stream)
{
    const AVCodec* decoder = avcodec_find_decoder(stream->codecpar->codec_id);
    if (!decoder)
        return {};
    for (const AVHWDeviceType type : kDevices) {
        const AVCodecHWConfig* config = configFor(decoder, type);
        if (!config)
            continue;
        AVBufferRef* device = nullptr;
        if (av_hwdevice_ctx_create(&device, type, nullptr, nullptr, 0) < 0)
            continue;
        CodecPtr codec(avcodec_alloc_context3(decoder));
        if (codec)
            codec->hw_device_ctx = device; // owned by the codec from here on
        else
            av_buffer_unref(&device);
        if (!codec || avcodec_parameters_to_context(codec.get(), stream->codecpar) < 0)
            continue;
        codec->pkt_timebase = stream->time_base;
        codec->extra_hw_frames = 4; // pictures that are kept while the next are decoded
        codec->opaque = reinterpret_cast<void*>(std::intptr_t(config->pix_fmt));
        codec->get_format = chooseFormat;
        if (avcodec_open2(codec.get(), decoder, nullptr) < 0)
            continue;
        qCInfo(base::logMedia) << "decoding on the graphics card:" << av_hwdevice_get_type_name(type);
        return codec;
    }
    return {};
}

bool toMemory(AVFrame& frame)
{
    if (!frame.hw_frames_ctx)
        return true;
    FramePtr copy(av_frame_alloc());
    if (!copy || av_hwframe_transfer_data(copy.get(), &frame, 0) < 0)
        return false;
    // The card's surfaces are larger than the picture.
    copy->width = frame.width;
    copy->height = frame.height;
    if (!makePlanar(copy) || av_frame_copy_props(copy.get(), &frame) < 0)
        return false;
    // Said with the frame but meant for the surface, from which the picture was cut already.
    copy->crop_top = copy->crop_bottom = copy->crop_left = copy->crop_right = 0;
    av_frame_unref(&frame);
    av_frame_move_ref(&frame, copy.get());
    return true;
}

} // namespace avs::media
