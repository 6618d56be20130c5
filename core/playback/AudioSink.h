// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Error.h"
#include "core/playback/PlaybackClock.h"

#include <QObject>

#include <optional>

namespace avs::playback {

/// Plays a clip's sound and is the clock: `position()` is what is heard now. All methods on the owner's
/// thread; none waits.
class AudioSink : public QObject, public PlaybackClock
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// The file whose first sound stream is played; empty plays silence. Takes effect at the next `start`.
    virtual void setSound(const QString& path) = 0;
    /// Clip seconds per second, above 0, at the same pitch. Takes effect at the next `start`.
    virtual void setSpeed(double speed) = 0;
    virtual void setMuted(bool muted) = 0;
    /// The position goes from the end of this stretch to its beginning, if it starts before that end. Takes
    /// effect at the next `start`. A sink that does not go round by itself is started again by its owner.
    virtual void setLoop(const std::optional<base::TimeRange>&) {}

Q_SIGNALS:
    /// The device cannot be used (any more); another sink must take over.
    void failed(const avs::base::Error& error);
};

} // namespace avs::playback
