// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/media.
#pragma once

#include "core/base/Result.h"
#include "core/base/Time.h"
#include "core/media/AvHandles.h"
#include "core/media/ClipInfo.h"

#include <stop_token>

namespace avs::media {

/// Damaged files hold any number as a time. What lies farther away than this (36,000 years) is taken to be
/// here, so that sums of a few times do not overflow.
inline constexpr std::int64_t kFarthestUs = std::int64_t(1) << 60;

/// The sum of two timestamps or a timestamp and a duration, at most the largest number there is.
[[nodiscard]] std::int64_t addStamps(std::int64_t stamp, std::int64_t other);

/// An opened file and its streams. One thread at a time.
class MediaSource
{
public:
    /// One picture of a numbered series opens the whole series (see ImageSequence). Errors as `probe()`;
    /// Cancelled.
    [[nodiscard]] static base::Result<std::unique_ptr<MediaSource>> open(const QString& path,
                                                                         std::stop_token stop);

    MediaSource(const MediaSource&) = delete;
    MediaSource& operator=(const MediaSource&) = delete;

    [[nodiscard]] const QString& path() const { return m_path; }
    [[nodiscard]] ClipInfo info() const;
    [[nodiscard]] AVFormatContext* format() const { return m_format.get(); }
    /// The first stream of moving pictures (cover art is none) or of sound with usable parameters, or null.
    [[nodiscard]] AVStream* video() const { return m_video; }
    [[nodiscard]] AVStream* audio() const { return m_audio; }

    /// From now on reading ends with AVERROR_EXIT once `stop` is requested.
    void setStop(std::stop_token stop) { m_stop = std::move(stop); }
    [[nodiscard]] bool stopRequested() const { return m_stop.stop_requested(); }

    /// Leaves out the packets of all other streams.
    void readOnly(const AVStream* stream);

    /// A stream's timestamp on the clip's axis; never farther from zero than 2·kFarthestUs.
    [[nodiscard]] base::MediaTime timeOf(std::int64_t timestamp, const AVStream* stream) const;
    /// The reverse.
    [[nodiscard]] std::int64_t timestampOf(base::MediaTime time, const AVStream* stream) const;

private:
    MediaSource() = default;
    void chooseStreams();

    QString m_path;
    std::stop_token m_stop;
    InputPtr m_format;
    AVStream* m_video = nullptr;
    AVStream* m_audio = nullptr;
    std::int64_t m_zeroUs = 0;
};

} // namespace avs::media
