// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Error.h"
#include "core/jobs/LatestRequest.h"
#include "core/media/AudioDecoder.h"

#include <QObject>

namespace avs::jobs {

/// Decodes a clip's whole sound for playing (48 kHz stereo), on the thread it was moved to.
class AudioLoadWorker : public QObject
{
    Q_OBJECT

public:
    static constexpr int kRateHz = 48000;
    static constexpr int kChannels = 2;

    using QObject::QObject;

    /// Any thread; returns at once. Ends in `loaded` or `failed` with the returned id, or in neither when
    /// another call or `cancel` came first.
    quint64 load(const QString& path);
    void cancel();
    void requestStop();

Q_SIGNALS:
    void loaded(quint64 request, avs::media::AudioSamplesPtr sound);
    void failed(quint64 request, const avs::base::Error& error);

private:
    void loadNow(const LatestRequest::Ticket& ticket, const QString& path);

    LatestRequest m_request;
};

} // namespace avs::jobs
