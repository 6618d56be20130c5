// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/DecodeWorker.h"

#include "core/jobs/ClipOpening.h"
#include "core/jobs/Guarded.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace avs::jobs {

namespace {

/// Where neither memory nor a long wait stands against it, so many frames are decoded before they are asked
/// for.
constexpr std::int64_t kMostAhead = 24;
/// Requests that lie farther apart are jumps; nearer ones are steps or fast playing.
constexpr std::int64_t kLongestStride = 8;
/// A run-up of so many frames is over before another picture would be seen.
constexpr std::int64_t kShortRunUp = 10;

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

void DecodeWorker::request(Wanted wanted)
{
    const std::scoped_lock lock(m_mutex);
    wanted.number = ++m_requests;
    if (const auto frame = cached(wanted)) {
        m_wanted.reset();
        answer(wanted, frame);
    } else {
        m_wanted = wanted;
    }
    // Also after an answer: the worker goes on decoding ahead from there.
    if (!std::exchange(m_isCalled, true))
        QMetaObject::invokeMethod(
            this, [this] { serve(); }, Qt::QueuedConnection);
}

media::VideoFramePtr DecodeWorker::cached(const Wanted& wanted)
{
    if (wanted.time || wanted.clip != m_clip)
        return nullptr;
    auto frame = m_cache.find(wanted.index);
    // The first frame is there before the table, which may correct its time.
    const bool isRight =
        frame && (wanted.index.value() >= m_frames->size() || m_frames->timeOf(wanted.index) == frame->time);
    return isRight ? frame : nullptr;
}

void DecodeWorker::answer(const Wanted& wanted, const media::VideoFramePtr& frame)
{
    if (wanted.number < m_answered)
        return;
    m_answered = wanted.number;
    if (!wanted.time) {
        const std::int64_t stride = wanted.index.value() - m_position;
        const bool isJump = std::abs(stride) > kLongestStride;
        if (stride != 0)
            m_stride = isJump ? 0 : stride;
        m_jumps += isJump ? 1 : 0;
        m_position = wanted.index.value();
        m_cache.setPosition(wanted.index);
    }
    Q_EMIT frameReady(wanted.clip, frame);
}

void DecodeWorker::present(const Wanted& wanted, const media::VideoFramePtr& frame)
{
    const std::scoped_lock lock(m_mutex);
    answer(wanted, frame);
}

void DecodeWorker::setFrameCacheBytes(std::int64_t bytes)
{
    QMetaObject::invokeMethod(
        this,
        [this, bytes] {
            m_cache.setLimit(bytes);
            chooseAhead();
        },
        Qt::QueuedConnection);
}

void DecodeWorker::chooseAhead()
{
    m_ahead = m_frameBytes > 0 ? std::min(m_cache.capacityFor(m_frameBytes) / 4, kMostAhead) : 0;
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
    auto clip = guarded([&] { return openClip(path, m_hardware, ticket.stop); });
    if (ticket.stop.stop_requested())
        return;
    if (!clip) {
        Q_EMIT failed(ticket.id, clip.error());
        return;
    }
    m_decoder = std::move(clip->decoder); // ends the indexing of the one before
    m_interrupted = false;
    m_damaged.clear();
    {
        const std::scoped_lock lock(m_mutex);
        m_clip = ticket.id;
        m_frames = m_decoder ? m_decoder->frames() : nullptr;
        m_cache.clear();
        m_position = m_stride = 0;
    }
    m_frameBytes = 0;
    if (m_decoder) {
        if (const auto first = m_decoder->read(base::FrameIndex(0))) {
            m_cache.insert(*first);
            m_frameBytes = media::FrameCache::bytesOf(**first);
        }
    }
    chooseAhead();
    Q_EMIT opened(ticket.id, clip->info, m_decoder ? m_decoder->frames() : nullptr);
    if (clip->problem)
        Q_EMIT damageFound(ticket.id, *clip->problem);
    if (!m_decoder)
        return;
    m_decoder->startIndexing([this, id = ticket.id](const media::IndexProgress& progress) {
        {
            const std::scoped_lock lock(m_mutex);
            m_frames = progress.frames;
        }
        Q_EMIT framesIndexed(id, progress.frames, progress.complete);
        if (progress.problem)
            Q_EMIT damageFound(id, *progress.problem);
    });
}

void DecodeWorker::serve()
{
    std::optional<Wanted> wanted;
    {
        const std::scoped_lock lock(m_mutex);
        m_isCalled = false;
        wanted = std::exchange(m_wanted, {});
        if (const auto frame = wanted ? cached(*wanted) : nullptr) { // since it was asked for
            answer(*wanted, frame);
            wanted.reset();
        }
    }
    if (!m_decoder || m_closing.stop_requested())
        return;
    if (!wanted || wanted->clip != m_clip || serve(*wanted))
        decodeAhead();
}

/// False when it was interrupted by what is served next.
bool DecodeWorker::serve(const Wanted& wanted)
{
    approach(wanted);
    const auto frame = decode(wanted);
    if (m_closing.stop_requested())
        return false;
    m_interrupted = !frame && frame.error().code == base::ErrorCode::Cancelled;
    if (m_interrupted) {
        // Nearer to what is wanted now than the key frame, as a rule.
        if (const auto reached = m_nearIsShown ? m_decoder->reached() : nullptr)
            m_cache.insert(reached);
        return false;
    }
    if (frame)
        present(wanted, *frame);
    else
        Q_EMIT frameFailed(wanted.clip, frame.error());
    return true;
}

/// Whether decoding for it is not worth going on.
bool DecodeWorker::isOutdated(const Wanted& wanted) const
{
    if (m_opensPending > 0)
        return true;
    const std::scoped_lock lock(m_mutex);
    return m_answered > wanted.number || (m_wanted && (m_nearIsShown || !m_interrupted));
}

/// Where the wanted frame takes long, one that is quickly there stands in for it.
void DecodeWorker::approach(const Wanted& wanted)
{
    m_nearIsShown = false;
    const std::int64_t runUp = wanted.time ? 0 : m_decoder->runUp(wanted.index);
    if (runUp <= kShortRunUp)
        return;
    media::VideoFramePtr near = m_cache.nearest(wanted.index);
    if (!near || std::abs(near->index.value() - wanted.index.value()) > runUp) {
        const auto givenUp = [&] { return m_opensPending > 0; };
        const auto key =
            guarded([&] { return m_decoder->readKeyFrame(wanted.index, m_closing.get_token(), givenUp); });
        if (key)
            m_cache.insert(near = *key);
    }
    const std::scoped_lock lock(m_mutex);
    if (!near || m_answered > wanted.number)
        return;
    m_nearIsShown = true;
    Q_EMIT nearFrameReady(wanted.clip, near);
}

base::Result<media::VideoFramePtr> DecodeWorker::decode(const Wanted& wanted)
{
    const auto givenUp = [&] { return isOutdated(wanted); };
    auto frame = guarded([&] {
        return wanted.time ? m_decoder->readAt(*wanted.time, m_closing.get_token(), givenUp)
                           : m_decoder->read(wanted.index, m_closing.get_token(), givenUp);
    });
    if (frame && (*frame)->index.value() >= 0)
        m_cache.insert(*frame);
    return frame;
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
    const std::scoped_lock lock(m_mutex);
    const std::int64_t count = m_frames->size();
    const auto has = [this](std::int64_t n) {
        return m_cache.contains(base::FrameIndex(n)) || m_damaged.contains(n);
    };
    if (m_stride >= 0) {
        const std::int64_t step = std::max<std::int64_t>(m_stride, 1);
        for (std::int64_t n = m_position + step; n < count && n <= m_position + m_ahead * step; n += step) {
            if (!has(n))
                return {n, n, false, m_jumps};
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
    return {std::max<std::int64_t>(0, first - m_ahead), first - 1, true, m_jumps};
}

/// False when it was interrupted or failed. A request for what comes to lie in the cache is answered.
bool DecodeWorker::fill(const Span& span)
{
    const auto givenUp = [&] {
        if (m_opensPending > 0)
            return true;
        const std::scoped_lock lock(m_mutex);
        if (m_wanted) {
            const Wanted wanted = *m_wanted;
            if (const auto frame = cached(wanted)) {
                m_wanted.reset();
                answer(wanted, frame);
            } else if (wanted.time || !span.contains(wanted.index.value())) {
                return true;
            }
        }
        // The viewer is elsewhere, or turned round.
        return m_jumps != span.jumps || (span.isBackwards && m_stride > 0);
    };
    for (std::int64_t n = span.first; n <= span.last; ++n) {
        if (givenUp())
            return false;
        const base::FrameIndex index(n);
        if (m_cache.contains(index) || m_damaged.contains(n))
            continue;
        auto frame = guarded([&] { return m_decoder->read(index, m_closing.get_token(), givenUp); });
        if (frame)
            m_cache.insert(*frame);
        else if (frame.error().code == base::ErrorCode::Damaged)
            m_damaged.insert(n);
        else
            return false;
    }
    return !givenUp();
}

} // namespace avs::jobs
