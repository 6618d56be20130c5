// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/jobs/SoundTile.h"
#include "core/media/AudioReader.h"

#include <map>
#include <stop_token>

namespace avs::jobs {

/// Makes tiles of one file's sound, in constant memory. Decoding goes on where it was when the next tile lies
/// behind the last. One thread.
class SoundTileMaker
{
public:
    explicit SoundTileMaker(QString path);
    ~SoundTileMaker();

    /// Without columns when the tile lies outside the sound. Errors as AudioReader; Cancelled.
    [[nodiscard]] base::Result<SoundTilePtr> make(const SoundTileKey& key, const std::stop_token& stop);

private:
    [[nodiscard]] base::Result<media::AudioReader*> reader(SoundTileKey::Kind kind,
                                                           const std::stop_token& stop);
    [[nodiscard]] analysis::Spectrogram& spectrogram(const SoundTileKey& key, int rateHz);
    [[nodiscard]] base::Result<void> makeSamples(SoundTile& tile, media::AudioReader& reader,
                                                 const std::stop_token& stop);
    [[nodiscard]] base::Result<void> makeColumns(SoundTile& tile, media::AudioReader& reader,
                                                 const std::stop_token& stop);
    /// Of sample frames [from, from + count); silence before 0. Fewer at the sound's end.
    [[nodiscard]] base::Result<std::vector<float>> read(media::AudioReader& reader, std::int64_t from,
                                                        std::int64_t count, const std::stop_token& stop);

    QString m_path;
    std::map<SoundTileKey::Kind, std::unique_ptr<media::AudioReader>> m_readers;
    std::unique_ptr<analysis::Spectrogram> m_spectrogram;
};

} // namespace avs::jobs
