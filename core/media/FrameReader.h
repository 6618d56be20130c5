// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/media.
#pragma once

#include "core/media/PacketIndex.h"

#include <functional>
#include <optional>
#include <set>
#include <stop_token>

namespace avs::media {

/// Reads and decodes the pictures of one file: in order, or after a seek to the key frame before. On the
/// graphics card where that works; when it fails, now or later, in software, with the same pictures. One
/// thread.
class FrameReader
{
public:
    enum class Outcome
    {
        Found,     ///< `picture()` is the wanted one
        Missing,   ///< the stream cannot be decoded there
        NotLanded, ///< only within this class: the seek led past the key frame
        Failed,    ///< only within this class: the graphics card gave up
        Stopped,
        NoMemory
    };
    /// Asked between packets; true ends the read with Stopped. The next read goes on from there if it can.
    using GivenUp = std::function<bool()>;

    /// `onCard`: see openHardwareDecoder(); null: in software from the beginning.
    FrameReader(std::unique_ptr<MediaSource> source, CodecPtr onCard);

    /// False when FFmpeg has no decoder for the stream.
    [[nodiscard]] bool canDecode() const { return m_codec != nullptr; }
    [[nodiscard]] bool isOnGraphicsCard() const { return m_onCard; }

    /// The first picture that can be decoded; call first. `firstKey()` is its presentation timestamp, if any.
    [[nodiscard]] Outcome readFirst(const std::stop_token& stop);
    [[nodiscard]] std::optional<std::int64_t> firstKey() const { return m_firstKey; }

    /// The frame that `index` (of this file) calls `wanted`.
    [[nodiscard]] Outcome read(const PacketIndex& index, std::int64_t wanted, const std::stop_token& stop,
                               const GivenUp& givenUp);
    /// How many packets lead to that frame: from where decoding stands, or from the key frame before it.
    [[nodiscard]] std::int64_t runUp(const PacketIndex& index, std::int64_t wanted) const;
    /// The key frame that decoding for `wanted` has to begin with, alone: there as soon as one picture can
    /// be. Missing where a read would go on from where it stands, or could only begin at the start of the
    /// file. Decoding stands nowhere afterwards.
    [[nodiscard]] Outcome readKeyFrame(const PacketIndex& index, std::int64_t wanted,
                                       const std::stop_token& stop, const GivenUp& givenUp);
    /// Presentation index of the picture that decoding has come to, which `picture()` then is: after `read`
    /// the wanted one, or where it was given up one on the way; after `readKeyFrame` the key frame.
    [[nodiscard]] std::optional<std::int64_t> reached();
    /// The frame on screen at `time`, without an index. Missing also where the stream has no timestamps.
    [[nodiscard]] Outcome readAt(base::MediaTime time, const std::stop_token& stop, const GivenUp& givenUp);

    /// After Found. Valid until the next read.
    [[nodiscard]] const AVFrame& picture() const { return *m_picture; }
    /// Of `picture()`, on the clip's axis; for `readAt`.
    [[nodiscard]] base::MediaTime pictureTime() const;

private:
    /// So many failures in one search, and the rest of the stream is given up.
    static constexpr int kMostFailures = 1000;

    [[nodiscard]] base::MediaTime timeOf(const AVFrame& frame) const;
    void forgetPosition();
    [[nodiscard]] bool reopen(const std::stop_token& stop);
    [[nodiscard]] bool seek(std::int64_t stamp);
    [[nodiscard]] Outcome from(const PacketIndex& index, std::int64_t key,
                               const std::function<Outcome()>& decode);
    [[nodiscard]] bool canDecodeOn(const PacketIndex& index, std::int64_t wanted) const;
    [[nodiscard]] std::int64_t nameOf(const AVPacket& packet);
    [[nodiscard]] int nextPacket();
    [[nodiscard]] Outcome send();
    [[nodiscard]] Outcome feed(const PacketIndex& index, std::int64_t wanted, std::int64_t landBefore);
    [[nodiscard]] Outcome decodeUntil(const PacketIndex& index, std::int64_t wanted, std::int64_t landBefore,
                                      const GivenUp& givenUp);
    [[nodiscard]] Outcome decodeAlone(const PacketIndex& index, std::int64_t key, const GivenUp& givenUp);
    [[nodiscard]] Outcome seekAndDecode(const PacketIndex& index, std::int64_t wanted,
                                        const std::stop_token& stop, const GivenUp& givenUp);
    [[nodiscard]] Outcome readOnce(const PacketIndex& index, std::int64_t wanted, const std::stop_token& stop,
                                   const GivenUp& givenUp);
    [[nodiscard]] Outcome feedAt();
    [[nodiscard]] bool isLastFedBefore(base::MediaTime time);
    [[nodiscard]] Outcome decodeAt(base::MediaTime time, const GivenUp& givenUp);
    [[nodiscard]] Outcome readAtOnce(base::MediaTime time, const std::stop_token& stop,
                                     const GivenUp& givenUp);
    [[nodiscard]] Outcome finish(Outcome outcome);
    void take();
    void useSoftware();

    QString m_path;
    std::unique_ptr<MediaSource> m_source; ///< null after an interrupted read: opened anew by the next
    CodecPtr m_codec;
    bool m_onCard = false;
    PacketPtr m_packet{av_packet_alloc()};
    FramePtr m_frame{av_frame_alloc()};   ///< the decoder's latest
    FramePtr m_picture{av_frame_alloc()}; ///< the one to be shown
    std::optional<std::int64_t> m_firstKey;
    bool m_draining = false;

    // Where decoding stands, for `read`. Places and presentation indexes as in the index.
    KeyKind m_naming = KeyKind::Pts;
    std::int64_t m_begun = -1;  ///< place of the key frame that decoding began with; -1: cannot go on
    std::int64_t m_passed = -1; ///< presentation index of the latest frame; -1: none yet
    std::int64_t m_firstWhole =
        0; ///< of the key frame that decoding began with; before it pictures may lack parts
    std::int64_t m_lastSent = -1;    ///< place of the packet farthest on that the decoder got
    std::int64_t m_lastSkipped = -1; ///< the same of those whose frame may not have been decoded
    std::int64_t m_nextOrdinal = 0;  ///< of the packet to be read next, where packets are counted

    // For `readAt`, in the stream's time base.
    bool m_byTime = false;                    ///< whether decoding stands where `readAt` left it
    std::int64_t m_landedAt = AV_NOPTS_VALUE; ///< of the key frame after a seek; nothing earlier is right
    bool m_hasLater = false;                  ///< m_frame comes after m_picture
    std::set<std::int64_t> m_fed;             ///< of the packets that the decoder got, from m_picture's on
};

} // namespace avs::media
