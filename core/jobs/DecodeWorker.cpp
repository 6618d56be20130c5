// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/DecodeWorker.h"

#include "core/base/Log.h"
#include "core/jobs/Guarded.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace avs::jobs {

namespace {

struct OpenedClip
{
    media::ClipInfo info;
    std::unique_ptr<media::VideoDecoder> decoder; // null without pictures
};

base::Result<OpenedClip> openFile(const QString& path, const std::stop_token& stop)
{
    auto info = media::probe(path);
    if (!info)
        return info.error();
    OpenedClip clip{*info, nullptr};
    if (info->hasVideo) {
        auto decoder = media::VideoDecoder::open(path, stop);
        if (!decoder)
            return decoder.error();
        clip.decoder = std::move(*decoder);
        // Not every container tells its length, live recordings for one; the frames do.
        const media::FrameTable& frames = *clip.decoder->frames();
        clip.info.duration = std::max(clip.info.duration, frames.endOf(base::FrameIndex(frames.size() - 1)));
    }
    return clip;
}

QStringList mediaFilesIn(const QString& folder)
{
    static const QStringList patterns = {"*.mp4",  "*.m4v", "*.mkv", "*.webm", "*.mov",  "*.avi", "*.mpg",
                                         "*.mpeg", "*.ts",  "*.ogv", "*.flv",  "*.wmv",  "*.3gp", "*.m4a",
                                         "*.mp3",  "*.wav", "*.ogg", "*.opus", "*.flac", "*.aac"};
    const QDir dir(folder);
    QStringList files;
    for (const QString& name : dir.entryList(patterns, QDir::Files | QDir::Readable, QDir::Name))
        files.append(dir.filePath(name));
    return files;
}

base::Result<OpenedClip> openFirstOf(const QString& folder, const std::stop_token& stop)
{
    const QStringList files = mediaFilesIn(folder);
    for (const QString& file : files) {
        if (stop.stop_requested())
            return base::Error{base::ErrorCode::Cancelled, {}, {}, folder};
        auto clip = openFile(file, stop);
        if (clip || clip.error().code == base::ErrorCode::Cancelled)
            return clip;
        qCInfo(base::logMedia) << "passed over" << file << clip.error().detail;
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

DecodeWorker::DecodeWorker(QObject* parent)
    : QObject(parent)
{}

DecodeWorker::~DecodeWorker() = default;

quint64 DecodeWorker::open(const QString& path)
{
    const auto ticket = m_open.begin();
    QMetaObject::invokeMethod(
        this, [this, ticket, path] { openNow(ticket, path); }, Qt::QueuedConnection);
    return ticket.id;
}

void DecodeWorker::requestFrame(quint64 clip, base::FrameIndex index)
{
    {
        const std::scoped_lock lock(m_mutex);
        const bool underWay = m_wanted.has_value();
        m_wanted = Wanted{clip, index};
        if (underWay)
            return;
    }
    QMetaObject::invokeMethod(this, &DecodeWorker::serve, Qt::QueuedConnection);
}

void DecodeWorker::requestStop()
{
    m_closing.request_stop();
    m_open.close();
}

void DecodeWorker::openNow(const LatestRequest::Ticket& ticket, const QString& path)
{
    if (ticket.stop.stop_requested())
        return;
    auto clip = guarded([&] {
        return QFileInfo(path).isDir() ? openFirstOf(path, ticket.stop) : openFile(path, ticket.stop);
    });
    if (ticket.stop.stop_requested())
        return;
    if (!clip) {
        Q_EMIT failed(ticket.id, clip.error());
        return;
    }
    m_clip = ticket.id;
    m_decoder = std::move(clip->decoder);
    m_ahead.reset();
    Q_EMIT opened(ticket.id, clip->info, m_decoder ? m_decoder->frames() : nullptr);
}

void DecodeWorker::serve()
{
    std::optional<Wanted> wanted;
    {
        const std::scoped_lock lock(m_mutex);
        wanted.swap(m_wanted);
    }
    if (!wanted || !m_decoder || wanted->clip != m_clip)
        return;
    auto frame = read(wanted->index);
    if (m_closing.stop_requested())
        return;
    if (!frame) {
        Q_EMIT frameFailed(wanted->clip, frame.error());
        return;
    }
    Q_EMIT frameReady(wanted->clip, *frame);
    readAhead(wanted->index);
}

base::Result<media::VideoFramePtr> DecodeWorker::read(base::FrameIndex index)
{
    if (m_ahead && m_ahead->index == index)
        return std::exchange(m_ahead, nullptr);
    return guarded([&] { return m_decoder->read(index, m_closing.get_token()); });
}

void DecodeWorker::readAhead(base::FrameIndex shown)
{
    const base::FrameIndex next(shown.value() + 1);
    if (next.value() >= m_decoder->frames()->size() || hasWanted())
        return;
    auto frame = read(next);
    m_ahead = frame ? *frame : nullptr;
}

bool DecodeWorker::hasWanted() const
{
    const std::scoped_lock lock(m_mutex);
    return m_wanted.has_value();
}

} // namespace avs::jobs
