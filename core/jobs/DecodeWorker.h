// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Error.h"
#include "core/jobs/LatestRequest.h"
#include "core/media/ClipInfo.h"
#include "core/media/FrameTable.h"
#include "core/media/VideoDecoder.h"

#include <QObject>

#include <memory>
#include <mutex>
#include <optional>

namespace avs::jobs {

/// Opens a clip and decodes its frames on the thread it was moved to (see WorkerThread). While a frame is
/// being decoded, further requests replace each other: only the latest is served.
class DecodeWorker : public QObject
{
    Q_OBJECT

public:
    explicit DecodeWorker(QObject* parent = nullptr);
    ~DecodeWorker() override;

    /// \name Any thread; these return at once.
    /// \{
    /// Opens a file, or a folder's first media file in the order of names. Ends in `opened` or `failed` with
    /// the returned id, or in neither when another `open` came first. After `failed` the clip before it stays
    /// open under its own id.
    quint64 open(const QString& path);
    void requestFrame(quint64 clip, base::FrameIndex index);
    void requestStop();
    /// \}

Q_SIGNALS:
    /// `frames` is null for a file without pictures.
    void opened(quint64 clip, const avs::media::ClipInfo& info,
                std::shared_ptr<const avs::media::FrameTable> frames);
    void failed(quint64 clip, const avs::base::Error& error);
    void frameReady(quint64 clip, avs::media::VideoFramePtr frame);
    /// One frame could not be decoded; others still can.
    void frameFailed(quint64 clip, const avs::base::Error& error);

private:
    struct Wanted
    {
        quint64 clip = 0;
        base::FrameIndex index;
    };

    void openNow(const LatestRequest::Ticket& ticket, const QString& path);
    void serve();
    [[nodiscard]] base::Result<media::VideoFramePtr> read(base::FrameIndex index);
    void readAhead(base::FrameIndex shown);
    [[nodiscard]] bool hasWanted() const;

    LatestRequest m_open;
    std::stop_source m_closing;
    mutable std::mutex m_mutex; // guards m_wanted
    std::optional<Wanted> m_wanted;

    // On the worker's thread only.
    quint64 m_clip = 0;
    std::unique_ptr<media::VideoDecoder> m_decoder;
    media::VideoFramePtr m_ahead;
};

} // namespace avs::jobs
