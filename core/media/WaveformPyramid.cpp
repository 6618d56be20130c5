// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/WaveformPyramid.h"

#include "core/media/WaveformChunk.h"

#include <QtGlobal>

#include <algorithm>
#include <cmath>

namespace avs::media {

namespace {

constexpr float kFullScale = 32767;

int packed(float value)
{
    return std::isfinite(value) ? int(std::lround(std::clamp(value, -1.0F, 1.0F) * kFullScale)) : 0;
}

/// Over blocks [from, to) of a chunk's lane: as few and large ones as there are.
void gather(PeakSum& sum, const WaveformPyramid::Chunk& chunk, const WaveformPyramid::Chunk::Lane& lane,
            std::int64_t from, std::int64_t to)
{
    using Chunk = WaveformPyramid::Chunk;
    const std::int64_t blocks = chunk.blockCount();
    while (from < to) {
        std::size_t level = 0;
        std::int64_t size = 1;
        while (level + 1 < lane.size() && from % (size * Chunk::kFactor) == 0 &&
               std::min(from + size * Chunk::kFactor, blocks) <= to) {
            ++level;
            size *= Chunk::kFactor;
        }
        const std::int64_t end = std::min((from + size) * WaveformPyramid::kBlock, chunk.samples);
        sum.add(lane[level][std::size_t(from / size)], end - from * WaveformPyramid::kBlock);
        from += size;
    }
}

} // namespace

PackedPeak PackedPeak::of(const Peak& peak)
{
    return {std::int16_t(packed(peak.min)), std::int16_t(packed(peak.max)), std::uint16_t(packed(peak.rms))};
}

void PeakSum::add(const PackedPeak& block, std::int64_t samples)
{
    m_min = std::min<int>(m_min, block.min);
    m_max = std::max<int>(m_max, block.max);
    m_energy += double(block.rms) * block.rms * double(samples);
    m_samples += samples;
}

Peak PeakSum::peak() const
{
    if (m_samples == 0)
        return {};
    return {float(m_min) / kFullScale, float(m_max) / kFullScale,
            float(std::sqrt(m_energy / double(m_samples))) / kFullScale};
}

void WaveformPyramid::Chunk::build()
{
    for (Lane& lane : lanes) {
        lane.resize(1);
        std::int64_t size = kBlock; // sample frames of a block of the level below
        while (lane.back().size() > 1) {
            const std::vector<PackedPeak>& below = lane.back();
            std::vector<PackedPeak> level;
            for (std::size_t i = 0; i < below.size(); i += kFactor) {
                PeakSum sum;
                for (std::size_t j = i; j < std::min(i + kFactor, below.size()); ++j)
                    sum.add(below[j], std::min(size, samples - std::int64_t(j) * size));
                level.push_back(PackedPeak::of(sum.peak()));
            }
            lane.push_back(std::move(level));
            size *= kFactor;
        }
    }
}

WaveformPyramid::WaveformPyramid(int rateHz, int channels, std::vector<std::shared_ptr<const Chunk>> chunks,
                                 bool complete)
    : m_rateHz(rateHz)
    , m_channels(channels)
    , m_complete(complete)
    , m_chunks(std::move(chunks))
{
    for (const auto& chunk : m_chunks)
        m_sampleCount += chunk ? chunk->samples : Chunk::kSamples;
}

Peak WaveformPyramid::range(int lane, std::int64_t from, std::int64_t to) const
{
    Q_ASSERT(lane == kMixed || (lane >= 0 && lane < m_channels));
    from = std::max<std::int64_t>(from, 0);
    to = std::min(to, m_sampleCount);
    if (from >= to)
        return {};
    const std::int64_t first = from / kBlock;
    const std::int64_t last = (to + kBlock - 1) / kBlock;
    const auto at = std::size_t(lane != kMixed ? lane : m_channels > 1 ? m_channels : 0);
    PeakSum sum;
    for (std::int64_t i = first / Chunk::kBlocks; i * Chunk::kBlocks < last; ++i) {
        const std::int64_t begin = i * Chunk::kBlocks;
        const Chunk* chunk = m_chunks[std::size_t(i)].get();
        if (!chunk)
            continue;
        gather(sum, *chunk, chunk->lanes[at], std::max(first - begin, std::int64_t(0)),
               std::min(last - begin, std::int64_t(Chunk::kBlocks)));
    }
    return sum.peak();
}

} // namespace avs::media
