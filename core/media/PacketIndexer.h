// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/media.
#pragma once

#include "core/media/PacketIndex.h"

#include <functional>
#include <optional>

namespace avs::media {

/// Reads a file from its beginning to its end once and makes the index of its pictures. Decodes only where
/// the container does not tell their order (bare streams, AVI with B-frames).
class PacketIndexer
{
public:
    struct Indexed
    {
        PacketIndexPtr index;
        std::optional<base::Error> damage; ///< the file can be played up to where it breaks off
    };
    /// Called with ever larger indexes while the file is being read or decoded.
    using OnGrown = std::function<void(const PacketIndexPtr&)>;

    /// `source` at its beginning. `firstKey`: presentation timestamp of the first picture that can be
    /// decoded; what would come before it is left out, as players do.
    PacketIndexer(MediaSource& source, const QString& path, std::optional<std::int64_t> firstKey);

    /// Errors: Damaged, OutOfMemory, Cancelled (see MediaSource::setStop); where decoding is needed also
    /// Unsupported and those of MediaSource::open().
    [[nodiscard]] base::Result<Indexed> run(const OnGrown& onGrown = {});

private:
    struct RawPacket
    {
        std::int64_t pts = AV_NOPTS_VALUE;
        std::int64_t dts = AV_NOPTS_VALUE;
        std::int64_t duration = 0;
        bool isKeyFrame = false;
    };

    void take(const AVPacket& packet);
    [[nodiscard]] KeyKind keyKind() const;
    [[nodiscard]] std::vector<PacketIndex::Packet> packets(KeyKind kind) const;
    [[nodiscard]] std::vector<std::int64_t> orderByKey(KeyKind kind,
                                                       const std::vector<PacketIndex::Packet>& packets) const;
    [[nodiscard]] base::Result<std::vector<std::int64_t>>
    orderByDecoding(KeyKind kind, const std::vector<PacketIndex::Packet>& packets,
                    const OnGrown& onGrown) const;
    void publishPart(const OnGrown& onGrown);
    [[nodiscard]] PacketIndexPtr makeIndex(KeyKind kind, std::vector<PacketIndex::Packet> packets,
                                           std::vector<std::int64_t> order, std::size_t settled,
                                           bool endIsKnown) const;
    [[nodiscard]] base::MediaTime endOfPictures(KeyKind kind, base::MediaTime last,
                                                std::int64_t lastStamp) const;
    [[nodiscard]] bool breaksOff(int status) const;

    MediaSource& m_source;
    QString m_path;
    AVStream* m_stream;
    std::optional<std::int64_t> m_firstKey;
    bool m_mayReorder;

    std::vector<RawPacket> m_raw;
    bool m_allPts = true;
    bool m_dtsIncrease = true; ///< and all packets have one
    bool m_lastIsCorrupt = false;
    std::int64_t m_streamPackets = 0; ///< also those that make no frame
    base::MediaTime m_reached;        ///< on any stream
    std::size_t m_nextPart = 32;
    std::int64_t m_publishedKey = 0; ///< of the last frame published
    std::size_t m_published = 0;     ///< frames
};

} // namespace avs::media
