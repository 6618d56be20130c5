// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/SoundTileMaker.h"

#include <algorithm>
#include <cmath>

namespace avs::jobs {

using analysis::Spectrogram;
using analysis::SpectrogramSettings;
using analysis::SpectrumKind;
using base::Result;
using Kind = SoundTileKey::Kind;

namespace {

/// A wider column is not listened to as a whole: its sound is looked up, which costs the same however wide.
constexpr std::int64_t kWidestReadThrough = 32768;
/// Windows of a column; wider ones are spread over it.
constexpr std::int64_t kMostWindows = 8;

/// Where the windows of a column begin, in sample frames.
std::vector<std::int64_t> windowsOf(const SoundTileKey& key, std::int64_t column, int window)
{
    const std::int64_t hop = key.hop();
    std::vector<std::int64_t> begins;
    if (key.kind == Kind::Mel) {
        const std::int64_t frames = hop / Spectrogram::kMelShift;
        const std::int64_t count = std::min(frames, kMostWindows);
        for (std::int64_t i = 0; i < count; ++i)
            begins.push_back((column * frames + i * frames / count) * Spectrogram::kMelShift);
    } else {
        const std::int64_t count = std::clamp<std::int64_t>(2 * hop / window, 1, kMostWindows);
        for (std::int64_t i = 0; i < count; ++i)
            begins.push_back(column * hop - hop / 2 + (2 * i + 1) * hop / (2 * count) - window / 2);
    }
    if (hop <= kWidestReadThrough)
        return begins;
    // Side by side around the column's middle: one short piece of sound.
    const std::int64_t middle = begins[begins.size() / 2];
    const std::int64_t distance = key.kind == Kind::Mel ? Spectrogram::kMelShift : window / 2;
    for (std::size_t i = 0; i < begins.size(); ++i)
        begins[i] = middle + (std::int64_t(i) - std::int64_t(begins.size() / 2)) * distance;
    return begins;
}

} // namespace

SoundTileMaker::SoundTileMaker(QString path)
    : m_path(std::move(path))
{}

SoundTileMaker::~SoundTileMaker() = default;

Result<SoundTilePtr> SoundTileMaker::make(const SoundTileKey& key, const std::stop_token& stop)
{
    auto source = reader(key.kind, stop);
    if (!source)
        return source.error();
    auto tile = std::make_shared<SoundTile>();
    tile->key = key;
    tile->rateHz = (*source)->format().rateHz;
    auto made =
        key.kind == Kind::Samples ? makeSamples(*tile, **source, stop) : makeColumns(*tile, **source, stop);
    if (!made)
        return made.error();
    return SoundTilePtr(std::move(tile));
}

Result<media::AudioReader*> SoundTileMaker::reader(Kind kind, const std::stop_token& stop)
{
    auto& reader = m_readers[kind];
    if (!reader) {
        const media::AudioReader::Format wanted{kind == Kind::Mel ? analysis::kMelRateHz : 0,
                                                kind == Kind::Samples ? 0 : 1};
        auto opened = media::AudioReader::open(m_path, wanted, stop);
        if (!opened)
            return opened.error();
        reader = std::move(*opened);
    }
    return reader.get();
}

Spectrogram& SoundTileMaker::spectrogram(const SoundTileKey& key, int rateHz)
{
    const auto kind = key.kind == Kind::Mel ? SpectrumKind::Mel : SpectrumKind::Stft;
    if (!m_spectrogram || m_spectrogram->bands().kind != kind ||
        (kind == SpectrumKind::Stft && m_spectrogram->bands().fftSize != key.fftSize))
        m_spectrogram = std::make_unique<Spectrogram>(SpectrogramSettings{kind, key.fftSize}, rateHz);
    return *m_spectrogram;
}

Result<std::vector<float>> SoundTileMaker::read(media::AudioReader& reader, std::int64_t from,
                                                std::int64_t count, const std::stop_token& stop)
{
    const auto channels = std::size_t(reader.format().channels);
    const std::int64_t silence = std::clamp<std::int64_t>(-from, 0, count);
    std::vector<float> samples(std::size_t(count) * channels);
    if (silence == count)
        return samples;
    if (reader.position() != from + silence) {
        if (auto found = reader.seek(from + silence, stop); !found)
            return found.error();
    }
    const auto got = reader.read(std::span(samples).subspan(std::size_t(silence) * channels), stop);
    if (!got)
        return got.error();
    samples.resize(std::size_t(silence + *got) * channels);
    return samples;
}

Result<void> SoundTileMaker::makeSamples(SoundTile& tile, media::AudioReader& reader,
                                         const std::stop_token& stop)
{
    tile.rows = reader.format().channels;
    if (tile.key.index < 0)
        return {};
    auto samples =
        read(reader, tile.key.index * SoundTileKey::kSampleFrames, SoundTileKey::kSampleFrames, stop);
    if (!samples)
        return samples.error();
    tile.values = std::move(*samples);
    tile.columns = int(tile.values.size()) / tile.rows;
    return {};
}

Result<void> SoundTileMaker::makeColumns(SoundTile& tile, media::AudioReader& reader,
                                         const std::stop_token& stop)
{
    Spectrogram& transform = spectrogram(tile.key, tile.rateHz);
    const int window = transform.windowSamples();
    const bool mel = tile.key.kind == Kind::Mel;
    tile.rows = transform.bands().count();
    const auto rows = std::size_t(tile.rows);
    if (tile.key.index < 0)
        return {};

    std::vector<float> sound; // sample frames from `begin` on
    std::int64_t begin = 0;
    std::vector<float> padded;
    std::vector<float> values(rows);
    for (std::int64_t i = 0; i < SoundTileKey::kColumns; ++i) {
        const std::int64_t column = tile.key.index * SoundTileKey::kColumns + i;
        const auto begins = windowsOf(tile.key, column, window);
        const std::int64_t end = begins.back() + window;
        // Windows overlap those of the column before: what is still needed stays.
        const std::int64_t have = begin + std::int64_t(sound.size());
        if (i > 0 && begins.front() >= begin && begins.front() <= have) {
            sound.erase(sound.begin(), sound.begin() + std::ptrdiff_t(begins.front() - begin));
        } else {
            sound.clear();
        }
        begin = begins.front();
        const std::int64_t next = begin + std::int64_t(sound.size());
        if (next < end) {
            auto more = read(reader, next, end - next, stop);
            if (!more)
                return more.error();
            sound.insert(sound.end(), more->begin(), more->end());
        }
        // The network hears whole windows alone; the plain spectrogram ends where the sound does.
        const std::int64_t known = begin + std::int64_t(sound.size());
        if (known < (mel ? begin + window : begins.front() + window / 2 + 1))
            break;
        tile.values.resize(tile.values.size() + rows, mel ? Spectrogram::kMelFloor : Spectrogram::kStftFloor);
        float* out = tile.values.data() + std::size_t(i) * rows;
        std::span<const float> heard(sound);
        if (known < end) {
            padded = sound;
            padded.resize(std::size_t(end - begin), 0.0F);
            heard = padded;
        }
        for (const std::int64_t from : begins) {
            if (mel && from + window > known)
                break;
            transform.column(heard.subspan(std::size_t(from - begin), std::size_t(window)), values);
            for (std::size_t row = 0; row < rows; ++row)
                out[row] = std::max(out[row], values[row]);
        }
        ++tile.columns;
    }
    return {};
}

} // namespace avs::jobs
