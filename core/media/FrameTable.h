// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Time.h"

#include <vector>

namespace avs::media {

/// The presentation timestamps of all frames of a clip, in presentation order. Times are strictly
/// increasing. Immutable once made; share freely between threads.
class FrameTable
{
public:
    FrameTable() = default;
    /// `times` sorted; `end` is when the last frame stops being shown.
    FrameTable(std::vector<base::MediaTime> times, base::MediaTime end);

    [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(m_times.size()); }
    [[nodiscard]] bool isEmpty() const { return m_times.empty(); }
    [[nodiscard]] base::MediaTime timeOf(base::FrameIndex index) const;
    /// When the frame stops being shown: the next frame's time, or the end of the stream.
    [[nodiscard]] base::MediaTime endOf(base::FrameIndex index) const;
    /// The frame on screen at `time`: the last one whose timestamp is not later. Clamped to the ends.
    [[nodiscard]] base::FrameIndex frameAt(base::MediaTime time) const;

private:
    std::vector<base::MediaTime> m_times;
    base::MediaTime m_end;
};

} // namespace avs::media
