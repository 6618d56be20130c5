// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/DecodeWorker.h"

#include "core/base/Log.h"
#include "core/jobs/Guarded.h"
#include "core/media/MediaFiles.h"

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
    std::optional<base::Error> problem;
};

/// Where neither memory nor a long wait stands against it, so many frames are decoded before they are asked
/// for.
constexpr std::int64_t kMostAhead = 24;
/// Requests that lie farther apart are jumps; nearer ones are steps or fast playing.
constexpr std::int64_t kLongestStride = 8;

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

DecodeWorker::DecodeWorker(QObject* parent)
    : QObject(parent)
{}

DecodeWorker::~DecodeWorker() = default;

quint64 DecodeWorker::open(const QString& path)
{
    const auto ticket = m_open.begin();
    ++m_opensPending;
    QMetaObject::invokeMethod(
        this,
        [this, ticket, path] {
            --m_opensPending;
            openNow(ticket, path);
        },
        Qt::QueuedConnection);
    return ticket.id;
}

void DecodeWorker::requestFrame(quint64 clip, base::FrameIndex index)
{
    request({clip, index, {}});
}

void DecodeWorker::requestFrameAt(quint64 clip, base::MediaTime time)
{
    request({clip, base::FrameIndex(-1), time});
}

void DecodeWorker::request(const Wanted& wanted)
{
    {
        const std::scoped_lock lock(m_mutex);
        const bool underWay = m_wanted.has_value();
        m_wanted = wanted;
        if (underWay)
            return;
    }
    QMetaObject::invokeMethod(this, &DecodeWorker::serve, Qt::QueuedConnection);
}

std::optional<DecodeWorker::Wanted> DecodeWorker::pending() const
{
    const std::scoped_lock lock(m_mutex);
    return m_wanted;
}

std::optional<DecodeWorker::Wanted> DecodeWorker::takePending()
{
    const std::scoped_lock lock(m_mutex);
    return std::exchange(m_wanted, {});
}

void DecodeWorker::putBack(const Wanted& wanted)
{
    const std::scoped_lock lock(m_mutex);
    if (!m_wanted)
        m_wanted = wanted;
}

void DecodeWorker::setFrameCacheBytes(std::int64_t bytes)
{
    QMetaObject::invokeMethod(
        this,
        [this, bytes] {
            const auto shown = m_cache.find(base::FrameIndex(m_position));
            m_cache.setLimit(bytes);
            if (shown)
                m_ahead = std::min(m_cache.capacityFor(*shown) / 4, kMostAhead);
        },
        Qt::QueuedConnection);
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
        return QFileInfo(path).isDir() ? openFirstOf(path, m_hardware, ticket.stop)
                                       : openFile(path, m_hardware, ticket.stop);
    });
    if (ticket.stop.stop_requested())
        return;
    if (!clip) {
        Q_EMIT failed(ticket.id, clip.error());
        return;
    }
    m_clip = ticket.id;
    m_decoder = std::move(clip->decoder);
    m_cache.clear();
    m_position = m_stride = 0;
    m_interrupted = false;
    if (m_decoder) {
        if (const auto first = m_decoder->read(base::FrameIndex(0))) {
            m_cache.insert(*first);
            m_ahead = std::min(m_cache.capacityFor(**first) / 4, kMostAhead);
        }
    }
    Q_EMIT opened(ticket.id, clip->info, m_decoder ? m_decoder->frames() : nullptr);
    if (clip->problem)
        Q_EMIT damageFound(ticket.id, *clip->problem);
    if (!m_decoder)
        return;
    m_decoder->startIndexing([this, id = ticket.id](const media::IndexProgress& progress) {
        Q_EMIT framesIndexed(id, progress.frames, progress.complete);
        if (progress.problem)
            Q_EMIT damageFound(id, *progress.problem);
    });
}

