// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/OverlayFilm.h"

#include "core/formats/Files.h"
#include "core/imaging/Overlay.h"
#include "core/media/AudioReader.h"
#include "core/media/ClipEncoder.h"
#include "core/media/VideoDecoder.h"

#include <algorithm>
#include <array>
#include <limits>
#include <span>
#include <vector>

namespace avs::formats {
namespace {

using base::ErrorCode;
using base::FrameIndex;
using base::MediaTime;
using base::Result;

constexpr int kAudioHz = 48000;
constexpr int kChannels = 2;

/// The clip's own sound, handed to the encoder along with the pictures so that the file is interleaved.
class SoundTrack
{
public:
    explicit SoundTrack(std::unique_ptr<media::AudioReader> reader)
        : m_reader(std::move(reader))
    {}

    Result<void> feedUntil(MediaTime time, media::ClipEncoder& encoder, const std::stop_token& stop)
    {
        return feed(static_cast<std::int64_t>(time.seconds() * kAudioHz), encoder, stop);
    }
    Result<void> feedRest(media::ClipEncoder& encoder, const std::stop_token& stop)
    {
        return feed(std::numeric_limits<std::int64_t>::max(), encoder, stop);
    }

private:
    Result<void> feed(std::int64_t until, media::ClipEncoder& encoder, const std::stop_token& stop)
    {
        while (m_reader && m_reader->position() < until) {
            const auto wanted = std::min<std::int64_t>(until - m_reader->position(), kAudioHz);
            m_buffer.resize(static_cast<std::size_t>(wanted * kChannels));
            const auto got = m_reader->read(m_buffer, stop);
            if (!got)
                return got.error();
            const auto samples = std::span(m_buffer).first(static_cast<std::size_t>(*got * kChannels));
            if (!samples.empty()) {
                if (auto added = encoder.addAudio(samples); !added)
                    return added;
            }
            if (*got < wanted)
                m_reader.reset(); // its end
        }
        return {};
    }

    std::unique_ptr<media::AudioReader> m_reader; ///< null: no sound, or no more
    std::vector<float> m_buffer;
};

imaging::RgbImage drawOver(const media::VideoFrame& frame, const imaging::LabelMap& labels, double opacity)
{
    imaging::RgbImage image = frame.image;
    std::array<bool, 256> visible;
    visible.fill(true);
    const bool sameSize = labels.width == image.width && labels.height == image.height;
    imaging::blendLabels(image, sameSize ? labels : imaging::scaleLabels(labels, image.width, image.height),
                         opacity, visible);
    return image;
}

} // namespace

Result<void> writeOverlayFilm(const media::ClipInfo& clip, const QString& path, const LabelsAt& labelsAt,
                              double opacity, const std::function<void(double)>& onProgress,
                              const std::stop_token& stop)
{
    auto decoder = media::VideoDecoder::open(clip.path, stop);
    if (!decoder)
        return decoder.error();
    media::ClipEncoderOptions options;
    options.width = (*decoder)->width();
    options.height = (*decoder)->height();
    std::unique_ptr<media::AudioReader> reader;
    if (clip.hasAudio) {
        auto opened = media::AudioReader::open(clip.path, {kAudioHz, kChannels}, stop);
        if (!opened && opened.error().code == ErrorCode::Cancelled)
            return opened.error();
        // A broken sound track is no reason to withhold the pictures.
        if (opened) {
            options.audioRateHz = kAudioHz;
            options.audioChannels = kChannels;
            reader = std::move(*opened);
        }
    }
    SoundTrack sound(std::move(reader));
    options.nominalFps = std::clamp(clip.averageFps, 1.0, 240.0);
    auto encoder = media::ClipEncoder::create(path, options);
    if (!encoder)
        return encoder.error();

    const media::FrameTable& frames = *(*decoder)->frames();
    for (std::int64_t i = 0; i < frames.size(); ++i) {
        if (stop.stop_requested())
            return cancelled(path);
        const Result<media::VideoFramePtr> frame = (*decoder)->read(FrameIndex(i), stop);
        if (!frame && frame.error().code == ErrorCode::Damaged)
            continue; // the frame before it stays on screen
        if (!frame)
            return frame.error();
        const auto labels = labelsAt((*frame)->time);
        if (!labels)
            return labels.error();
        auto added = *labels && !(*labels)->isEmpty()
                         ? (*encoder)->addFrame(drawOver(**frame, **labels, opacity), (*frame)->time)
                         : (*encoder)->addFrame((*frame)->image, (*frame)->time);
        if (!added)
            return added;
        if (auto fed = sound.feedUntil(frames.endOf(FrameIndex(i)), **encoder, stop); !fed)
            return fed;
        onProgress(static_cast<double>(i + 1) / static_cast<double>(frames.size()));
    }
    if (auto fed = sound.feedRest(**encoder, stop); !fed)
        return fed;
    return (*encoder)->finish(frames.isEmpty() ? MediaTime() : frames.endOf(FrameIndex(frames.size() - 1)));
}

} // namespace avs::formats
