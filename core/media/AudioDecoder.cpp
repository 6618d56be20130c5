// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/AudioDecoder.h"

#include "core/media/AudioReader.h"
#include "core/media/MediaErrors.h"

#include <new>

namespace avs::media {

using base::Result;

namespace {

Result<AudioSamplesPtr> readAll(AudioReader& reader, const QString& path, const std::stop_token& stop)
{
    auto audio = std::make_shared<AudioSamples>();
    audio->rateHz = reader.format().rateHz;
    audio->channels = reader.format().channels;
    const std::size_t chunk = std::size_t(audio->rateHz) * std::size_t(audio->channels);
    std::vector<float>& samples = audio->samples;
    while (true) {
        const std::size_t before = samples.size();
        samples.resize(before + chunk);
        const auto got = reader.read(std::span(samples).subspan(before), stop);
        if (!got)
            return got.error();
        samples.resize(before + std::size_t(*got) * std::size_t(audio->channels));
        if (*got == 0)
            break;
    }
    if (samples.empty())
        return damagedSound(path);
    return AudioSamplesPtr(std::move(audio));
}

} // namespace

Result<AudioSamplesPtr> readAudio(const QString& path, int rateHz, int channels, std::stop_token stop)
{
    Q_ASSERT(rateHz > 0 && channels > 0);
    auto reader = AudioReader::open(path, {rateHz, channels}, stop);
    if (!reader)
        return reader.error();
    try {
        return readAll(**reader, path, stop);
    } catch (const std::bad_alloc&) {
        return outOfMemory(path);
    }
}

} // namespace avs::media
