// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/WaveformBuilder.h"

#include "core/media/WaveformChunk.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace avs::media {

namespace {

/// Eight running values each, which compilers turn into the processor's vectors; in a single one every step
/// would wait for the one before.
Peak reduce(const float* sample, int count)
{
    constexpr int kLanes = 8;
    std::array<float, kLanes> low;
    std::array<float, kLanes> high;
    std::array<float, kLanes> energy{};
    low.fill(sample[0]);
    high.fill(sample[0]);
    int i = 0;
    for (; i + kLanes <= count; i += kLanes) {
        for (int k = 0; k < kLanes; ++k) {
            const float value = sample[i + k];
            low[k] = value < low[k] ? value : low[k];
            high[k] = value > high[k] ? value : high[k];
            energy[k] += value * value;
        }
    }
    for (; i < count; ++i) {
        low[0] = std::min(low[0], sample[i]);
        high[0] = std::max(high[0], sample[i]);
        energy[0] += sample[i] * sample[i];
    }
    double sum = 0;
    for (const float part : energy)
        sum += part;
    return {*std::min_element(low.begin(), low.end()), *std::max_element(high.begin(), high.end()),
            float(std::sqrt(sum / count))};
}

/// Takes interleaved samples apart, and mixes them.
void separate(const float* samples, int channels, int count, std::vector<std::vector<float>>& lanes, int at)
{
    for (int c = 0; c < channels; ++c) {
        float* lane = lanes[std::size_t(c)].data() + at;
        for (int i = 0; i < count; ++i)
            lane[i] = samples[i * channels + c];
    }
    if (channels < 2)
        return;
    float* mix = lanes.back().data() + at;
    const float share = 1.0F / float(channels);
    std::fill_n(mix, count, 0.0F);
    for (int c = 0; c < channels; ++c) {
        const float* lane = lanes[std::size_t(c)].data() + at;
        for (int i = 0; i < count; ++i)
            mix[i] += lane[i] * share;
    }
}

std::shared_ptr<WaveformPyramid::Chunk> newChunk(std::size_t lanes)
{
    auto chunk = std::make_shared<WaveformPyramid::Chunk>();
    chunk->lanes.resize(lanes);
    for (auto& lane : chunk->lanes) {
        lane.emplace_back();
        lane.front().reserve(WaveformPyramid::Chunk::kBlocks);
    }
    return chunk;
}

} // namespace

Peak peakOf(std::span<const float> samples, int channels, int lane)
{
    const auto count = int(samples.size()) / channels;
    if (count == 0)
        return {};
    std::vector<std::vector<float>> lanes(std::size_t(channels > 1 ? channels + 1 : 1));
    for (auto& values : lanes)
        values.resize(std::size_t(count));
    separate(samples.data(), channels, count, lanes, 0);
    return reduce(lane == kMixed ? lanes.back().data() : lanes[std::size_t(lane)].data(), count);
}

WaveformBuilder::WaveformBuilder(int rateHz, int channels)
    : m_rateHz(rateHz)
    , m_channels(channels)
    , m_block(std::size_t(channels > 1 ? channels + 1 : 1))
{
    for (auto& lane : m_block)
        lane.resize(WaveformPyramid::kBlock);
    m_chunk = newChunk(m_block.size());
}

WaveformBuilder::~WaveformBuilder() = default;

void WaveformBuilder::add(std::span<const float> samples)
{
    auto left = std::int64_t(samples.size()) / m_channels;
    const float* from = samples.data();
    while (left > 0) {
        const int count = int(std::min<std::int64_t>(left, WaveformPyramid::kBlock - m_filled));
        separate(from, m_channels, count, m_block, m_filled);
        m_filled += count;
        from += std::ptrdiff_t(count) * m_channels;
        left -= count;
        if (m_filled == WaveformPyramid::kBlock)
            endBlock();
        if (m_chunk->samples == WaveformPyramid::Chunk::kSamples)
            endChunk();
    }
}

void WaveformBuilder::endBlock()
{
    for (std::size_t lane = 0; lane < m_block.size(); ++lane)
        m_chunk->lanes[lane].front().push_back(PackedPeak::of(reduce(m_block[lane].data(), m_filled)));
    m_chunk->samples += m_filled;
    m_filled = 0;
}

void WaveformBuilder::endChunk()
{
    m_chunk->build();
    m_chunks.push_back(std::move(m_chunk));
    m_chunk = newChunk(m_block.size());
}

WaveformPyramidPtr WaveformBuilder::snapshot() const
{
    return std::make_shared<const WaveformPyramid>(m_rateHz, m_channels, m_chunks, /*complete=*/false);
}

WaveformPyramidPtr WaveformBuilder::finish()
{
    if (m_filled > 0)
        endBlock();
    if (m_chunk->samples > 0)
        endChunk();
    return std::make_shared<const WaveformPyramid>(m_rateHz, m_channels, m_chunks, /*complete=*/true);
}

} // namespace avs::media
