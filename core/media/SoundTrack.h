// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/media.
#pragma once

#include "core/base/Result.h"
#include "core/media/MediaSource.h"
#include "core/media/SampleConverter.h"

#include <limits>
#include <memory>
#include <span>
#include <vector>

namespace avs::media {

/// The first sound stream of a file at its own rate: interleaved floats in [-1, 1], each where its timestamp
/// says. Sample frame 0 is at time 0 of the clip's axis. One thread at a time.
class SoundTrack
{
public:
    /// `channels` 0: the stream's own. Errors as `readAudio()`.
    [[nodiscard]] static base::Result<std::unique_ptr<SoundTrack>> open(const QString& path, int channels,
                                                                        const std::stop_token& stop);

    [[nodiscard]] int rateHz() const { return m_rateHz; }
    [[nodiscard]] int channels() const { return m_channels; }
    [[nodiscard]] std::int64_t position() const { return m_position; }
    /// As AudioReader.
    [[nodiscard]] base::Result<std::int64_t> read(std::span<float> out, const std::stop_token& stop);
    [[nodiscard]] base::Result<void> seek(std::int64_t frame, const std::stop_token& stop);

private:
    /// What the first frame was, which the grid of all later ones begins with.
    struct First
    {
        std::int64_t packet = AV_NOPTS_VALUE; ///< timestamp of the packet before any decoding
        std::int64_t timestamp = AV_NOPTS_VALUE;
        std::int64_t position = 0;
        int count = 0;
    };

    explicit SoundTrack(QString path)
        : m_path(std::move(path))
    {}

    [[nodiscard]] base::Result<void> reopen(const std::stop_token& stop);
    [[nodiscard]] base::Result<void> rewind(const std::stop_token& stop);
    [[nodiscard]] bool jumpBefore(std::int64_t frame);
    [[nodiscard]] base::Result<void> skipTo(std::int64_t frame, const std::stop_token& stop);
    [[nodiscard]] base::Result<void> decodeMore();
    [[nodiscard]] base::Result<void> take(const AVFrame& frame);
    [[nodiscard]] bool feed();
    void place(const AVFrame& frame);
    [[nodiscard]] std::int64_t onGrid(std::int64_t position, int count) const;
    void forgetDecoded();

    const QString m_path;
    std::unique_ptr<MediaSource> m_source;
    CodecPtr m_codec;
    PacketPtr m_packet{av_packet_alloc()};
    FramePtr m_frame{av_frame_alloc()};
    std::int64_t m_latest = 0;                                            ///< no gap reaches beyond it
    std::int64_t m_latestJump = std::numeric_limits<std::int64_t>::max(); ///< behind it, timestamps mislead
    bool m_broken = false; ///< reading was interrupted; opens anew before going on

    SampleConverter m_converter;
    int m_rateHz = 0;
    int m_channels = 0;
    First m_first;
    std::int64_t m_position = 0; ///< that the next read begins with
    std::int64_t m_decoded = 0;  ///< where the next decoded frame begins if it follows the last
    bool m_isPlaced = false;     ///< m_decoded is known
    bool m_isDoubtful = false;   ///< something was left out, so the next timestamp is believed
    bool m_ended = false;
    int m_refusals = 0;
    std::vector<float> m_pending; ///< decoded; its last sample frame is before m_decoded
    std::size_t m_pendingBegin = 0;
};

} // namespace avs::media
