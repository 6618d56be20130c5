// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/SegmentationWriter.h"

#include "core/formats/Files.h"
#include "core/formats/ImageFile.h"
#include "core/formats/SegmentationJson.h"
#include "core/formats/StagedFolder.h"
#include "core/imaging/Overlay.h"
#include "core/media/AudioDecoder.h"
#include "core/media/ClipEncoder.h"
#include "core/media/ClipInfo.h"
#include "core/media/VideoDecoder.h"

#include <QFile>
#include <QSet>

#include <algorithm>

namespace avs::formats {
namespace {

using base::ErrorCode;
using base::FrameIndex;
using base::MediaTime;
using base::Result;
using inference::StepPredictionPtr;

constexpr QLatin1String kJsonName("segmentation.json");
constexpr QLatin1String kOverlayName("overlay.mp4");
constexpr int kOverlayAudioHz = 48000;
constexpr int kOverlayChannels = 2;

/// Where the masks of the steps go. Two steps that looked at one frame get names of their own.
QStringList maskNames(const std::vector<StepPredictionPtr>& steps)
{
    QStringList names;
    QSet<QString> taken;
    for (const StepPredictionPtr& step : steps) {
        QString name = QStringLiteral("masks/%1.png").arg(step->frame.value(), 6, 10, QLatin1Char('0'));
        if (taken.contains(name))
            name = QStringLiteral("masks/%1-%2.png")
                       .arg(step->frame.value(), 6, 10, QLatin1Char('0'))
                       .arg(step->step);
        taken.insert(name);
        names.push_back(name);
    }
    return names;
}

Result<void> writeMasks(const SegmentationExport& what, const QStringList& names, const QString& folder,
                        const std::stop_token& stop)
{
    if (auto made = makeFolder(folder + QStringLiteral("/masks")); !made)
        return made;
    for (std::size_t i = 0; i < what.steps.size(); ++i) {
        if (stop.stop_requested())
            return cancelled(folder);
        if (auto done =
                writePalettePng(folder + u'/' + names[static_cast<qsizetype>(i)], what.steps[i]->labels);
            !done)
            return done;
    }
    return {};
}

/// The clip's own sound, handed to the encoder along with the pictures so that the file is interleaved.
class SoundTrack
{
public:
    Result<void> load(const QString& path, const std::stop_token& stop)
    {
        Result<media::AudioSamplesPtr> sound =
            media::readAudio(path, kOverlayAudioHz, kOverlayChannels, stop);
        if (!sound)
            return sound.error();
        m_sound = *sound;
        return {};
    }
    Result<void> feedUntil(MediaTime time, media::ClipEncoder& encoder)
    {
        return feed(static_cast<std::int64_t>(time.seconds() * kOverlayAudioHz), encoder);
    }
    Result<void> feedRest(media::ClipEncoder& encoder)
    {
        return feed(m_sound ? m_sound->frameCount() : 0, encoder);
    }

private:
    Result<void> feed(std::int64_t until, media::ClipEncoder& encoder)
    {
        if (!m_sound)
            return {};
        until = std::min(until, m_sound->frameCount());
        if (until <= m_fed)
            return {};
        const std::span<const float> all(m_sound->samples);
        const auto from = static_cast<std::size_t>(m_fed * kOverlayChannels);
        m_fed = until;
        return encoder.addAudio(all.subspan(from, static_cast<std::size_t>(until * kOverlayChannels) - from));
    }

