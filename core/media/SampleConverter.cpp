// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/SampleConverter.h"

#include <algorithm>
#include <cmath>

namespace avs::media {

namespace {

float bounded(float sample)
{
    // Lossy codecs overshoot a little, and damaged ones may give anything.
    return std::isfinite(sample) ? std::clamp(sample, -1.0F, 1.0F) : 0.0F;
}

} // namespace

int SampleConverter::prepare(const AVFrame& frame, int rateHz, int channels)
{
    if (m_swr && frame.sample_rate == m_frameRateHz && frame.format == m_frameFormat &&
        frame.ch_layout.nb_channels == m_frameChannels)
        return 0;
    AVChannelLayout layout{};
    if (frame.ch_layout.order == AV_CHANNEL_ORDER_NATIVE)
        av_channel_layout_from_mask(&layout, frame.ch_layout.u.mask);
    else
        av_channel_layout_default(&layout, frame.ch_layout.nb_channels);
    m_mix.emplace(layout, channels);
    // Here channels only pass through, and places that FFmpeg does not know would be refused.
    AVChannelLayout plain{};
    plain.order = AV_CHANNEL_ORDER_UNSPEC;
    plain.nb_channels = frame.ch_layout.nb_channels;
    SwrContext* swr = nullptr;
    const int made = swr_alloc_set_opts2(&swr, &plain, AV_SAMPLE_FMT_FLT, rateHz, &plain,
                                         AVSampleFormat(frame.format), frame.sample_rate, 0, nullptr);
    m_swr.reset(swr);
    if (made < 0)
        return made;
    m_frameRateHz = frame.sample_rate;
    m_frameFormat = frame.format;
    m_frameChannels = frame.ch_layout.nb_channels;
    return swr_init(swr);
}

int SampleConverter::convert(const AVFrame& frame, int rateHz, int channels, std::vector<float>& out)
{
    if (const int ready = prepare(frame, rateHz, channels); ready < 0)
        return ready;
    const int room = swr_get_out_samples(m_swr.get(), frame.nb_samples);
    if (room < 0)
        return room;
    std::vector<float>& target = m_mix->isIdentity() ? out : m_unmixed;
    target.resize(std::size_t(room) * std::size_t(m_frameChannels));
    auto* to = reinterpret_cast<std::uint8_t*>(target.data());
    const int made = swr_convert(m_swr.get(), &to, room,
                                 const_cast<const std::uint8_t**>(frame.extended_data), frame.nb_samples);
    if (made < 0)
        return made;
    target.resize(std::size_t(made) * std::size_t(m_frameChannels));
    if (!m_mix->isIdentity()) {
        out.resize(std::size_t(made) * std::size_t(channels));
        m_mix->apply(m_unmixed, out);
    }
    for (float& sample : out)
        sample = bounded(sample);
    return made;
}

} // namespace avs::media
