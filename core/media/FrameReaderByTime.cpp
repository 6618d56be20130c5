// SPDX-License-Identifier: GPL-3.0-or-later
// Reading without an index: FrameReader::readAt() and what only it needs.
#include "core/media/FrameReader.h"

namespace avs::media {

using Outcome = FrameReader::Outcome;

/// Gives the decoder one packet, the first of them a key frame.
Outcome FrameReader::feedAt()
{
    const int status = nextPacket();
    if (m_source->stopRequested()) {
        av_packet_unref(m_packet.get());
        return Outcome::Stopped;
    }
    if (status < 0)
        return Outcome::Found;
    const bool counts = PacketIndex::countsAsFrame(*m_packet, m_source->video());
    if (counts && m_packet->pts == AV_NOPTS_VALUE) {
        av_packet_unref(m_packet.get());
        return Outcome::Missing;
    }
    if (m_landedAt == AV_NOPTS_VALUE) {
        if (!counts || (m_packet->flags & AV_PKT_FLAG_KEY) == 0) {
            av_packet_unref(m_packet.get());
            return Outcome::Found;
        }
        m_landedAt = m_packet->pts;
    }
    if (counts)
        m_fed.insert(m_packet->pts);
    // How long a frame is shown is not known yet, so the one on screen may lie any time before: all are
    // decoded.
    m_codec->skip_frame = AVDISCARD_DEFAULT;
    return send();
}

/// Whether no frame between m_picture and `time` was swallowed, as decoders do after a seek to a key frame
/// that is only nearly complete.
bool FrameReader::isLastFedBefore(base::MediaTime time)
{
    m_fed.erase(m_fed.begin(), m_fed.lower_bound(m_picture->pts));
    auto last = m_fed.end();
    for (auto at = m_fed.begin(); at != m_fed.end(); ++at) {
        if (m_source->timeOf(*at, m_source->video()) > time)
            break;
        last = at;
    }
    return last == m_fed.end() || *last == m_picture->pts;
}

Outcome FrameReader::decodeAt(base::MediaTime time, const GivenUp& givenUp)
{
    bool found = m_byTime;
    for (int failures = 0;;) {
        if (!m_hasLater) {
            const int status = avcodec_receive_frame(m_codec.get(), m_frame.get());
            if (status == AVERROR_EOF || failures > kMostFailures)
                return found && isLastFedBefore(time) ? Outcome::Found : Outcome::NotLanded;
            if (status == AVERROR(ENOMEM))
                return Outcome::NoMemory;
            if (status == AVERROR(EAGAIN)) {
                if (givenUp && givenUp())
                    return Outcome::Stopped;
                if (const Outcome fed = feedAt(); fed != Outcome::Found)
                    return fed;
                continue;
            }
            if (status < 0) {
                if (m_onCard)
                    return Outcome::Failed;
                ++failures;
                continue;
            }
            // What is shown before the key frame but follows it in the file may lack what it refers to.
            if (m_frame->pts == AV_NOPTS_VALUE || m_frame->pts < m_landedAt)
                continue;
        }
        m_hasLater = timeOf(*m_frame) > time;
        if (m_hasLater)
            return found && isLastFedBefore(time) ? Outcome::Found : Outcome::NotLanded;
        take();
        found = true;
    }
}

Outcome FrameReader::readAtOnce(base::MediaTime time, const std::stop_token& stop, const GivenUp& givenUp)
{
    static constexpr double kBackSeconds[] = {0, 1, 5, 20};
    if (!m_source && !reopen(stop))
        return stop.stop_requested() ? Outcome::Stopped : Outcome::Missing;
    m_source->setStop(stop);
    const AVStream* stream = m_source->video();
    constexpr auto kNearBy = base::MediaTime::fromMicroseconds(2'000'000);
    if (m_byTime && pictureTime() <= time && time < pictureTime() + kNearBy) {
        const Outcome outcome = decodeAt(time, givenUp);
        m_byTime = outcome == Outcome::Found;
        if (outcome != Outcome::NotLanded)
            return finish(outcome);
    }
    for (const double back : kBackSeconds) {
        if (!seek(m_source->timestampOf(time - base::MediaTime::fromSeconds(back), stream)))
            continue;
        const Outcome outcome = decodeAt(time, givenUp);
        m_byTime = outcome == Outcome::Found;
        if (outcome != Outcome::NotLanded)
            return finish(outcome);
    }
    return finish(Outcome::Missing);
}

Outcome FrameReader::readAt(base::MediaTime time, const std::stop_token& stop, const GivenUp& givenUp)
{
    Outcome outcome = readAtOnce(time, stop, givenUp);
    if (outcome == Outcome::Failed) {
        useSoftware();
        outcome = m_codec ? readAtOnce(time, stop, givenUp) : Outcome::Missing;
    }
    return outcome == Outcome::Failed ? Outcome::Missing : outcome;
}

} // namespace avs::media
