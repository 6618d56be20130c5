// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/FrameReader.h"

#include "core/base/Log.h"
#include "core/media/HardwareDecoder.h"

#include <algorithm>
#include <utility>

namespace avs::media {

using Outcome = FrameReader::Outcome;

FrameReader::FrameReader(std::unique_ptr<MediaSource> source, CodecPtr onCard)
    : m_path(source->path())
    , m_source(std::move(source))
    , m_codec(std::move(onCard))
    , m_onCard(m_codec != nullptr)
{
    m_source->readOnly(m_source->video());
    if (!m_codec)
        m_codec = openDecoder(m_source->video());
}

base::MediaTime FrameReader::timeOf(const AVFrame& frame) const
{
    return m_source->timeOf(frame.pts, m_source->video());
}

base::MediaTime FrameReader::pictureTime() const
{
    return timeOf(*m_picture);
}

void FrameReader::take()
{
    av_frame_unref(m_picture.get());
    av_frame_move_ref(m_picture.get(), m_frame.get());
}

void FrameReader::useSoftware()
{
    qCWarning(base::logMedia) << "the graphics card cannot decode" << m_path << "- going on without it";
    if (!m_source)
        return;
    m_codec = openDecoder(m_source->video());
    m_onCard = false;
    forgetPosition();
}

void FrameReader::forgetPosition()
{
    if (m_codec)
        avcodec_flush_buffers(m_codec.get());
    av_frame_unref(m_frame.get());
    m_draining = false;
    m_begun = m_passed = m_lastSent = m_lastSkipped = -1;
    m_firstWhole = 0;
    m_nextOrdinal = 0;
    m_byTime = false;
    m_hasLater = false;
    m_landedAt = AV_NOPTS_VALUE;
    m_fed.clear();
}

bool FrameReader::reopen(const std::stop_token& stop)
{
    forgetPosition();
    auto opened = MediaSource::open(m_path, stop);
    if (!opened || !(*opened)->video())
        return false;
    m_source = std::move(*opened);
    m_source->readOnly(m_source->video());
    return true;
}

bool FrameReader::seek(std::int64_t stamp)
{
    forgetPosition();
    return av_seek_frame(m_source->format(), m_source->video()->index, stamp, AVSEEK_FLAG_BACKWARD) >= 0;
}

/// Seeks to where reading comes to the key frame in place `key`, and decodes.
Outcome FrameReader::from(const PacketIndex& index, std::int64_t key, const std::function<Outcome()>& decode)
{
    const PacketIndex::Packet& target = index.packets()[std::size_t(key)];
    // Containers seek by either kind of stamp. Presentation times lead past the key frame where packets are
    // sought by decoding times; these, the smaller ones, to the key frame before it in all others.
    const std::int64_t stamps[] = {target.key, target.dts};
    const bool differ = target.dts != AV_NOPTS_VALUE && target.dts < target.key;
    Outcome outcome = Outcome::NotLanded;
    for (int i = 0; i < (differ ? 2 : 1) && outcome == Outcome::NotLanded; ++i) {
        const bool sought = seek(stamps[i]);
        m_naming = index.keyKind();
        outcome = sought ? decode() : Outcome::NotLanded;
    }
    return outcome;
}

/// Reads into m_packet; at the end of the file the decoder is told so.
int FrameReader::nextPacket()
{
    const int status = av_read_frame(m_source->format(), m_packet.get());
    if (status < 0 && !m_source->stopRequested()) {
        m_draining = true;
        avcodec_send_packet(m_codec.get(), nullptr);
    }
    return status;
}

Outcome FrameReader::send()
{
    int sent = 0;
    // Packets that make no frame of their own may still be referred to.
    if (m_packet->stream_index == m_source->video()->index)
        sent = avcodec_send_packet(m_codec.get(), m_packet.get());
    av_packet_unref(m_packet.get());
    if (sent == AVERROR(ENOMEM))
        return Outcome::NoMemory;
    // In software any other failure concerns one packet; frames that miss it will not appear.
    return sent < 0 && m_onCard ? Outcome::Failed : Outcome::Found;
}

Outcome FrameReader::readFirst(const std::stop_token& stop)
{
    m_source->setStop(stop);
    for (int failures = 0; failures <= kMostFailures;) {
        const int status = avcodec_receive_frame(m_codec.get(), m_frame.get());
        if (status >= 0) {
            if (m_frame->pts != AV_NOPTS_VALUE)
                m_firstKey = m_frame->pts;
            m_begun = m_passed = m_lastSent = 0;
            take();
            const Outcome finished = finish(Outcome::Found);
            if (finished != Outcome::Failed)
                return finished;
        }
        const bool failedOnCard = m_onCard && status < 0 && status != AVERROR(EAGAIN);
        if (status >= 0 || failedOnCard) {
            useSoftware();
            if (!m_codec || !reopen(stop))
                return stop.stop_requested() ? Outcome::Stopped : Outcome::Missing;
            continue;
        }
        if (status == AVERROR(ENOMEM))
            return Outcome::NoMemory;
        if (status == AVERROR_EOF)
            return Outcome::Missing;
        if (status != AVERROR(EAGAIN)) {
            ++failures;
            continue;
        }
        if (nextPacket() >= 0 && send() == Outcome::NoMemory)
            return Outcome::NoMemory;
        if (m_source->stopRequested())
            return Outcome::Stopped;
    }
    return Outcome::Missing;
}

bool FrameReader::canDecodeOn(const PacketIndex& index, std::int64_t wanted) const
{
    if (!m_source || m_byTime || m_begun < 0 || m_naming != index.keyKind() || wanted <= m_passed)
        return false;
    if (!index.isSeekable())
        return true;
    const std::int64_t place = index.packetOf(wanted);
    if (place <= m_lastSkipped)
        return false;
    if (m_passed >= 0 && wanted == m_passed + 1)
        return true;
    const std::int64_t key = index.keyFrameFor(place);
    return key >= m_begun && key <= m_lastSent;
}

std::int64_t FrameReader::runUp(const PacketIndex& index, std::int64_t wanted) const
{
    const std::int64_t place = index.packetOf(wanted);
    if (canDecodeOn(index, wanted))
        return std::max<std::int64_t>(place - m_lastSent, 1);
    const std::int64_t key = index.isSeekable() ? index.keyFrameFor(place) : -1;
    return place - std::max<std::int64_t>(key, 0) + 1;
}

std::int64_t FrameReader::nameOf(const AVPacket& packet)
{
    switch (m_naming) {
    case KeyKind::Pts:
        return packet.pts;
    case KeyKind::Dts:
        return packet.dts;
    case KeyKind::Ordinal:
        return m_nextOrdinal++;
    }
    return AV_NOPTS_VALUE;
}

/// Gives the decoder one packet on the way to frame `wanted`. `landBefore`: place of the key frame by which
/// reading has to begin.
Outcome FrameReader::feed(const PacketIndex& index, std::int64_t wanted, std::int64_t landBefore)
{
    const int status = nextPacket();
    if (m_source->stopRequested()) {
        av_packet_unref(m_packet.get());
        return Outcome::Stopped;
    }
    if (status < 0)
        return Outcome::Found;
    const bool counts = PacketIndex::countsAsFrame(*m_packet, m_source->video());
    const std::int64_t name = counts ? nameOf(*m_packet) : m_packet->pts;
    const std::int64_t place = counts ? index.find(name) : -1;
    if (m_lastSent < 0 && landBefore >= 0) {
        const bool isKeyFrame = (m_packet->flags & AV_PKT_FLAG_KEY) != 0;
        // What the index does not know yet lies beyond what it knows.
        const bool isBeyond = place > landBefore || (counts && place < 0 && index.shownAs(name) > wanted);
        // Until the first known key frame there is nothing that could be decoded rightly.
        if (isBeyond || place < 0 || !isKeyFrame) {
            av_packet_unref(m_packet.get());
            return isBeyond ? Outcome::NotLanded : Outcome::Found;
        }
        m_begun = place;
        m_firstWhole = index.packets()[std::size_t(place)].shown;
    }
    m_lastSent = std::max(m_lastSent, place);
    m_packet->pts = name;
    // What is shown before the wanted frame and referred to by none need not be decoded.
    const std::int64_t shown = place < 0 ? -1 : index.packets()[std::size_t(place)].shown;
    const bool mayBeSkipped = shown >= 0 && shown < wanted;
    m_codec->skip_frame = mayBeSkipped ? AVDISCARD_NONREF : AVDISCARD_DEFAULT;
    if (mayBeSkipped)
        m_lastSkipped = std::max(m_lastSkipped, place);
    return send();
}

Outcome FrameReader::decodeUntil(const PacketIndex& index, std::int64_t wanted, std::int64_t landBefore,
                                 const GivenUp& givenUp)
{
    for (int failures = 0;;) {
        const int status = avcodec_receive_frame(m_codec.get(), m_frame.get());
        if (status >= 0) {
            const std::int64_t shown = index.shownAs(m_frame->pts);
            if (shown < 0)
                continue;
            m_passed = shown;
            take();
            if (shown == wanted)
                return Outcome::Found;
            if (shown > wanted)
                return Outcome::Missing;
            continue;
        }
        if (status == AVERROR(ENOMEM))
            return Outcome::NoMemory;
        if (status == AVERROR_EOF || failures > kMostFailures)
            return Outcome::Missing;
        if (status != AVERROR(EAGAIN)) {
            if (m_onCard)
                return Outcome::Failed;
            ++failures; // one damaged frame; what follows may be whole
            continue;
        }
        if (givenUp && givenUp())
            return Outcome::Stopped;
        const Outcome fed = feed(index, wanted, landBefore);
        if (fed != Outcome::Found)
            return fed;
    }
}

/// The decoder is told that nothing follows, so that it holds nothing back.
Outcome FrameReader::decodeAlone(const PacketIndex& index, std::int64_t key, const GivenUp& givenUp)
{
    const std::int64_t shown = index.packets()[std::size_t(key)].shown;
    while (m_begun != key) {
        if (m_begun >= 0) { // the seek led to an earlier one
            avcodec_flush_buffers(m_codec.get());
            m_begun = m_lastSent = -1;
        }
        if (givenUp && givenUp())
            return Outcome::Stopped;
        if (const Outcome fed = feed(index, shown, key); fed != Outcome::Found)
            return fed;
        if (m_draining)
            return Outcome::Missing;
    }
    m_draining = true;
    avcodec_send_packet(m_codec.get(), nullptr);
    if (avcodec_receive_frame(m_codec.get(), m_frame.get()) < 0 || index.shownAs(m_frame->pts) != shown)
        return Outcome::Missing;
    take();
    return Outcome::Found;
}

Outcome FrameReader::readKeyFrame(const PacketIndex& index, std::int64_t wanted, const std::stop_token& stop,
                                  const GivenUp& givenUp)
{
    if (!m_source || !index.isSeekable() || canDecodeOn(index, wanted))
        return Outcome::Missing;
    const std::int64_t key = index.keyFrameFor(index.packetOf(wanted));
    if (key < 0)
        return Outcome::Missing;
    m_source->setStop(stop);
    Outcome outcome = from(index, key, [&] { return decodeAlone(index, key, givenUp); });
    const std::int64_t shown = m_firstWhole;
    forgetPosition();
    outcome = finish(outcome);
    if (outcome == Outcome::Found)
        m_passed = m_firstWhole = shown;
    return outcome == Outcome::Stopped || outcome == Outcome::NoMemory || outcome == Outcome::Found
               ? outcome
               : Outcome::Missing;
}

std::optional<std::int64_t> FrameReader::reached()
{
    const bool isWhole = !m_byTime && m_passed >= 0 && m_passed >= m_firstWhole;
    if (!isWhole || !m_picture->buf[0] || !toMemory(*m_picture))
        return {};
    return m_passed;
}

Outcome FrameReader::seekAndDecode(const PacketIndex& index, std::int64_t wanted, const std::stop_token& stop,
                                   const GivenUp& givenUp)
{
    bool landed = false;
    Outcome outcome = Outcome::NotLanded;
    if (index.isSeekable() && m_source) {
        std::int64_t key = index.keyFrameFor(index.packetOf(wanted));
        // The second try, one key frame earlier, is for streams whose key frames are only nearly complete.
        for (int attempt = 0; attempt < 2 && key >= 0; ++attempt) {
            outcome = from(index, key, [&] { return decodeUntil(index, wanted, key, givenUp); });
            if (outcome != Outcome::Missing && outcome != Outcome::NotLanded)
                return outcome;
            landed = landed || outcome == Outcome::Missing;
            key = key > 0 ? index.keyFrameFor(key - 1) : -1;
        }
    }
    if (landed)
        return outcome;
    if (!reopen(stop))
        return stop.stop_requested() ? Outcome::Stopped : Outcome::Missing;
    m_naming = index.keyKind();
    m_begun = 0;
    return decodeUntil(index, wanted, -1, givenUp);
}

Outcome FrameReader::readOnce(const PacketIndex& index, std::int64_t wanted, const std::stop_token& stop,
                              const GivenUp& givenUp)
{
    if (m_source)
        m_source->setStop(stop);
    Outcome outcome = Outcome::Missing;
    if (canDecodeOn(index, wanted))
        outcome = decodeUntil(index, wanted, -1, givenUp);
    if (outcome == Outcome::Missing)
        outcome = seekAndDecode(index, wanted, stop, givenUp);
    return finish(outcome);
}

Outcome FrameReader::read(const PacketIndex& index, std::int64_t wanted, const std::stop_token& stop,
                          const GivenUp& givenUp)
{
    Outcome outcome = readOnce(index, wanted, stop, givenUp);
    // A frame that the card did not give may still come out of software.
    if (outcome == Outcome::Failed || (outcome == Outcome::Missing && m_onCard)) {
        useSoftware();
        if (!m_codec)
            return Outcome::Missing;
        outcome = readOnce(index, wanted, stop, givenUp);
    }
    return outcome == Outcome::Failed ? Outcome::Missing : outcome;
}

/// Brings what was found into memory, and leaves a file that was interrupted, which keeps its error state.
Outcome FrameReader::finish(Outcome outcome)
{
    if (m_source && m_source->stopRequested()) {
        forgetPosition();
        m_source.reset();
        return Outcome::Stopped;
    }
    if (m_source)
        m_source->setStop({});
    if (outcome != Outcome::Found)
        return outcome;
    return toMemory(*m_picture) ? Outcome::Found : Outcome::Failed;
}

} // namespace avs::media
