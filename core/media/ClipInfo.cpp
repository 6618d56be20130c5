// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/ClipInfo.h"

#include "core/media/FrameConverter.h"
#include "core/media/MediaSource.h"

#include <algorithm>

namespace avs::media {

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
    return info;
}

} // namespace avs::media
