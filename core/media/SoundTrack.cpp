// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/SoundTrack.h"

#include "core/media/MediaErrors.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace avs::media {

using base::Result;

namespace {

/// Timestamps that jump by less are rounding; what is missing beyond becomes silence.
constexpr double kGapSeconds = 0.05;
/// A jump by more is a mistake in the file and is not followed.
constexpr double kLongestGapSeconds = 3600;
/// Decoded before the wanted place, so that codecs that build on what came before are warm.
constexpr double kWarmUpSeconds = 0.25;
/// Nearer ahead, reading on is quicker than seeking.
constexpr double kNearSeconds = 0.5;
/// More than an Ogg page holds, and the second that m_latest lies behind the end.
constexpr double kOggTailSeconds = 4;
/// As many frames as a decoder may hold back on its threads.
constexpr int kMostRefusals = 32;

} // namespace

Result<std::unique_ptr<SoundTrack>> SoundTrack::open(const QString& path, int channels,
                                                     const std::stop_token& stop)
{
    std::unique_ptr<SoundTrack> track(new SoundTrack(path));
    if (!track->m_packet || !track->m_frame)
        return outOfMemory(path);
    track->m_channels = channels;
    if (auto opened = track->reopen(stop); !opened)
        return opened.error();
    return track;
}

Result<void> SoundTrack::reopen(const std::stop_token& stop)
{
    m_broken = true;
    m_converter = {};
    m_codec.reset();
    m_source.reset();
    auto opened = MediaSource::open(m_path, stop);
    if (!opened)
        return opened.error();
    m_source = std::move(*opened);
    const AVStream* stream = m_source->audio();
    if (!stream)
        return noSound(m_path);
    m_codec = openDecoder(stream);
    if (!m_codec)
        return noDecoder(m_path, QString::fromLatin1(avcodec_get_name(stream->codecpar->codec_id)));
    m_source->readOnly(stream);
    m_first = {};
    forgetDecoded();
    m_position = 0;
    m_broken = false;
    // The first frame says what the stream really holds.
    if (auto decoded = decodeMore(); !decoded)
        return decoded;
    return m_first.count > 0 ? Result<void>() : Result<void>(damagedSound(m_path));
}

void SoundTrack::forgetDecoded()
{
    m_pending.clear();
    m_pendingBegin = 0;
    m_isPlaced = false;
    m_isDoubtful = false;
    m_ended = false;
    m_refusals = 0;
}

Result<std::int64_t> SoundTrack::read(std::span<float> out, const std::stop_token& stop)
{
    if (m_broken) {
        const std::int64_t position = m_position;
        if (auto opened = reopen(stop); !opened)
            return opened.error();
        if (auto sought = seek(position, stop); !sought)
            return sought.error();
    }
    m_source->setStop(stop);
    const auto channels = std::size_t(m_channels);
    const auto wanted = std::int64_t(out.size() / channels);
    std::int64_t done = 0;
    while (done < wanted) {
        const auto ready = std::int64_t((m_pending.size() - m_pendingBegin) / channels);
        const std::int64_t pendingAt = m_decoded - ready;
        if (ready == 0 && m_ended)
            break;
        if (ready == 0) {
            if (auto decoded = decodeMore(); !decoded)
                return decoded.error();
            continue;
        }
        float* to = out.data() + std::size_t(done) * channels;
        if (pendingAt < m_position) { // overlaps what was read, or lies before the place sought
            m_pendingBegin += std::size_t(std::min(ready, m_position - pendingAt)) * channels;
            continue;
        }
        std::int64_t count = 0;
        if (pendingAt > m_position) {
            count = std::min(wanted - done, pendingAt - m_position);
            std::fill_n(to, std::size_t(count) * channels, 0.0F);
        } else {
            count = std::min(wanted - done, ready);
            std::copy_n(m_pending.data() + m_pendingBegin, std::size_t(count) * channels, to);
            m_pendingBegin += std::size_t(count) * channels;
        }
        m_position += count;
        done += count;
    }
    return done;
}