    media::AudioSamplesPtr m_sound;
    std::int64_t m_fed = 0;
};

imaging::RgbImage drawOver(const media::VideoFrame& frame, const SegmentationExport& what)
{
    imaging::RgbImage image = frame.image;
    const StepPredictionPtr step = stepAt(what.steps, frame.time);
    if (!step || step->labels.isEmpty())
        return image;
    std::array<bool, 256> visible;
    visible.fill(true);
    const bool sameSize = step->labels.width == image.width && step->labels.height == image.height;
    imaging::blendLabels(
        image, sameSize ? step->labels : imaging::scaleLabels(step->labels, image.width, image.height),
        what.overlayOpacity, visible);
    return image;
}

Result<void> writeOverlay(const SegmentationExport& what, const media::ClipInfo& clip, const QString& path,
                          const std::function<void(double)>& onProgress, const std::stop_token& stop)
{
    auto decoder = media::VideoDecoder::open(what.clipPath, stop);
    if (!decoder)
        return decoder.error();
    SoundTrack sound;
    media::ClipEncoderOptions options;
    options.width = (*decoder)->width();
    options.height = (*decoder)->height();
    if (clip.hasAudio) {
        const auto loaded = sound.load(what.clipPath, stop);
        if (!loaded && loaded.error().code == ErrorCode::Cancelled)
            return loaded;
        // A broken sound track is no reason to withhold the pictures.
        if (loaded) {
            options.audioRateHz = kOverlayAudioHz;
            options.audioChannels = kOverlayChannels;
        }
    }
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
        if (auto added = (*encoder)->addFrame(drawOver(**frame, what), (*frame)->time); !added)
            return added;
        if (auto fed = sound.feedUntil(frames.endOf(FrameIndex(i)), **encoder); !fed)
            return fed;
        onProgress(static_cast<double>(i + 1) / static_cast<double>(frames.size()));
    }
    if (auto fed = sound.feedRest(**encoder); !fed)
        return fed;
    return (*encoder)->finish(frames.isEmpty() ? MediaTime() : frames.endOf(FrameIndex(frames.size() - 1)));
}

/// Masks that an earlier export listed and the new one does not write: they would be taken for the new one's.
void removeStaleMasks(const QString& folder, const QByteArray& earlierJson, const QStringList& written)
{
    const Result<std::vector<StoredStep>> earlier = fromSegmentationJson(earlierJson, folder);
    if (!earlier)
        return;
    for (const StoredStep& step : *earlier)
        if (step.mask.startsWith(u"masks/") && !step.mask.contains(u"..") && !written.contains(step.mask))
            QFile::remove(folder + u'/' + step.mask);
}

Result<void> writeStaged(const SegmentationExport& what, const QString& folder, StagedFolder& stage,
                         const std::function<void(double)>& onProgress, const std::stop_token& stop)
{
    constexpr double kMasksShare = 0.1;
    const Result<media::ClipInfo> clip = media::probe(what.clipPath);
    if (!clip)
        return clip.error();
    const QStringList masks = maskNames(what.steps);
    if (auto done = writeMasks(what, masks, stage.path(), stop); !done)
        return done;
    onProgress(kMasksShare);
    const QByteArray json = toSegmentationJson(*clip, what.model, what.steps, masks);
    if (auto done = writeFile(stage.path() + u'/' + kJsonName, json); !done)
        return done;
    const auto onOverlay = [&](double part) { onProgress(kMasksShare + (1 - kMasksShare) * part); };
    if (auto done = writeOverlay(what, *clip, stage.path() + u'/' + kOverlayName, onOverlay, stop); !done)
        return done;
    if (stop.stop_requested())
        return cancelled(folder);

    QByteArray earlierJson;
    if (QFile earlier(folder + u'/' + kJsonName); earlier.open(QIODevice::ReadOnly))
        earlierJson = earlier.readAll();
    if (auto done = stage.commit(masks + QStringList{kOverlayName, kJsonName}); !done)
        return done;
    removeStaleMasks(folder, earlierJson, masks);
    return {};
}

} // namespace

Result<void> writeSegmentation(const SegmentationExport& what, const QString& folder,
                               const std::function<void(double)>& onProgress, std::stop_token stop)
{
    auto stage = StagedFolder::create(folder);
    if (!stage)
        return stage.error();
    const auto report = [&onProgress](double part) {
        if (onProgress)
            onProgress(part);
    };
    Result<void> written = writeStaged(what, folder, **stage, report, stop);
    // The encoder's own sentence would name the hidden folder. Asked before the stage gives its space back.
    if (!written && written.error().code == ErrorCode::Unwritable)
        return unwritable(folder + QStringLiteral("/x"),
                          written.error().message + u' ' + written.error().detail);
    return written;
}

StepPredictionPtr stepAt(const std::vector<StepPredictionPtr>& steps, MediaTime time)
{
    const auto found = std::find_if(steps.begin(), steps.end(), [time](const StepPredictionPtr& step) {
        return step && step->begin <= time && time < step->end;
    });
    return found == steps.end() ? nullptr : *found;
}

} // namespace avs::formats
