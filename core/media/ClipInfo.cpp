// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/ClipInfo.h"

#include "core/media/FrameConverter.h"
#include "core/media/MediaSource.h"

#include <algorithm>

extern "C" {
#include <libavutil/pixdesc.h>
}

namespace avs::media {

namespace {

StreamInfo infoOf(const AVStream* stream)
{
    StreamInfo info;
    const bool isCover = (stream->disposition & AV_DISPOSITION_ATTACHED_PIC) != 0;
    switch (stream->codecpar->codec_type) {
    case AVMEDIA_TYPE_VIDEO:
        info.kind = isCover ? StreamInfo::Kind::Cover : StreamInfo::Kind::Video;
        break;
    case AVMEDIA_TYPE_AUDIO:
        info.kind = StreamInfo::Kind::Audio;
        break;
    case AVMEDIA_TYPE_SUBTITLE:
        info.kind = StreamInfo::Kind::Subtitles;
        break;
    default:
        break;
    }
    info.codec = QString::fromLatin1(avcodec_get_name(stream->codecpar->codec_id));
    if (const auto* language = av_dict_get(stream->metadata, "language", nullptr, 0))
        info.language = QString::fromUtf8(language->value);
    return info;
}

} // namespace

base::Result<ClipInfo> probe(const QString& path)
{
    return MediaSource::open(path, {}).transform([](const auto& source) { return source->info(); });
}

ClipInfo MediaSource::info() const
{
    AVFormatContext* format = m_format.get();
    ClipInfo info;
    info.path = m_path;
    info.container = QString::fromLatin1(format->iformat->name);
    if (format->duration > 0)
        info.duration = base::MediaTime::fromMicroseconds(std::min(format->duration, kFarthestUs));
    if (AVStream* video = m_video) {
        const PictureGeometry geometry = PictureGeometry::of(format, video);
        info.hasVideo = true;
        info.videoCodec = QString::fromLatin1(avcodec_get_name(video->codecpar->codec_id));
        info.width = geometry.shownWidth();
        info.height = geometry.shownHeight();
        info.storedWidth = video->codecpar->width;
        info.storedHeight = video->codecpar->height;
        info.rotationDegrees = geometry.rotationDegrees();
        const AVRational aspect = av_guess_sample_aspect_ratio(format, video, nullptr);
        if (aspect.num > 0 && aspect.den > 0) {
            info.pixelAspectNum = aspect.num;
            info.pixelAspectDen = aspect.den;
        }
        const char* pixels = av_get_pix_fmt_name(AVPixelFormat(video->codecpar->format));
        info.pixelFormat = QString::fromLatin1(pixels ? pixels : "");
        const AVRational rate = av_guess_frame_rate(format, video, nullptr);
        const AVRational average = video->avg_frame_rate.num > 0 ? video->avg_frame_rate : rate;
        info.averageFps = average.num > 0 && average.den > 0 ? av_q2d(average) : 0.0;
    }
    if (const AVStream* audio = m_audio) {
        info.hasAudio = true;
        info.audioCodec = QString::fromLatin1(avcodec_get_name(audio->codecpar->codec_id));
        info.sampleRateHz = audio->codecpar->sample_rate;
        info.channels = audio->codecpar->ch_layout.nb_channels;
    }
    for (unsigned i = 0; i < format->nb_streams; ++i)
        info.streams.push_back(infoOf(format->streams[i]));
    return info;
}

} // namespace avs::media