void DecodeWorker::serve()
{
    const auto wanted = takePending();
    if (!wanted || !m_decoder || wanted->clip != m_clip)
        return;
    if (const auto frame = cached(*wanted)) {
        present(*wanted, frame);
    } else {
        const auto decoded = decode(*wanted);
        if (m_closing.stop_requested())
            return;
        m_interrupted = !decoded && decoded.error().code == base::ErrorCode::Cancelled;
        if (m_interrupted)
            return; // by a newer request, which is served next
        if (decoded)
            present(*wanted, *decoded);
        else
            Q_EMIT frameFailed(wanted->clip, decoded.error());
    }
    decodeAhead();
}

media::VideoFramePtr DecodeWorker::cached(const Wanted& wanted)
{
    if (wanted.time || wanted.clip != m_clip)
        return nullptr;
    auto frame = m_cache.find(wanted.index);
    // The first frame is there before the table, which may correct its time.
    const auto frames = m_decoder->frames();
    const bool isRight =
        frame && (wanted.index.value() >= frames->size() || frames->timeOf(wanted.index) == frame->time);
    return isRight ? frame : nullptr;
}

base::Result<media::VideoFramePtr> DecodeWorker::decode(const Wanted& wanted)
{
    const auto givenUp = [&] {
        if (m_opensPending > 0)
            return true;
        const auto newer = pending();
        return newer && (!m_interrupted || cached(*newer));
    };
    auto frame = guarded([&] {
        return wanted.time ? m_decoder->readAt(*wanted.time, m_closing.get_token(), givenUp)
                           : m_decoder->read(wanted.index, m_closing.get_token(), givenUp);
    });
    if (frame && (*frame)->index.value() >= 0)
        m_cache.insert(*frame);
    return frame;
}

void DecodeWorker::present(const Wanted& wanted, const media::VideoFramePtr& frame)
{
    if (!wanted.time) {
        const std::int64_t stride = wanted.index.value() - m_position;
        if (stride != 0)
            m_stride = std::abs(stride) <= kLongestStride ? stride : 0;
        m_position = wanted.index.value();
        m_cache.setPosition(wanted.index);
    }
    Q_EMIT frameReady(wanted.clip, frame);
}

/// Fills the cache where the viewer is going until it is full there or something else is wanted.
void DecodeWorker::decodeAhead()
{
    while (!m_closing.stop_requested()) {
        const Span span = nextSpan();
        if (span.isEmpty() || !fill(span))
            return;
    }
}

DecodeWorker::Span DecodeWorker::nextSpan() const
{
    if (m_ahead == 0)
        return {};
    const std::int64_t count = m_decoder->frames()->size();
    const auto has = [this](std::int64_t n) { return m_cache.contains(base::FrameIndex(n)); };
    if (m_stride >= 0) {
        const std::int64_t step = std::max<std::int64_t>(m_stride, 1);
        for (std::int64_t n = m_position + step; n < count && n <= m_position + m_ahead * step; n += step) {
            if (!has(n))
                return {n, n};
        }
        if (m_stride > 0)
            return {};
    }
    // Backwards whole spans at once: each begins with decoding from the key frame before it.
    std::int64_t first = m_position;
    while (first > 0 && first > m_position - m_ahead && has(first - 1))
        --first;
    if (m_position - first >= (m_ahead + 1) / 2 || first == 0)
        return {};
    return {std::max<std::int64_t>(0, first - m_ahead), first - 1};
}

/// False when it was interrupted or failed. Requests that the cache can answer meanwhile are answered.
bool DecodeWorker::fill(const Span& span)
{
    const bool isBackwards = span.first < m_position;
    const auto givenUp = [&] {
        if (m_opensPending > 0)
            return true;
        if (const auto wanted = takePending()) {
            if (const auto frame = cached(*wanted)) {
                present(*wanted, frame);
            } else {
                putBack(*wanted);
                if (wanted->time || !span.contains(wanted->index.value()))
                    return true;
            }
        }
        return isBackwards && m_stride > 0; // the viewer turned round
    };
    for (std::int64_t n = span.first; n <= span.last; ++n) {
        if (givenUp())
            return false;
        const base::FrameIndex index(n);
        if (m_cache.contains(index))
            continue;
        auto frame = guarded([&] { return m_decoder->read(index, m_closing.get_token(), givenUp); });
        if (!frame)
            return false;
        m_cache.insert(*frame);
    }
    return !givenUp();
}

} // namespace avs::jobs
