// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Time.h"

namespace avs::playback {

/// What playing goes by: a position on the clip's axis that moves while started.
class PlaybackClock
{
public:
    virtual ~PlaybackClock() = default;

    /// (Re)starts at `from`.
    virtual void start(base::MediaTime from) = 0;
    /// Holds the present position.
    virtual void stop() = 0;
    [[nodiscard]] virtual base::MediaTime position() const = 0;
};

} // namespace avs::playback