Result<void> SoundTrack::seek(std::int64_t frame, const std::stop_token& stop)
{
    if (m_broken) {
        if (auto opened = reopen(stop); !opened)
            return opened;
    }
    m_source->setStop(stop);
    if (frame >= m_position && frame - m_position < std::int64_t(kNearSeconds * m_rateHz))
        return skipTo(frame, stop);
    // Some files can be sought only roughly: then a wider run-up is tried, at last from the beginning.
    for (double runUp = kWarmUpSeconds; runUp < 20; runUp *= 8) {
        const std::int64_t from = std::min(frame - std::int64_t(runUp * m_rateHz), m_latestJump);
        if (from <= m_first.position + m_first.count)
            break;
        if (jumpBefore(from))
            return skipTo(frame, stop);
        if (stop.stop_requested()) {
            m_broken = true;
            return cancelled(m_path);
        }
    }
    if (auto atStart = rewind(stop); !atStart)
        return atStart;
    return skipTo(frame, stop);
}

/// Leaves what lies before `frame` to be dropped by the next read.
Result<void> SoundTrack::skipTo(std::int64_t frame, const std::stop_token& stop)
{
    m_position = frame;
    if (stop.stop_requested()) {
        m_broken = true;
        return cancelled(m_path);
    }
    return {};
}

/// Goes to a place from which reading reaches `frame`. False when the file cannot be sought there.
bool SoundTrack::jumpBefore(std::int64_t frame)
{
    AVFormatContext* format = m_source->format();
    // Matroska's index is mostly of the pictures alone, and without one it would be read from the start.
    const bool byPictures = m_source->video() && std::strncmp(format->iformat->name, "matroska", 8) == 0;
    const AVStream* stream = byPictures ? m_source->video() : m_source->audio();
    const std::int64_t timestamp =
        m_source->timestampOf(base::MediaTime::fromSeconds(double(frame) / m_rateHz), stream);
    if (av_seek_frame(format, stream->index, timestamp, AVSEEK_FLAG_BACKWARD) < 0)
        return false;
    avcodec_flush_buffers(m_codec.get());
    forgetDecoded();
    if (!decodeMore())
        return false;
    if (m_ended && m_pending.empty())
        return true; // the sound is over before
    const auto begin = m_decoded - std::int64_t(m_pending.size() / std::size_t(m_channels));
    // Some codecs give nothing for their first packet.
    return m_isPlaced && begin <= frame + std::int64_t(kWarmUpSeconds / 2 * m_rateHz);
}

/// To the first frame, which must come out as it did when the file was opened.
Result<void> SoundTrack::rewind(const std::stop_token& stop)
{
    const First first = m_first;
    AVFormatContext* format = m_source->format();
    const int index = m_source->audio()->index;
    m_first = {};
    if (first.packet != AV_NOPTS_VALUE &&
        avformat_seek_file(format, index, std::numeric_limits<std::int64_t>::min(), first.packet,
                           first.packet, 0) >= 0) {
        avcodec_flush_buffers(m_codec.get());
        forgetDecoded();
        if (auto decoded = decodeMore(); !decoded)
            return decoded;
        if (m_first.packet == first.packet && m_first.timestamp == first.timestamp &&
            m_first.count == first.count)
            return {};
    }
    return reopen(stop);
}

/// Adds at least one frame to m_pending, or sets m_ended.
Result<void> SoundTrack::decodeMore()
{
    m_pending.clear();
    m_pendingBegin = 0;
    while (!m_ended) {
        const int received = avcodec_receive_frame(m_codec.get(), m_frame.get());
        if (received >= 0)
            return take(*m_frame);
        if (received == AVERROR_EOF) {
            m_ended = true;
            break;
        }
        m_isDoubtful = m_isDoubtful || received != AVERROR(EAGAIN);
        // What a damaged end leaves in the decoder is asked for, but not for ever.
        m_ended = !feed() && ++m_refusals > kMostRefusals;
        if (m_source->stopRequested()) {
            m_broken = true;
            return cancelled(m_path);
        }
    }
    return {};
}

