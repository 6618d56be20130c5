// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/AvsDataset.h"

#include "core/formats/AvsBenchObject.h"
#include "core/formats/AvsBenchSemantic.h"
#include "core/formats/AvsSynthetic.h"
#include "core/formats/ImageFile.h"
#include "core/imaging/Resize.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace avs::formats {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr int kModelRateHz = 16000;

QString text(const char* source)
{
    return QCoreApplication::translate("avs::formats", source);
}

Error invalid(const QString& message, const QString& path)
{
    return {ErrorCode::Invalid, message, {}, path};
}

Result<AvsDataset> noneFound(const QString& root)
{
    return Error{ErrorCode::NotFound,
                 text(QT_TRANSLATE_NOOP(
                          "avs::formats",
                          "%1 is no data set of a known layout: it holds neither metadata.csv "
                          "(AVSBench-semantic), s4_meta_data.csv (AVSBench-object S4), ms3_meta_data.csv "
                          "(MS3) nor annotations.csv (AVS-Synthetic); choose the folder with one of them."))
                     .arg(QDir::toNativeSeparators(root)),
                 {},
                 root};
}

Result<AvsDataset> hasOwnMasks(const QString& root, AvsLayout layout)
{
    return invalid(text(QT_TRANSLATE_NOOP("avs::formats", "%1 is %2 and has masks of its own; masks of "
                                                          "another set are for AVSBench-object."))
                       .arg(QDir::toNativeSeparators(root), layoutName(layout)),
                   root);
}

Result<AvsDataset> readLists(const QString& root, const AvsDatasetOptions& options)
{
    const QDir folder(root);
    if (folder.exists(QStringLiteral("metadata.csv")))
        return options.maskRoot.isEmpty() ? readAvsBenchSemantic(root, options)
                                          : hasOwnMasks(root, AvsLayout::Semantic);
    if (!options.subsets.isEmpty() || !options.splitList.isEmpty())
        if (folder.exists())
            return invalid(text(QT_TRANSLATE_NOOP("avs::formats",
                                                  "Subsets and split lists are for AVSBench-semantic, but %1 "
                                                  "holds no metadata.csv."))
                               .arg(QDir::toNativeSeparators(root)),
                           root);
    const bool single = folder.exists(QStringLiteral("s4_meta_data.csv"));
    if (single || folder.exists(QStringLiteral("ms3_meta_data.csv"))) {
        auto dataset = single ? readAvsBenchS4(root) : readAvsBenchMs3(root);
        if (dataset && !options.maskRoot.isEmpty())
            return withSemanticMasks(std::move(*dataset), options.maskRoot);
        return dataset;
    }
    if (folder.exists(QStringLiteral("annotations.csv")))
        return options.maskRoot.isEmpty() ? readAvsSynthetic(root) : hasOwnMasks(root, AvsLayout::Synthetic);
    return noneFound(root);
}

/// One missing file should not keep what is before it, and all other clips, from being used.
void countToMissingMasks(AvsDataset& dataset)
{
    for (AvsClip& clip : dataset.clips) {
        int there = 0;
        while (there < clip.maskCount && QFileInfo::exists(clip.masks.at(there)))
            ++there;
        clip.annotatedCount = there;
        if (there == clip.maskCount)
            continue;
        const QString missing = clip.masks.at(there);
        dataset.problems.push_back(
            {ProblemKind::MissingFile, clip.uid, missing,
             text(QT_TRANSLATE_NOOP("avs::formats",
                                    "The mask %1 is missing, so the clip %2 counts only up to it; fetch it "
                                    "again."))
                 .arg(QDir::toNativeSeparators(missing), clip.uid)});
    }
}

Result<imaging::LabelMap> readLabels(const AvsDataset& dataset, const AvsClip& clip, int k)
{
    if (dataset.colourMasks) {
        const auto colours = readRgb(clip.masks.at(k));
        if (!colours)
            return colours.error();
        return fromPaletteColours(*colours, dataset.classCount());
    }
    auto labels = readGrey(clip.masks.at(k));
    if (!labels)
        return labels;
    constexpr std::uint8_t kHalf = 128;
    const auto sounding = static_cast<std::uint8_t>(clip.classes.empty() ? 1 : clip.classes.front());
    for (std::uint8_t& pixel : labels->pixels)
        pixel = pixel >= kHalf ? sounding : std::uint8_t{0};
    return labels;
}

} // namespace

QString layoutName(AvsLayout layout)
{
    switch (layout) {
    case AvsLayout::Semantic:
        return QStringLiteral("AVSBench-semantic");
    case AvsLayout::SingleSource:
        return QStringLiteral("AVSBench-object S4");
    case AvsLayout::MultiSource:
        return QStringLiteral("AVSBench-object MS3");
    case AvsLayout::Synthetic:
        return QStringLiteral("AVS-Synthetic");
    }
    return {};
}

Result<AvsDataset> openAvsDataset(const QString& root, const AvsDatasetOptions& options)
{
    auto dataset = readLists(root, options);
    if (dataset)
        countToMissingMasks(*dataset);
    return dataset;
}

Result<AvsSample> readSample(const AvsDataset& dataset, const AvsClip& clip, int k)
{
    if (k < 0 || k >= clip.frameCount)
        return invalid(
            text(QT_TRANSLATE_NOOP("avs::formats", "The clip %1 has no frame %2.")).arg(clip.uid).arg(k),
            clip.folder);
    auto image = readRgb(clip.images.at(k));
    if (!image)
        return image.error();
    auto labels = readLabels(dataset, clip, k);
    if (!labels)
        return labels.error();
    if (labels->width != image->width || labels->height != image->height) {
        if (!dataset.foreignMasks)
            return Error{
                ErrorCode::Damaged,
                text(QT_TRANSLATE_NOOP("avs::formats", "%1 has another size than its frame; fetch the "
                                                       "data set again."))
                    .arg(QDir::toNativeSeparators(clip.masks.at(k))),
                {},
                clip.masks.at(k)};
        *labels = imaging::resizedNearest(*labels, image->width, image->height);
    }
    return AvsSample{std::move(*image), std::move(*labels)};
}

Result<media::AudioSamplesPtr> readSound(const AvsClip& clip, std::stop_token stop)
{
    if (clip.soundPath.isEmpty())
        return Error{ErrorCode::NotFound,
                     text(QT_TRANSLATE_NOOP(
                              "avs::formats",
                              "The data set has no sound for the clip %1; tavis dataset check says why."))
                         .arg(clip.uid),
                     {},
                     clip.folder};
    return media::readAudio(clip.soundPath, kModelRateHz, 1, stop);
}

} // namespace avs::formats
