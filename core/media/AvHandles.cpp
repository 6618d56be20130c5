// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/AvHandles.h"

#include "core/base/Log.h"

#include <array>
#include <mutex>

namespace avs::media {

namespace {

void logLine(void* object, int level, const char* format, va_list arguments)
{
    if (level > AV_LOG_WARNING)
        return;
    thread_local int printPrefix = 1;
    std::array<char, 1024> line{};
    av_log_format_line2(object, level, format, arguments, line.data(), int(line.size()), &printPrefix);
    const QString text = QString::fromUtf8(line.data()).trimmed();
    if (text.isEmpty())
        return;
    // What stops the user's work comes back as an Error with a sentence of ours; FFmpeg's own remarks on
    // the way there are for those who look for them.
    if (level <= AV_LOG_FATAL)
        qCWarning(base::logMedia).noquote() << text;
    else
        qCDebug(base::logMedia).noquote() << text;
}

} // namespace

QString avMessage(int code)
{
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
    av_strerror(code, text.data(), text.size());
    return QString::fromUtf8(text.data());
}

void routeAvLog()
{
    static std::once_flag done;
    std::call_once(done, [] {
        av_log_set_level(AV_LOG_WARNING);
        av_log_set_callback(logLine);
    });
}

CodecPtr openDecoder(const AVStream* stream)
{
    const AVCodec* decoder = avcodec_find_decoder(stream->codecpar->codec_id);
    if (!decoder)
        return {};
    CodecPtr codec(avcodec_alloc_context3(decoder));
    if (!codec || avcodec_parameters_to_context(codec.get(), stream->codecpar) < 0)
        return {};
    codec->pkt_timebase = stream->time_base;
    // 0: as many as there are processors. The frames of sound are too small for that: handing them from
    // thread to thread costs more than it saves, and long sound is read in several places at once.
    codec->thread_count = stream->codecpar->codec_type == AVMEDIA_TYPE_AUDIO ? 1 : 0;
    if (avcodec_open2(codec.get(), decoder, nullptr) < 0)
        return {};
    return codec;
}

} // namespace avs::media
