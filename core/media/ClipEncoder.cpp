// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/ClipEncoder.h"

#include "core/media/EncoderTrack.h"
#include "core/media/MediaErrors.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <filesystem>
#include <optional>
#include <system_error>

namespace avs::media {

using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

struct OutputDelete
{
    void operator()(AVFormatContext* format) const
    {
        avio_closep(&format->pb);
        avformat_free_context(format);
    }
};

} // namespace

struct ClipEncoder::Impl
{
    QString path;
    QString partPath;
    ClipEncoderOptions options;
    std::unique_ptr<AVFormatContext, OutputDelete> format;
    VideoTrack video;
    std::optional<AudioTrack> audio;
    bool ownsPart = false; ///< the .part file is ours, to be renamed or removed

    ~Impl()
    {
        format.reset();
        if (ownsPart)
            QFile::remove(partPath);
    }

    [[nodiscard]] Result<void> start();
    /// `status` is FFmpeg's; write errors may also hide in the output buffer.
    [[nodiscard]] Result<void> checked(int status) const;
};

Result<void> ClipEncoder::Impl::checked(int status) const
{
    if (status >= 0 && format->pb && format->pb->error < 0)
        status = format->pb->error;
    if (status >= 0)
        return {};
    if (status == AVERROR(ENOMEM))
        return outOfMemory(path);
    if (status == AVERROR_ENCODER_NOT_FOUND)
        return Error{ErrorCode::Unsupported,
                     QCoreApplication::translate("media",
                                                 "“%1” cannot be written: install an FFmpeg with the H.264 "
                                                 "encoder x264 and the AAC encoder.")
                         .arg(QFileInfo(path).fileName()),
                     avMessage(status), path};
    if (status == AVERROR(EINVAL))
        return Error{ErrorCode::Invalid,
                     QCoreApplication::translate(
                         "media", "“%1” cannot be written with these settings (%2×%3, sound at "
                                  "%4 Hz): choose others.")
                         .arg(QFileInfo(path).fileName(), QString::number(options.width),
                              QString::number(options.height), QString::number(options.audioRateHz)),
                     avMessage(status), path};
    return unwritable(path, AVUNERROR(status));
}

Result<void> ClipEncoder::Impl::start()
{
    AVFormatContext* made = nullptr;
    if (avformat_alloc_output_context2(&made, nullptr, "mp4", nullptr) < 0)
        return outOfMemory(path);
    format.reset(made);
    made->flags |= AVFMT_FLAG_BITEXACT;
    if (auto opened = checked(video.open(made, options)); !opened)
        return opened;
    if (options.audioRateHz > 0) {
        audio.emplace();
        if (auto opened = checked(audio->open(made, options)); !opened)
            return opened;
    }
    const QByteArray url = "file:" + partPath.toUtf8();
    if (auto opened = checked(avio_open(&made->pb, url.constData(), AVIO_FLAG_WRITE)); !opened)
        return opened;
    ownsPart = true;
    AVDictionary* settings = nullptr;
    // Edit lists, which hold the tracks' starts, count in this unit; by default only in milliseconds.
    av_dict_set(&settings, "movie_timescale", "1000000", 0);
    av_dict_set(&settings, "video_track_timescale", "1000000", 0);
    const int written = avformat_write_header(made, &settings);
    av_dict_free(&settings);
    return checked(written);
}

ClipEncoder::ClipEncoder(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{}

ClipEncoder::~ClipEncoder() = default;

Result<std::unique_ptr<ClipEncoder>> ClipEncoder::create(const QString& path,
                                                         const ClipEncoderOptions& options)
{
    routeAvLog();
    auto impl = std::make_unique<Impl>();
    impl->path = path;
    impl->partPath = path + QStringLiteral(".part");
    impl->options = options;
    if (options.width <= 0 || options.height <= 0)
        return impl->checked(AVERROR(EINVAL)).error();
    if (QFileInfo(path).isDir())
        return unwritable(path, EISDIR);
    if (auto started = impl->start(); !started)
        return started.error();
    return std::unique_ptr<ClipEncoder>(new ClipEncoder(std::move(impl)));
}

Result<void> ClipEncoder::addFrame(const imaging::RgbImage& image, base::MediaTime time)
{
    Q_ASSERT(image.width == m_impl->options.width && image.height == m_impl->options.height);
    return m_impl->checked(m_impl->video.add(m_impl->format.get(), image, time.microseconds()));
}

Result<void> ClipEncoder::addAudio(std::span<const float> samples)
{
    Q_ASSERT(m_impl->audio);
    return m_impl->checked(m_impl->audio->add(m_impl->format.get(), samples));
}

Result<void> ClipEncoder::finish(base::MediaTime end)
{
    Impl& d = *m_impl;
    AVFormatContext* format = d.format.get();
    if (auto flushed = d.checked(d.video.finish(format, end.microseconds())); !flushed)
        return flushed;
    if (d.audio) {
        if (auto flushed = d.checked(d.audio->finish(format)); !flushed)
            return flushed;
    }
    if (auto indexed = d.checked(av_write_trailer(format)); !indexed)
        return indexed;
    avio_flush(format->pb);
    if (auto flushed = d.checked(0); !flushed)
        return flushed;
    if (const int closed = avio_closep(&format->pb); closed < 0)
        return d.checked(closed);

    std::error_code failure;
    std::filesystem::rename(std::filesystem::path(d.partPath.toStdU16String()),
                            std::filesystem::path(d.path.toStdU16String()), failure);
    if (failure)
        return unwritable(d.path, failure.value());
    d.ownsPart = false;
    return {};
}

} // namespace avs::media
