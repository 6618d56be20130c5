// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/HeardPosition.h"

#include <algorithm>

namespace avs::playback {

void HeardPosition::taken(std::int64_t frames, std::int64_t nowUs)
{
    std::int64_t unset = -1;
    m_firstTakenUs.compare_exchange_strong(unset, nowUs);
    m_taken += frames;
}

std::int64_t HeardPosition::heard(std::int64_t nowUs)
{
    const std::int64_t first = m_firstTakenUs;
    const std::int64_t taken = m_taken;
    if (first < 0)
        return 0;
    const std::int64_t steady = (nowUs - first) * m_rateHz / 1'000'000 + m_shift;
    const std::int64_t possible =
        std::clamp(steady, std::max<std::int64_t>(0, taken - m_bufferFrames), taken);
    // A stalled or drifting device moves the clock for good, so that picture and sound stay together.
    m_shift += possible - steady;
    m_last = std::max(m_last, possible);
    return m_last;
}

} // namespace avs::playback
