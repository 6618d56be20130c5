// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Error.h"
#include "core/playback/SoundRun.h"

#include <QObject>

namespace avs::playback {

/// Something that takes sound out of a run and makes it heard. Methods are called on the owner's thread and
/// return at once.
class SoundDevice : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] virtual int rateHz() const = 0;
    [[nodiscard]] virtual int channels() const = 0;
    /// Plays this run instead of any other. The device calls the run's `take` as it needs sound, and
    /// `observe` some fifty times a second.
    virtual void start(SoundRunPtr run) = 0;
    /// What the device still holds is not heard any more.
    virtual void stop() = 0;

Q_SIGNALS:
    void failed(const avs::base::Error& error);
};

} // namespace avs::playback
