// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Qt 6.4's moc cannot read <compare> unless <utility> came before.
#include <utility>

#include <compare>
#include <cstdint>

namespace avs::base {

/// A point or span on a clip's own time axis, in whole microseconds. Zero is the presentation
/// timestamp of the clip's earliest stream, so sound and picture share one axis.
class MediaTime
{
public:
    constexpr MediaTime() = default;
    static constexpr MediaTime fromMicroseconds(std::int64_t us) { return MediaTime(us); }
    static constexpr MediaTime fromSeconds(double s)
    {
        return MediaTime(static_cast<std::int64_t>(s * 1e6 + (s < 0 ? -0.5 : 0.5)));
    }

    [[nodiscard]] constexpr std::int64_t microseconds() const { return m_us; }
    [[nodiscard]] constexpr double seconds() const { return static_cast<double>(m_us) * 1e-6; }

    friend constexpr auto operator<=>(MediaTime, MediaTime) = default;
    friend constexpr MediaTime operator+(MediaTime a, MediaTime b) { return MediaTime(a.m_us + b.m_us); }
    friend constexpr MediaTime operator-(MediaTime a, MediaTime b) { return MediaTime(a.m_us - b.m_us); }

private:
    constexpr explicit MediaTime(std::int64_t us)
        : m_us(us)
    {}
    std::int64_t m_us = 0;
};

/// The stretch [begin, end) of a clip's axis; empty where end is not after begin.
struct TimeRange
{
    MediaTime begin;
    MediaTime end;

    [[nodiscard]] constexpr MediaTime duration() const { return end - begin; }
    [[nodiscard]] constexpr bool isEmpty() const { return end <= begin; }
    [[nodiscard]] constexpr bool contains(MediaTime time) const { return begin <= time && time < end; }
    friend constexpr bool operator==(const TimeRange&, const TimeRange&) = default;
};

/// A frame's place in presentation order, from 0. Never time × rate.
class FrameIndex
{
public:
    constexpr FrameIndex() = default;
    constexpr explicit FrameIndex(std::int64_t value)
        : m_value(value)
    {}
    [[nodiscard]] constexpr std::int64_t value() const { return m_value; }
    friend constexpr auto operator<=>(FrameIndex, FrameIndex) = default;

private:
    std::int64_t m_value = 0;
};

} // namespace avs::base
