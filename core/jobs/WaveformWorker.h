// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Error.h"
#include "core/jobs/LatestRequest.h"
#include "core/media/WaveformCache.h"

#include <QObject>

namespace avs::jobs {

/// Reads a clip's waveform, from the cache or from the clip, on the thread it was moved to.
class WaveformWorker : public QObject
{
    Q_OBJECT

public:
    explicit WaveformWorker(media::WaveformCache cache, QObject* parent = nullptr);

    /// Any thread; returns at once. `grown` comes with the returned id while the waveform grows and,
    /// complete, at the end; or `failed` at last; or nothing more once another call or `cancel` came.
    quint64 load(const QString& path);
    void cancel();
    void requestStop();

Q_SIGNALS:
    void grown(quint64 request, avs::media::WaveformPyramidPtr waveform);
    void failed(quint64 request, const avs::base::Error& error);

private:
    void loadNow(const LatestRequest::Ticket& ticket, const QString& path);

    media::WaveformCache m_cache;
    LatestRequest m_request;
};

} // namespace avs::jobs
