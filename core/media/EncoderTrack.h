// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/media: one encoder and its stream in a file being written.
#pragma once

#include "core/imaging/RgbImage.h"
#include "core/media/AvHandles.h"
#include "core/media/ClipEncoder.h"

#include <map>
#include <span>
#include <vector>

namespace avs::media {

/// All functions return 0 or one of FFmpeg's negative codes. One thread.
class EncoderTrack
{
public:
    [[nodiscard]] int sendAndWrite(AVFormatContext* format, const AVFrame* frame);

protected:
    /// Opens the prepared encoder and makes its stream.
    [[nodiscard]] int openStream(AVFormatContext* format, const AVCodec* encoder, AVDictionary** options);
    /// A last change to a packet before it is written.
    virtual void amend(AVPacket& packet) { (void)packet; }
    virtual ~EncoderTrack() = default;

    CodecPtr m_codec;
    PacketPtr m_packet{av_packet_alloc()};
    AVStream* m_stream = nullptr;
};

/// H.264 in YCbCr 4:2:0, BT.709, limited range, with timestamps in microseconds.
class VideoTrack : public EncoderTrack
{
public:
    [[nodiscard]] int open(AVFormatContext* format, const ClipEncoderOptions& options);
    [[nodiscard]] int add(AVFormatContext* format, const imaging::RgbImage& image, std::int64_t timeUs);
    /// Writes all that is left; the last frame is shown until `endUs`.
    [[nodiscard]] int finish(AVFormatContext* format, std::int64_t endUs);

private:
    void amend(AVPacket& packet) override;
    [[nodiscard]] int sendWaiting(AVFormatContext* format, std::int64_t untilUs);

    FramePtr m_frame{av_frame_alloc()};
    FramePtr m_rgb{av_frame_alloc()};
    SwsPtr m_scaler;
    bool m_isWaiting = false; ///< m_frame is to be encoded as soon as its duration is known
    std::map<std::int64_t, std::int64_t> m_durations; ///< by timestamp, of frames whose packets are to come
};

/// AAC, starting at time 0.
class AudioTrack : public EncoderTrack
{
public:
    /// AVERROR(EINVAL): AAC has no such sample rate.
    [[nodiscard]] int open(AVFormatContext* format, const ClipEncoderOptions& options);
    [[nodiscard]] int add(AVFormatContext* format, std::span<const float> samples);
    [[nodiscard]] int finish(AVFormatContext* format);

private:
    [[nodiscard]] int encode(AVFormatContext* format, const float* samples, int count);

    FramePtr m_frame{av_frame_alloc()};
    std::vector<float> m_waiting; ///< interleaved, less than one encoder frame
    std::int64_t m_sent = 0;      ///< samples per channel
};

} // namespace avs::media
