// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/SegmentationWriter.h"

#include "core/formats/Files.h"
#include "core/formats/ImageFile.h"
#include "core/formats/OverlayFilm.h"
#include "core/formats/SegmentationJson.h"
#include "core/formats/StagedFolder.h"
#include "core/inference/ModelSession.h"
#include "core/media/ClipInfo.h"

#include <QDir>
#include <QFile>
#include <QSet>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace avs::formats {
namespace {

using base::ErrorCode;
using base::FrameIndex;
using base::MediaTime;
using base::Result;
using inference::FramePrediction;
using inference::StepPrediction;
using inference::StepPredictionPtr;

constexpr QLatin1String kJsonName("segmentation.json");
constexpr QLatin1String kOverlayName("overlay.mp4");
constexpr QLatin1String kMasks("masks/");
constexpr QLatin1String kBinary("binary/");
constexpr QLatin1String kQueries("queries/");
constexpr std::array kMaskFolders{kMasks, kBinary, kQueries};

QStringList filesOf(const StepMasks& masks)
{
    QStringList files = masks.queries;
    files.append(masks.labels);
    if (!masks.binary.isEmpty())
        files.append(masks.binary);
    return files;
}

/// Masks that an earlier export listed and the new one does not write: they would be taken for the new one's.
void removeStaleMasks(const QString& folder, const QByteArray& earlierJson, const QStringList& written)
{
    const Result<std::vector<StoredStep>> steps = fromSegmentationJson(earlierJson, folder);
    const Result<std::vector<StoredFrame>> frames = framesFromSegmentationJson(earlierJson, folder);
    if (!steps || !frames)
        return;
    const QSet<QString> kept(written.begin(), written.end());
    const auto isOwn = [](const QString& mask) {
        return !mask.contains(u"..") && std::any_of(kMaskFolders.begin(), kMaskFolders.end(),
                                                    [&](auto place) { return mask.startsWith(place); });
    };
    const auto remove = [&](const QString& mask) {
        if (isOwn(mask) && !kept.contains(mask))
            QFile::remove(folder + u'/' + mask);
    };
    for (const StoredStep& step : *steps) {
        for (const QString& mask : filesOf(step.masks))
            remove(mask);
    }
    for (const StoredFrame& frame : *frames)
        remove(frame.mask);
    for (const auto place : {kBinary, kQueries}) // where nothing is left in it
        QDir(folder).rmdir(place);
}

QString frameName(FrameIndex frame)
{
    return QStringLiteral("%1").arg(frame.value(), 6, 10, QLatin1Char('0'));
}

QString inFolder(QLatin1String folder, const QString& name)
{
    return folder + name + QStringLiteral(".png");
}

} // namespace

struct SegmentationWriter::Impl
{
    /// What the film needs to know of a step that was written.
    struct Written
    {
        MediaTime begin;
        MediaTime end;
    };

    QString folder;
    media::ClipInfo clip;
    std::vector<QString> classNames;
    double opacity = 0;
    std::unique_ptr<StagedFolder> stage;
    QFile json;             ///< in the stage, written as steps come
    bool jsonBroke = false; ///< a part of it could not be written, so it is worth nothing
    QStringList masks;
    std::vector<Written> steps;              ///< as `masks`
    std::map<MediaTime, StoredFrame> frames; ///< given ones
    QSet<QString> taken;                     ///< names of masks

    [[nodiscard]] QString staged(const QString& name) const { return stage->path() + u'/' + name; }
    /// Sentences of those who write into the stage would name the hidden folder. Asked before the stage gives
    /// its space back.
    [[nodiscard]] Result<void> named(Result<void> written) const;
    [[nodiscard]] Result<void> append(const QByteArray& part);
    [[nodiscard]] Result<void> add(const StepPrediction& step);
    [[nodiscard]] Result<void> addLogits(const StepPrediction& step, const QString& name, StepMasks& written);
    [[nodiscard]] Result<void> add(const FramePrediction& frame);
    [[nodiscard]] Result<void> closeJson(bool complete);
    [[nodiscard]] Result<void> writeFilm(const std::function<void(double)>& onProgress,
                                         const std::stop_token& stop);
    [[nodiscard]] Result<void> commit(const QStringList& others);
};

Result<void> SegmentationWriter::Impl::named(Result<void> written) const
{
    if (!written && written.error().code == ErrorCode::Unwritable)
        return unwritable(folder + QStringLiteral("/x"),
                          written.error().message + u' ' + written.error().detail);
    return written;
}

