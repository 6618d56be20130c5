// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/SoundTile.h"

#include <algorithm>
#include <cmath>

namespace avs::jobs {

namespace {

constexpr int kCoarsest = 24;

/// Sample frames before a column's nominal place at which it begins to be shown, so that it lies around the
/// middle of its window. Negative: behind.
double lead(const SoundTileKey& key)
{
    using analysis::Spectrogram;
    switch (key.kind) {
    case SoundTileKey::Kind::Mel: // frame i covers [160·i, 160·i + 400)
        return (Spectrogram::kMelShift - Spectrogram::kMelWindow) / 2.0;
    case SoundTileKey::Kind::Stft: // column k is centred at k hops
        return double(key.hop()) / 2;
    case SoundTileKey::Kind::Samples:
        break;
    }
    return 0;
}

} // namespace

std::int64_t SoundTileKey::hop() const
{
    switch (kind) {
    case Kind::Mel:
        return std::int64_t(analysis::Spectrogram::kMelShift) << level;
    case Kind::Stft:
        return std::int64_t(fftSize / 16) << level;
    case Kind::Samples:
        break;
    }
    return 1;
}

double SoundTileKey::secondsOf(std::int64_t column, int rateHz) const
{
    const std::int64_t columns = index * columnsPerTile(kind) + column;
    return (double(columns * hop()) - lead(*this)) / rateHz;
}

SoundTileKey SoundTileKey::at(double seconds, int rateHz) const
{
    const double column = std::floor((seconds * rateHz + lead(*this)) / double(hop()));
    SoundTileKey key = *this;
    key.index = std::int64_t(std::floor(column / columnsPerTile(kind)));
    return key;
}

int SoundTileKey::levelFor(Kind kind, int fftSize, double seconds, int rateHz)
{
    const SoundTileKey finest{kind, fftSize, 0, 0};
    const double hops = seconds * rateHz / double(finest.hop());
    if (kind == Kind::Samples || !(hops >= 2))
        return 0;
    return std::min(kCoarsest, int(std::floor(std::log2(hops))));
}

} // namespace avs::jobs
