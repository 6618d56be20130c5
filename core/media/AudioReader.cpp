// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/AudioReader.h"

#include "core/media/MediaErrors.h"
#include "core/media/SoundTrack.h"

extern "C" {
#include <libavutil/opt.h>
}

#include <algorithm>
#include <new>
#include <numeric>
#include <vector>

namespace avs::media {

using base::Result;

namespace {
constexpr int kChunkFrames = 4096;
/// Half the length of swresample's filter, in samples of the lower rate, and a little more.
constexpr int kFilterReach = 40;
} // namespace

struct AudioReader::Impl
{
    QString path;
    std::unique_ptr<SoundTrack> track;
    Format format;
    std::int64_t position = 0;
    bool isLost = false; ///< the track stands elsewhere, since something ended on the way

    // Only where the rate changes.
    SwrPtr swr;
    std::vector<float> input;
    std::vector<float> output;
    std::size_t outputBegin = 0;
    std::int64_t outputAt = 0; ///< sample frame that output[outputBegin] is
    bool flushed = false;

    [[nodiscard]] bool resamples() const { return track->rateHz() != format.rateHz; }
    [[nodiscard]] Result<void> startResampler();
    [[nodiscard]] Result<void> resampleMore(const std::stop_token& stop);
    [[nodiscard]] Result<std::int64_t> read(std::span<float> out, const std::stop_token& stop);
    [[nodiscard]] Result<void> seek(std::int64_t frame, const std::stop_token& stop);
};

Result<void> AudioReader::Impl::startResampler()
{
    AVChannelLayout plain{};
    plain.order = AV_CHANNEL_ORDER_UNSPEC;
    plain.nb_channels = format.channels;
    SwrContext* made = nullptr;
    const int status = swr_alloc_set_opts2(&made, &plain, AV_SAMPLE_FMT_FLT, format.rateHz, &plain,
                                           AV_SAMPLE_FMT_FLT, track->rateHz(), 0, nullptr);
    swr.reset(made);
    if (status < 0)
        return outOfMemory(path);
    // So that every whole number of periods of both rates finds the filter in the same phase.
    av_opt_set_int(made, "exact_rational", 1, 0);
    output.clear();
    outputBegin = 0;
    flushed = false;
    return swr_init(made) < 0 ? Result<void>(outOfMemory(path)) : Result<void>();
}

Result<void> AudioReader::Impl::resampleMore(const std::stop_token& stop)
{
    input.resize(std::size_t(kChunkFrames) * std::size_t(format.channels));
    const auto got = track->read(input, stop);
    if (!got)
        return got.error();
    flushed = *got == 0;
    const int room = swr_get_out_samples(swr.get(), int(*got));
    output.resize(std::size_t(std::max(room, 0)) * std::size_t(format.channels));
    outputBegin = 0;
    const auto* from = reinterpret_cast<const std::uint8_t*>(input.data());
    auto* to = reinterpret_cast<std::uint8_t*>(output.data());
    const int made = room > 0 ? swr_convert(swr.get(), &to, room, flushed ? nullptr : &from, int(*got)) : 0;
    if (made < 0)
        return outOfMemory(path);
    output.resize(std::size_t(made) * std::size_t(format.channels));
    for (float& sample : output)
        sample = std::clamp(sample, -1.0F, 1.0F);
    return {};
}

Result<std::int64_t> AudioReader::Impl::read(std::span<float> out, const std::stop_token& stop)
{
    if (!resamples()) {
        auto got = track->read(out, stop);
        if (got)
            position = track->position();
        return got;
    }
    const auto channels = std::size_t(format.channels);
    const auto wanted = std::int64_t(out.size() / channels);
    std::int64_t done = 0;
    while (done < wanted) {
        const auto ready = std::int64_t((output.size() - outputBegin) / channels);
        if (ready == 0) {
            if (flushed)
                break;
            if (auto more = resampleMore(stop); !more)
                return more.error();
            continue;
        }
        const bool isBefore = outputAt < position;
        const std::int64_t count = std::min(ready, isBefore ? position - outputAt : wanted - done);
        if (!isBefore) {
            std::copy_n(output.data() + outputBegin, std::size_t(count) * channels,
                        out.data() + std::size_t(done) * channels);
            position += count;
            done += count;
        }
        outputBegin += std::size_t(count) * channels;
        outputAt += count;
    }
    return done;
}

Result<void> AudioReader::Impl::seek(std::int64_t frame, const std::stop_token& stop)
{
    if (!resamples()) {
        auto sought = track->seek(frame, stop);
        if (sought)
            position = frame;
        return sought;
    }
    // Both rates meet every `period`; the filter starts at such a meeting, far enough before to have settled.
    const std::int64_t common = std::gcd(std::int64_t(track->rateHz()), std::int64_t(format.rateHz));
    const std::int64_t sourcePeriod = track->rateHz() / common;
    const std::int64_t period = format.rateHz / common;
    const std::int64_t reach = kFilterReach * std::max<std::int64_t>(1, format.rateHz / track->rateHz() + 1);
    const std::int64_t meeting = std::max<std::int64_t>(0, (frame - reach) / period);
    if (auto sought = track->seek(meeting * sourcePeriod, stop); !sought)
        return sought;
    outputAt = meeting * period;
    position = frame;
    return startResampler();
}

AudioReader::AudioReader(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{}
AudioReader::~AudioReader() = default;

Result<std::unique_ptr<AudioReader>> AudioReader::open(const QString& path, Format wanted,
                                                       std::stop_token stop)
{
    Q_ASSERT(wanted.rateHz >= 0 && wanted.channels >= 0);
    try {
        auto track = SoundTrack::open(path, wanted.channels, stop);
        if (!track)
            return track.error();
        auto impl = std::make_unique<Impl>();
        impl->path = path;
        impl->track = std::move(*track);
        impl->format = {wanted.rateHz > 0 ? wanted.rateHz : impl->track->rateHz(), impl->track->channels()};
        if (impl->resamples()) {
            if (auto started = impl->startResampler(); !started)
                return started.error();
        }
        return std::unique_ptr<AudioReader>(new AudioReader(std::move(impl)));
    } catch (const std::bad_alloc&) {
        return outOfMemory(path);
    }
}

AudioReader::Format AudioReader::format() const
{
    return m_impl->format;
}

std::int64_t AudioReader::position() const
{
    return m_impl->position;
}

Result<std::int64_t> AudioReader::read(std::span<float> out, std::stop_token stop)
{
    try {
        const std::int64_t begin = m_impl->position;
        if (m_impl->isLost) {
            if (auto back = m_impl->seek(begin, stop); !back)
                return back.error();
        }
        m_impl->isLost = true;
        auto got = m_impl->read(out, stop);
        m_impl->isLost = !got;
        if (!got)
            m_impl->position = begin;
        return got;
    } catch (const std::bad_alloc&) {
        return outOfMemory(m_impl->path);
    }
}

Result<void> AudioReader::seek(std::int64_t frame, std::stop_token stop)
{
    Q_ASSERT(frame >= 0);
    try {
        if (frame == m_impl->position && !m_impl->isLost)
            return {};
        auto sought = m_impl->seek(frame, stop);
        m_impl->isLost = !sought;
        return sought;
    } catch (const std::bad_alloc&) {
        return outOfMemory(m_impl->path);
    }
}

} // namespace avs::media