Result<void> SegmentationWriter::Impl::append(const QByteArray& part)
{
    jsonBroke = jsonBroke || json.write(part) != part.size();
    if (jsonBroke)
        return unwritable(json.fileName(), json.errorString());
    return {};
}

Result<void> SegmentationWriter::Impl::add(const StepPrediction& step)
{
    // Two steps that looked at one frame get names of their own, and so does one whose frame belongs to the
    // stretch of the step before.
    auto name = frameName(step.frame);
    if (taken.contains(inFolder(kMasks, name)))
        name += QStringLiteral("-%1").arg(step.step);
    StepMasks written{inFolder(kMasks, name), {}, {}};
    if (auto done = writePalettePng(staged(written.labels), step.labels.decode()); !done)
        return done;
    if (auto done = addLogits(step, name, written); !done)
        return done;
    if (auto done = append(segmentationStep(step, written, classNames, masks.isEmpty())); !done)
        return done;
    // Only what the list names is moved to its place, also when the next step cannot be written.
    for (const QString& file : filesOf(written))
        taken.insert(file);
    masks.append(written.labels);
    steps.push_back({step.begin, step.end});
    return {};
}

/// Masks of all that sounds and of each query, at the clip's own size, where the step has them.
Result<void> SegmentationWriter::Impl::addLogits(const StepPrediction& step, const QString& name,
                                                 StepMasks& written)
{
    const auto write = [&](const QString& file, const inference::LogitMap& logits) -> Result<void> {
        auto mask = inference::maskOf(logits, clip.width, clip.height);
        for (auto& value : mask.pixels)
            value = value != 0 ? 255 : 0;
        return writeGreyPng(staged(file), mask);
    };
    if (step.binaryLogits.values.empty())
        return {};
    written.binary = inFolder(kBinary, name);
    if (auto done = write(written.binary, step.binaryLogits); !done)
        return done;
    for (const auto& query : step.queries) {
        if (query.logits.values.empty())
            break;
        written.queries.append(
            inFolder(kQueries, QStringLiteral("%1-%2").arg(name).arg(written.queries.size())));
        if (auto done = write(written.queries.back(), query.logits); !done)
            return done;
    }
    return {};
}

Result<void> SegmentationWriter::Impl::add(const FramePrediction& frame)
{
    const auto name = inFolder(kMasks, frameName(frame.frame));
    const bool isItsSteps = frame.source == FramePrediction::Source::Inferred && taken.contains(name);
    if (!isItsSteps) {
        if (auto done = writePalettePng(staged(name), frame.labels); !done)
            return done;
    }
    taken.insert(name);
    frames[frame.time] = {frame.frame, frame.time, frame.source, frame.step, name};
    return {};
}

Result<void> SegmentationWriter::Impl::closeJson(bool complete)
{
    bool first = true;
    for (const auto& [time, frame] : frames)
        if (auto done = append(segmentationFrame(frame, std::exchange(first, false))); !done)
            return done;
    if (auto done = append(segmentationTail(complete)); !done)
        return done;
    jsonBroke = !json.flush();
    json.close();
    jsonBroke = jsonBroke || json.error() != QFile::NoError;
    if (jsonBroke)
        return unwritable(json.fileName(), json.errorString());
    return {};
}

Result<void> SegmentationWriter::Impl::writeFilm(const std::function<void(double)>& onProgress,
                                                 const std::stop_token& stop)
{
    using Labels = std::shared_ptr<const imaging::LabelMap>;
    std::size_t next = 0; // the first step that is not over
    std::size_t shown = steps.size();
    Labels labels;
    const auto labelsAt = [&](MediaTime time) -> Result<Labels> {
        if (const auto own = frames.find(time); own != frames.end()) {
            auto read = readIndices(staged(own->second.mask));
            if (!read)
                return read.error();
            return std::make_shared<const imaging::LabelMap>(std::move(*read));
        }
        while (next < steps.size() && steps[next].end <= time)
            ++next;
        if (next == steps.size() || time < steps[next].begin)
            return Labels();
        if (shown != next) {
            auto read = readIndices(staged(masks[static_cast<qsizetype>(next)]));
            if (!read)
                return read.error();
            labels = std::make_shared<const imaging::LabelMap>(std::move(*read));
            shown = next;
        }
        return labels;
    };
    return writeOverlayFilm(clip, staged(kOverlayName), labelsAt, opacity, onProgress, stop);
}

