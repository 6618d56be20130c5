// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/MediaSource.h"

#include "core/media/ImageSequence.h"
#include "core/media/MediaErrors.h"

#include <QFile>

#include <algorithm>
#include <cstring>
#include <limits>

namespace avs::media {

using base::Result;

namespace {

int interrupted(void* source)
{
    return static_cast<MediaSource*>(source)->stopRequested() ? 1 : 0;
}

/// Whether the first bytes, without the help of the name, look like a container that FFmpeg knows.
bool beginsLikeMedia(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    QByteArray head = file.read(4096);
    const auto size = int(head.size());
    head.append(AVPROBE_PADDING_SIZE, '\0');
    AVProbeData probeData{};
    probeData.filename = "";
    probeData.buf = reinterpret_cast<unsigned char*>(head.data());
    probeData.buf_size = size;
    int score = 0;
    return av_probe_input_format3(&probeData, 1, &score) != nullptr && score > AVPROBE_SCORE_MIME;
}

std::int64_t microseconds(std::int64_t stamp, AVRational timeBase)
{
    return std::clamp(av_rescale_q(stamp, timeBase, kMicroseconds), -kFarthestUs, kFarthestUs);
}

/// FFmpeg renders text files to pictures of a terminal; nobody who opens one wants that.
bool isTextRenderer(const AVInputFormat* format)
{
    return std::strcmp(format->name, "tty") == 0 || std::strcmp(format->name, "bin") == 0;
}

bool isCover(const AVStream* stream)
{
    return (stream->disposition & (AV_DISPOSITION_ATTACHED_PIC | AV_DISPOSITION_TIMED_THUMBNAILS)) != 0;
}

/// FFmpeg's parser of PNG looks for where a picture begins, and joins one whose beginning is damaged to the
/// next, although these containers hold one picture in a packet.
bool holdsWholePngs(const AVFormatContext* format)
{
    const char* container = format->iformat->name;
    if (std::strncmp(container, "matroska", 8) != 0 && std::strcmp(container, "avi") != 0)
        return false;
    AVStream** const end = format->streams + format->nb_streams;
    const auto video = std::find_if(format->streams, end, [](const AVStream* stream) {
        return stream->codecpar->codec_type == AVMEDIA_TYPE_VIDEO && !isCover(stream);
    });
    return video != end && (*video)->codecpar->codec_id == AV_CODEC_ID_PNG;
}

} // namespace

std::int64_t addStamps(std::int64_t stamp, std::int64_t other)
{
    using Limits = std::numeric_limits<std::int64_t>;
    if (other > 0)
        return stamp > Limits::max() - other ? Limits::max() : stamp + other;
    return stamp < Limits::min() - other ? Limits::min() : stamp + other;
}

Result<std::unique_ptr<MediaSource>> MediaSource::open(const QString& path, std::stop_token stop)
{
    routeAvLog();
    base::Error fileError;
    if (findFileError(path, fileError))
        return fileError;

    std::unique_ptr<MediaSource> source(new MediaSource);
    source->m_path = path;
    source->m_stop = std::move(stop);
    AVFormatContext* format = avformat_alloc_context();
    if (!format)
        return outOfMemory(path);
    format->interrupt_callback = {interrupted, source.get()};
    AVDictionary* options = nullptr;
    // A playlist must not make the program reach into the network.
    av_dict_set(&options, "protocol_whitelist", "file", 0);
    // With the protocol in front, a colon in the file's name is just a colon.
    QByteArray url = "file:" + path.toUtf8();
    const AVInputFormat* kind = nullptr;
    if (const auto sequence = ImageSequence::around(path)) {
        url = "file:" + sequence->pattern;
        kind = av_find_input_format("image2");
        av_dict_set_int(&options, "start_number", sequence->first, 0);
    }
    const int opened = avformat_open_input(&format, url.constData(), kind, &options);
    av_dict_free(&options);
    if (opened < 0) // avformat_open_input has freed the context
        return source->stopRequested() ? cancelled(path) : openError(path, opened, beginsLikeMedia(path));
    source->m_format.reset(format);
    if (holdsWholePngs(format))
        format->flags |= AVFMT_FLAG_NOPARSE;

    const int found = avformat_find_stream_info(format, nullptr);
    if (source->stopRequested())
        return cancelled(path);
    source->chooseStreams();
    if (!source->m_video && !source->m_audio) {
        const QString detail =
            found < 0 ? avMessage(found) : QStringLiteral("no stream with usable parameters");
        return beginsLikeMedia(path) ? truncated(path, detail) : notMedia(path, detail);
    }
    if (isTextRenderer(format->iformat))
        return notMedia(path, QString::fromUtf8(format->iformat->long_name));
    return source;
}

void MediaSource::chooseStreams()
{
    for (unsigned i = 0; i < m_format->nb_streams; ++i) {
        AVStream* stream = m_format->streams[i];
        const AVCodecParameters* p = stream->codecpar;
        if (!m_video && p->codec_type == AVMEDIA_TYPE_VIDEO && !isCover(stream) && p->width > 0 &&
            p->height > 0)
            m_video = stream;
        else if (!m_audio && p->codec_type == AVMEDIA_TYPE_AUDIO && p->sample_rate > 0 &&
                 p->ch_layout.nb_channels > 0)
            m_audio = stream;
        else
            stream->discard = AVDISCARD_ALL;
    }
    bool known = false;
    for (const AVStream* stream : {m_video, m_audio}) {
        if (!stream || stream->start_time == AV_NOPTS_VALUE)
            continue;
        const std::int64_t startUs = microseconds(stream->start_time, stream->time_base);
        m_zeroUs = known ? std::min(m_zeroUs, startUs) : startUs;
        known = true;
    }
}

void MediaSource::readOnly(const AVStream* stream)
{
    for (unsigned i = 0; i < m_format->nb_streams; ++i)
        m_format->streams[i]->discard = m_format->streams[i] == stream ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
}

base::MediaTime MediaSource::timeOf(std::int64_t timestamp, const AVStream* stream) const
{
    return base::MediaTime::fromMicroseconds(microseconds(timestamp, stream->time_base) - m_zeroUs);
}

std::int64_t MediaSource::timestampOf(base::MediaTime time, const AVStream* stream) const
{
    return av_rescale_q(addStamps(time.microseconds(), m_zeroUs), kMicroseconds, stream->time_base);
}

} // namespace avs::media
