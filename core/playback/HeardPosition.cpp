// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/HeardPosition.h"

#include <algorithm>
#include <cstdlib>

namespace avs::playback {

namespace {
constexpr std::int64_t kFraction = 256;
/// An answer counts for one part in so many: devices answer in steps.
constexpr std::int64_t kInertia = 8;
} // namespace

std::int64_t HeardPosition::steady(std::int64_t nowUs) const
{
    // In two parts, since the product of all would overflow within days of uptime.
    const std::int64_t seconds = nowUs / 1'000'000;
    const std::int64_t rest = nowUs % 1'000'000;
    return seconds * m_rateHz + rest * m_rateHz / 1'000'000;
}

void HeardPosition::observe(std::int64_t frames, std::int64_t nowUs)
{
    const std::int64_t offset = (frames - steady(nowUs)) * kFraction;
    const std::int64_t present = m_offset;
    const std::int64_t stalled = std::int64_t(m_rateHz) / 20 * kFraction;
    if (present == kUnknown || std::abs(offset - present) > stalled)
        m_offset = offset;
    else
        m_offset = present + (offset - present) / kInertia;
}

std::int64_t HeardPosition::heard(std::int64_t nowUs)
{
    const std::int64_t offset = m_offset;
    if (offset == kUnknown)
        return m_last;
    const std::int64_t now = steady(nowUs) + offset / kFraction;
    m_last = std::max(m_last, std::clamp<std::int64_t>(now, 0, m_taken));
    return m_last;
}

} // namespace avs::playback