Result<void> SegmentationWriter::Impl::commit(const QStringList& others)
{
    QByteArray earlierJson;
    if (QFile earlier(folder + u'/' + kJsonName); earlier.open(QIODevice::ReadOnly))
        earlierJson = earlier.readAll();
    QStringList names(taken.begin(), taken.end());
    names.sort();
    if (auto done = stage->commit(names + others); !done)
        return done;
    removeStaleMasks(folder, earlierJson, names);
    return {};
}

SegmentationWriter::SegmentationWriter(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{}
SegmentationWriter::~SegmentationWriter() = default;

Result<std::unique_ptr<SegmentationWriter>> SegmentationWriter::create(const QString& folder,
                                                                       const QString& clipPath,
                                                                       const inference::ModelInfo& model,
                                                                       double overlayOpacity)
{
    auto stage = StagedFolder::create(folder);
    if (!stage)
        return stage.error();
    auto clip = media::probe(clipPath);
    if (!clip)
        return clip.error();
    auto impl = std::make_unique<Impl>();
    impl->folder = folder;
    impl->clip = std::move(*clip);
    impl->classNames = model.classNames;
    impl->opacity = overlayOpacity;
    impl->stage = std::move(*stage);
    impl->json.setFileName(impl->staged(kJsonName));
    const auto begin = [&]() -> Result<void> {
        for (const auto place : kMaskFolders) {
            if (auto made = makeFolder(impl->staged(place)); !made)
                return made;
        }
        if (!impl->json.open(QIODevice::WriteOnly))
            return unwritable(impl->json.fileName(), impl->json.errorString());
        return impl->append(segmentationHead(impl->clip, model));
    };
    if (auto begun = impl->named(begin()); !begun)
        return begun.error();
    return std::unique_ptr<SegmentationWriter>(new SegmentationWriter(std::move(impl)));
}

Result<void> SegmentationWriter::add(const StepPrediction& step)
{
    return m_impl->named(m_impl->add(step));
}

Result<void> SegmentationWriter::add(const FramePrediction& frame)
{
    return m_impl->named(m_impl->add(frame));
}

int SegmentationWriter::steps() const
{
    return static_cast<int>(m_impl->steps.size());
}

Result<void> SegmentationWriter::finish(const std::function<void(double)>& onProgress, std::stop_token stop)
{
    const auto all = [&]() -> Result<void> {
        if (auto done = m_impl->closeJson(/*complete=*/true); !done)
            return done;
        if (auto done = m_impl->writeFilm(onProgress, stop); !done)
            return done;
        if (stop.stop_requested())
            return cancelled(m_impl->folder);
        return m_impl->commit({kOverlayName, kJsonName});
    };
    return m_impl->named(all());
}

Result<bool> SegmentationWriter::keepUnfinished()
{
    if (m_impl->steps.empty() || QFile::exists(m_impl->folder + u'/' + kJsonName))
        return false;
    if (m_impl->json.isOpen() || m_impl->jsonBroke) {
        if (auto done = m_impl->named(m_impl->closeJson(/*complete=*/false)); !done)
            return done.error();
    }
    if (auto done = m_impl->named(m_impl->commit({kJsonName})); !done)
        return done.error();
    return true;
}

Result<void> writeSegmentation(const SegmentationExport& what, const QString& folder,
                               const std::function<void(double)>& onProgress, std::stop_token stop)
{
    constexpr double kMasksShare = 0.1;
    const auto report = [&onProgress](double part) {
        if (onProgress)
            onProgress(part);
    };
    auto writer = SegmentationWriter::create(folder, what.clipPath, what.model, what.overlayOpacity);
    if (!writer)
        return writer.error();
    for (const StepPredictionPtr& step : what.steps) {
        if (stop.stop_requested())
            return cancelled(folder);
        if (auto done = (*writer)->add(*step); !done)
            return done;
    }
    report(kMasksShare);
    return (*writer)->finish([&](double part) { report(kMasksShare + (1 - kMasksShare) * part); }, stop);
}

StepPredictionPtr stepAt(const std::vector<StepPredictionPtr>& steps, MediaTime time)
{
    const auto found = std::find_if(steps.begin(), steps.end(), [time](const StepPredictionPtr& step) {
        return step && step->begin <= time && time < step->end;
    });
    return found == steps.end() ? nullptr : *found;
}

} // namespace avs::formats
