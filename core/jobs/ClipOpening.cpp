// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/ClipOpening.h"

#include "core/base/Log.h"
#include "core/media/MediaFiles.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace avs::jobs {

namespace {

base::MediaTime endOf(const media::FrameTable& frames)
{
    return frames.endOf(base::FrameIndex(frames.size() - 1));
}

base::Result<OpenedClip> openFile(const QString& path, media::VideoDecoder::Hardware hardware,
                                  const std::stop_token& stop)
{
    auto decoder = media::VideoDecoder::openAtOnce(path, hardware, stop);
    if (decoder) {
        OpenedClip clip{(*decoder)->info(), std::move(*decoder), {}};
        // Not every container tells its length, live recordings for one.
        clip.info.duration = std::max(clip.info.duration, endOf(*clip.decoder->frames()));
        return clip;
    }
    auto info = media::probe(path);
    if (!info || !info->hasAudio || decoder.error().code == base::ErrorCode::Cancelled)
        return decoder.error();
    OpenedClip clip{*info, nullptr, {}};
    if (info->hasVideo)
        clip.problem = decoder.error(); // broken pictures do not silence the sound
    clip.info.hasVideo = false;
    return clip;
}

/// Pictures last: beside a film they are its poster.
QStringList filesToTry(const QString& folder)
{
    QStringList files = media::mediaFilesIn(folder);
    std::stable_partition(files.begin(), files.end(), [](const QString& file) {
        return media::mediaKindOf(file) != media::MediaKind::Picture;
    });
    return files;
}

/// Of its own files first, then of those in the folders below.
base::Result<OpenedClip> openFirstOf(const QString& folder, media::VideoDecoder::Hardware hardware,
                                     const std::stop_token& stop)
{
    if (stop.stop_requested())
        return base::Error{base::ErrorCode::Cancelled, {}, {}, folder};
    const QStringList files = filesToTry(folder);
    for (const QString& file : files) {
        if (stop.stop_requested())
            return base::Error{base::ErrorCode::Cancelled, {}, {}, folder};
        auto clip = openFile(file, hardware, stop);
        if (clip || clip.error().code == base::ErrorCode::Cancelled)
            return clip;
        qCInfo(base::logMedia) << "passed over" << file << clip.error().detail;
    }
    for (const QString& below : media::foldersIn(folder)) {
        auto clip = openFirstOf(below, hardware, stop);
        if (clip || clip.error().code == base::ErrorCode::Cancelled)
            return clip;
    }
    return base::Error{
        base::ErrorCode::NotFound,
        QCoreApplication::translate("avs::jobs::DecodeWorker",
                                    "The folder “%1” holds no video or sound that can be opened. "
                                    "Choose another folder or a file.")
            .arg(QDir::toNativeSeparators(folder)),
        {},
        folder};
}

} // namespace

base::Result<OpenedClip> openClip(const QString& path, media::VideoDecoder::Hardware hardware,
                                  const std::stop_token& stop)
{
    return QFileInfo(path).isDir() ? openFirstOf(path, hardware, stop) : openFile(path, hardware, stop);
}

} // namespace avs::jobs