/// Gives the decoder the next packet, or word that there is none; false when it had that word before.
bool SoundTrack::feed()
{
    while (av_read_frame(m_source->format(), m_packet.get()) >= 0) {
        const bool isSound = m_packet->stream_index == m_source->audio()->index;
        if (isSound && m_first.count == 0 && m_first.packet == AV_NOPTS_VALUE)
            m_first.packet = m_packet->pts;
        if (isSound && avcodec_send_packet(m_codec.get(), m_packet.get()) < 0)
            m_isDoubtful = true; // damaged: left out, and silence takes its place
        av_packet_unref(m_packet.get());
        if (isSound)
            return true;
    }
    return avcodec_send_packet(m_codec.get(), nullptr) >= 0;
}

Result<void> SoundTrack::take(const AVFrame& frame)
{
    if (frame.nb_samples <= 0 || frame.sample_rate <= 0 || frame.ch_layout.nb_channels <= 0)
        return {};
    if (m_rateHz == 0)
        m_rateHz = frame.sample_rate;
    if (m_channels == 0)
        m_channels = frame.ch_layout.nb_channels;
    if (m_latest == 0) {
        const std::int64_t duration = m_source->format()->duration;
        const double seconds = duration > 0 ? double(duration) * 1e-6 + 1.0 : kLongestGapSeconds;
        m_latest = std::int64_t(seconds * m_rateHz);
        // Ogg's last page says where the sound is cut off, not where the page begins.
        if (duration > 0 && std::strcmp(m_source->format()->iformat->name, "ogg") == 0)
            m_latestJump = m_latest - std::int64_t(kOggTailSeconds * m_rateHz);
    }
    place(frame);
    const int made = m_converter.convert(frame, m_rateHz, m_channels, m_pending);
    if (made == AVERROR(ENOMEM))
        return outOfMemory(m_path);
    if (made < 0)
        return damagedSound(m_path);
    m_decoded += made;
    return {};
}

void SoundTrack::place(const AVFrame& frame)
{
    const bool hasTime = frame.best_effort_timestamp != AV_NOPTS_VALUE;
    const std::int64_t said =
        hasTime ? std::int64_t(std::llround(
                      m_source->timeOf(frame.best_effort_timestamp, m_source->audio()).seconds() * m_rateHz))
                : 0;
    const bool isFirst = m_first.count == 0;
    if (isFirst) {
        m_first.timestamp = frame.best_effort_timestamp;
        m_first.count = frame.nb_samples;
        m_decoded =
            std::abs(said) > std::int64_t(kLongestGapSeconds * m_rateHz) || said > m_latest ? 0 : said;
        m_first.position = m_decoded;
        m_isPlaced = true;
        return;
    }
    if (!hasTime)
        return;
    const std::int64_t exact = onGrid(said, frame.nb_samples);
    if (!m_isPlaced) {
        m_decoded = exact;
        m_isPlaced = true;
        m_isDoubtful = false;
        return;
    }
    const std::int64_t gap = said - m_decoded;
    const auto tolerated = std::int64_t((m_isDoubtful ? 0.002 : kGapSeconds) * m_rateHz);
    m_isDoubtful = false;
    if (std::abs(gap) < tolerated || std::abs(gap) > std::int64_t(kLongestGapSeconds * m_rateHz))
        return;
    if (gap < 0 || said <= m_latest)
        m_decoded = exact;
}

/// Containers with a coarse clock (Matroska counts milliseconds) round timestamps: the frames follow each
/// other all the same, each as long as the last, and that tells the sample.
std::int64_t SoundTrack::onGrid(std::int64_t position, int count) const
{
    const auto tick = std::int64_t(std::ceil(av_q2d(m_source->audio()->time_base) * m_rateHz));
    if (tick <= 1 || count <= 2 * tick)
        return position;
    const std::int64_t begin = m_first.position + m_first.count;
    const auto steps = std::int64_t(std::llround(double(position - begin) / count));
    const std::int64_t exact = begin + steps * count;
    return std::abs(exact - position) <= tick ? exact : position;
}

} // namespace avs::media
