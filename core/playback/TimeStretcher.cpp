// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/TimeStretcher.h"

#include <rubberband/RubberBandStretcher.h>

#include <algorithm>
#include <cmath>

namespace avs::playback {

using RubberBand::RubberBandStretcher;

namespace {
constexpr std::size_t kMostAtOnce = 1024;
constexpr int kMostBlocksHeld = 64;
/// The finer engine in its short form: the faster one bends steady tones by a hundredth, and the full one is
/// hardly quicker than real time on two cores.
constexpr RubberBandStretcher::Options kOptions =
    RubberBandStretcher::OptionProcessRealTime | RubberBandStretcher::OptionEngineFiner |
    RubberBandStretcher::OptionWindowShort | RubberBandStretcher::OptionChannelsTogether |
    RubberBandStretcher::OptionThreadingNever;
} // namespace

struct TimeStretcher::Impl
{
    Impl(int rateHz, int channelCount, double inputPerOutput)
        : channels(std::size_t(channelCount))
        , speed(inputPerOutput)
        , stretcher(std::size_t(rateHz), channels, kOptions, 1.0 / inputPerOutput)
        , planes(channels, std::vector<float>(kMostAtOnce))
        , toDrop(stretcher.getStartDelay())
    {
        for (auto& plane : planes)
            pointers.push_back(plane.data());
        stretcher.setMaxProcessSize(kMostAtOnce);
        const std::vector<float> silence(stretcher.getPreferredStartPad() * channels, 0.0F);
        process(silence);
    }

    void process(std::span<const float> interleaved)
    {
        while (!interleaved.empty()) {
            const std::size_t frames = std::min(kMostAtOnce, interleaved.size() / channels);
            for (std::size_t i = 0; i < frames; ++i) {
                for (std::size_t c = 0; c < channels; ++c)
                    planes[c][i] = interleaved[i * channels + c];
            }
            stretcher.process(pointers.data(), frames, false);
            interleaved = interleaved.subspan(frames * channels);
            retrieve();
        }
    }

    void retrieve()
    {
        while (stretcher.available() > 0) {
            const auto most = std::min(kMostAtOnce, std::size_t(stretcher.available()));
            const std::size_t frames = stretcher.retrieve(pointers.data(), most);
            const std::size_t begin = std::min(frames, toDrop);
            toDrop -= begin;
            for (std::size_t i = begin; i < frames; ++i) {
                for (std::size_t c = 0; c < channels; ++c)
                    ready.push_back(std::clamp(planes[c][i], -1.0F, 1.0F));
            }
            given += std::int64_t(frames - begin);
        }
    }

    const std::size_t channels;
    const double speed;
    RubberBandStretcher stretcher;
    std::vector<std::vector<float>> planes;
    std::vector<float*> pointers;
    std::size_t toDrop;     ///< output frames that belong to the silence put in front
    std::int64_t put = 0;   ///< input frames
    std::int64_t given = 0; ///< output frames
    std::vector<float> ready;
};

TimeStretcher::TimeStretcher(int rateHz, int channels, double speed)
    : m_impl(std::make_unique<Impl>(rateHz, channels, speed))
{}
TimeStretcher::~TimeStretcher() = default;

void TimeStretcher::put(std::span<const float> interleaved)
{
    m_impl->put += std::int64_t(interleaved.size() / m_impl->channels);
    m_impl->process(interleaved);
}

void TimeStretcher::finish()
{
    // Silence pushes out what the filters still hold, and is cut off again.
    Impl& d = *m_impl;
    const std::int64_t all = std::llround(double(d.put) / d.speed);
    const std::vector<float> silence(kMostAtOnce * d.channels, 0.0F);
    for (int i = 0; i < kMostBlocksHeld && d.given < all; ++i)
        d.process(silence);
    const std::int64_t surplus = std::max<std::int64_t>(0, d.given - all) * std::int64_t(d.channels);
    d.ready.resize(d.ready.size() - std::min(d.ready.size(), std::size_t(surplus)));
}

void TimeStretcher::takeAll(std::vector<float>& out)
{
    out.insert(out.end(), m_impl->ready.begin(), m_impl->ready.end());
    m_impl->ready.clear();
}

} // namespace avs::playback
