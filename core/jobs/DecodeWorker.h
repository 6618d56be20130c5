// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Error.h"
#include "core/jobs/LatestRequest.h"
#include "core/media/ClipInfo.h"
#include "core/media/FrameCache.h"
#include "core/media/FrameTable.h"
#include "core/media/VideoDecoder.h"

#include <QObject>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <set>

namespace avs::jobs {

/// Opens a clip and decodes its frames on the thread it was moved to (see WorkerThread). While a frame is
/// being decoded, further requests replace each other: only the latest is served, and it interrupts the
/// decoding of the one before (but never twice in a row before something was shown, so that dragging through
/// a clip always shows something). Frames are kept in a cache, from which they are answered at once, whatever
/// is being decoded; and when nothing is asked for, those that will probably come next are decoded.
class DecodeWorker : public QObject
{
    Q_OBJECT

public:
    explicit DecodeWorker(QObject* parent = nullptr);
    ~DecodeWorker() override;

    /// \name Any thread; these return at once.
    /// \{
    /// Opens a file, or a folder's first media file, else the first in the folders below it. Ends in `opened`
    /// or `failed` with the returned id, or in neither when another `open` came first. After `failed` the
    /// clip before it stays open under its own id.
    quint64 open(const QString& path);
    void requestFrame(quint64 clip, base::FrameIndex index);
    /// The frame on screen at `time`, for times beyond the frames known so far.
    void requestFrameAt(quint64 clip, base::MediaTime time);
    /// The bound of the frame cache, from now on.
    void setFrameCacheBytes(std::int64_t bytes);
    /// Whether clips opened from now on may be decoded on the graphics card.
    void setHardware(media::VideoDecoder::Hardware hardware) { m_hardware = hardware; }
    void requestStop();
    /// \}

Q_SIGNALS:
    /// The first frame can be shown. `frames` are those known by now; null for a file without pictures, or
    /// whose pictures cannot be decoded (then `damageFound` follows).
    void opened(quint64 clip, const avs::media::ClipInfo& info,
                std::shared_ptr<const avs::media::FrameTable> frames);
    /// More frames are known; each table extends the one before. `complete` is said once, last.
    void framesIndexed(quint64 clip, std::shared_ptr<const avs::media::FrameTable> frames, bool complete);
    /// The clip can be played, but not all of it.
    void damageFound(quint64 clip, const avs::base::Error& error);
    void failed(quint64 clip, const avs::base::Error& error);
    /// From the cache within `requestFrame`, on its thread, else on the worker's. Connected queued, answers
    /// come in the order of their requests, and none that is older than one that has come. What is connected
    /// directly must not make requests.
    void frameReady(quint64 clip, avs::media::VideoFramePtr frame);
    /// The wanted frame takes long. Until it is there this one can stand in for it, under its own index and
    /// time: the nearest that is kept, or the key frame before the wanted one. Comes before its `frameReady`,
    /// in the same way.
    void nearFrameReady(quint64 clip, avs::media::VideoFramePtr frame);
    /// One frame could not be decoded; others still can.
    void frameFailed(quint64 clip, const avs::base::Error& error);

private:
    struct Wanted
    {
        quint64 clip = 0;
        base::FrameIndex index;
        std::optional<base::MediaTime> time; ///< instead of the index
        quint64 number = 0;                  ///< of the request, rising
    };
    /// Frames to be decoded before they are asked for.
    struct Span
    {
        std::int64_t first = 0;
        std::int64_t last = -1;
        bool isBackwards = false;
        quint64 jumps = 0; ///< when it was chosen
        [[nodiscard]] bool isEmpty() const { return last < first; }
        [[nodiscard]] bool contains(std::int64_t n) const { return n >= first && n <= last; }
    };

    void request(Wanted wanted);
    void openNow(const LatestRequest::Ticket& ticket, const QString& path);
    void serve();
    [[nodiscard]] bool serve(const Wanted& wanted);
    void approach(const Wanted& wanted);
    [[nodiscard]] base::Result<media::VideoFramePtr> decode(const Wanted& wanted);
    [[nodiscard]] bool isOutdated(const Wanted& wanted) const;
    void present(const Wanted& wanted, const media::VideoFramePtr& frame);
    void chooseAhead();
    void decodeAhead();
    [[nodiscard]] Span nextSpan() const;
    [[nodiscard]] bool fill(const Span& span);

    // These two expect m_mutex to be held.
    [[nodiscard]] media::VideoFramePtr cached(const Wanted& wanted);
    void answer(const Wanted& wanted, const media::VideoFramePtr& frame);

    LatestRequest m_open;
    std::atomic<int> m_opensPending = 0;
    std::stop_source m_closing;
    std::atomic<media::VideoDecoder::Hardware> m_hardware = media::VideoDecoder::Hardware::WhenItWorks;
    media::FrameCache m_cache;

    mutable std::mutex m_mutex; // guards all to the next comment
    quint64 m_clip = 0;
    std::shared_ptr<const media::FrameTable> m_frames;
    std::optional<Wanted> m_wanted; ///< neither answered nor begun
    bool m_isCalled = false;        ///< `serve` will run
    quint64 m_requests = 0;
    quint64 m_answered = 0;      ///< number of the latest request that was
    std::int64_t m_position = 0; ///< index of the frame on screen
    std::int64_t m_stride = 0;   ///< from the frame before; 0 after a jump
    quint64 m_jumps = 0;

    // On the worker's thread only.
    std::unique_ptr<media::VideoDecoder> m_decoder;
    std::int64_t m_frameBytes = 0;    ///< size of the clip's first frame
    std::int64_t m_ahead = 0;         ///< frames to keep ready; 0 where few fit into the cache
    std::set<std::int64_t> m_damaged; ///< frames of the clip that were found to be undecodable
    bool m_interrupted = false;       ///< the latest request before this one
    bool m_nearIsShown = false;       ///< in place of the frame being decoded
};

} // namespace avs::jobs
