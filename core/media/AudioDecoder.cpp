// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/AudioDecoder.h"

#include "core/media/MediaErrors.h"
#include "core/media/MediaSource.h"

extern "C" {
#include <libavutil/opt.h>
}

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <new>

namespace avs::media {

using base::Result;

namespace {

/// Timestamps that jump by less are rounding; what is missing beyond becomes silence.
constexpr double kGapSeconds = 0.05;
/// A jump by more is a mistake in the file and is not followed.
constexpr double kLongestGapSeconds = 3600;

/// Turns decoded frames into samples that lie where their timestamps say.
class Resampler
{
public:
    explicit Resampler(AudioSamples& out)
        : m_out(out)
    {}

    /// `time` on the clip's axis; `latest`: no gap reaches beyond it. A negative FFmpeg code on failure.
    [[nodiscard]] int add(const AVFrame& frame, base::MediaTime time, bool hasTime, double latest);
    [[nodiscard]] int flush();

private:
    [[nodiscard]] int prepare(const AVFrame& frame);
    [[nodiscard]] int align(double seconds, double latest);
    [[nodiscard]] int convert(const AVFrame* frame);

    AudioSamples& m_out;
    SwrPtr m_swr;
    AVChannelLayout m_layout{}; ///< of the frames that m_swr takes; native order, owns nothing
    int m_sourceRate = 0;
    int m_sourceFormat = -1;
    double m_fedSeconds = 0; ///< how far on the axis what m_swr got so far reaches
};

int Resampler::prepare(const AVFrame& frame)
{
    if (m_swr && frame.sample_rate == m_sourceRate && frame.format == m_sourceFormat &&
        frame.ch_layout.nb_channels == m_layout.nb_channels)
        return 0;
    if (m_swr) {
        if (const int flushed = flush(); flushed < 0)
            return flushed;
    }
    if (frame.ch_layout.order == AV_CHANNEL_ORDER_NATIVE)
        av_channel_layout_from_mask(&m_layout, frame.ch_layout.u.mask);
    else
        av_channel_layout_default(&m_layout, frame.ch_layout.nb_channels);
    AVChannelLayout wanted{};
    av_channel_layout_default(&wanted, m_out.channels);
    SwrContext* swr = nullptr;
    const int made = swr_alloc_set_opts2(&swr, &wanted, AV_SAMPLE_FMT_FLT, m_out.rateHz, &m_layout,
                                         AVSampleFormat(frame.format), frame.sample_rate, 0, nullptr);
    m_swr.reset(swr);
    if (made < 0)
        return made;
    // Mixing down takes the mean; by default float sums may exceed 1.
    av_opt_set_double(swr, "rematrix_maxval", 1.0, 0);
    m_sourceRate = frame.sample_rate;
    m_sourceFormat = frame.format;
    return swr_init(swr);
}

int Resampler::align(double seconds, double latest)
{
    const double gap = seconds - m_fedSeconds;
    const bool isFirst = m_fedSeconds == 0 && m_out.samples.empty();
    if ((!isFirst && std::abs(gap) < kGapSeconds) || std::abs(gap) > kLongestGapSeconds)
        return 0;
    int status = 0;
    if (gap > 0 && seconds <= latest) {
        status = swr_inject_silence(m_swr.get(), int(std::lround(gap * m_sourceRate)));
        m_fedSeconds = seconds;
    } else if (gap < 0) {
        status = swr_drop_output(m_swr.get(), int(std::lround(-gap * m_out.rateHz)));
        m_fedSeconds = seconds;
    }
    return status;
}

int Resampler::convert(const AVFrame* frame)
{
    const int available = frame ? frame->nb_samples : 0;
    const int room = swr_get_out_samples(m_swr.get(), available);
    if (room <= 0)
        return room;
    const std::size_t before = m_out.samples.size();
    m_out.samples.resize(before + std::size_t(room) * std::size_t(m_out.channels));
    auto* target = reinterpret_cast<std::uint8_t*>(m_out.samples.data() + before);
    const auto** input = frame ? const_cast<const std::uint8_t**>(frame->extended_data) : nullptr;
    const int made = swr_convert(m_swr.get(), &target, room, input, available);
    m_out.samples.resize(before + std::size_t(std::max(made, 0)) * std::size_t(m_out.channels));
    return made;
}

int Resampler::add(const AVFrame& frame, base::MediaTime time, bool hasTime, double latest)
{
    if (const int ready = prepare(frame); ready < 0)
        return ready;
    if (hasTime) {
        if (const int aligned = align(time.seconds(), latest); aligned < 0)
            return aligned;
    }
    m_fedSeconds += double(frame.nb_samples) / frame.sample_rate;
    return convert(&frame);
}

int Resampler::flush()
{
    return m_swr ? convert(nullptr) : 0;
}

/// Decodes packet by packet into `resampler`. Damaged packets are left out, and silence takes their place.
Result<void> decodeAll(MediaSource& source, AVCodecContext* codec, Resampler& resampler, const QString& path)
{
    const PacketPtr packet(av_packet_alloc());
    const FramePtr frame(av_frame_alloc());
    if (!packet || !frame)
        return outOfMemory(path);
    const AVFormatContext* format = source.format();
    const double latest = format->duration > 0 ? double(format->duration) * 1e-6 + 1.0 : 3600.0;
    bool atEnd = false;
    while (!atEnd) {
        atEnd = av_read_frame(source.format(), packet.get()) < 0;
        if (source.stopRequested())
            return cancelled(path);
        if (!atEnd && packet->stream_index != source.audio()->index) {
            av_packet_unref(packet.get());
            continue;
        }
        avcodec_send_packet(codec, atEnd ? nullptr : packet.get());
        av_packet_unref(packet.get());
        while (avcodec_receive_frame(codec, frame.get()) >= 0) {
            const bool hasTime = frame->best_effort_timestamp != AV_NOPTS_VALUE;
            const base::MediaTime time =
                hasTime ? source.timeOf(frame->best_effort_timestamp, source.audio()) : base::MediaTime();
            const int added = resampler.add(*frame, time, hasTime, latest);
            if (added == AVERROR(ENOMEM))
                return outOfMemory(path);
            if (added < 0)
                return damagedSound(path);
        }
    }
    return resampler.flush() < 0 ? Result<void>(damagedSound(path)) : Result<void>();
}

} // namespace

Result<AudioSamplesPtr> readAudio(const QString& path, int rateHz, int channels, std::stop_token stop)
{
    Q_ASSERT(rateHz > 0 && channels > 0);
    auto opened = MediaSource::open(path, std::move(stop));
    if (!opened)
        return opened.error();
    MediaSource& source = **opened;
    if (!source.audio())
        return noSound(path);
    const CodecPtr codec = openDecoder(source.audio());
    if (!codec)
        return noDecoder(path, QString::fromLatin1(avcodec_get_name(source.audio()->codecpar->codec_id)));
    source.readOnly(source.audio());

    auto audio = std::make_shared<AudioSamples>();
    audio->rateHz = rateHz;
    audio->channels = channels;
    try {
        Resampler resampler(*audio);
        if (auto decoded = decodeAll(source, codec.get(), resampler, path); !decoded)
            return decoded.error();
    } catch (const std::bad_alloc&) {
        return outOfMemory(path);
    }
    if (audio->samples.empty())
        return damagedSound(path);
    // Lossy codecs overshoot a little, and damaged ones may give anything.
    for (float& sample : audio->samples)
        sample = std::isfinite(sample) ? std::clamp(sample, -1.0F, 1.0F) : 0.0F;
    return AudioSamplesPtr(std::move(audio));
}

} // namespace avs::media
