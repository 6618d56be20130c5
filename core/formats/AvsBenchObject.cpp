// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/AvsBenchObject.h"

#include "core/formats/AvsBenchSemantic.h"
#include "core/formats/ClipList.h"
#include "core/formats/CsvTable.h"

#include <QCoreApplication>
#include <QDir>
#include <QSet>

#include <algorithm>
#include <map>

namespace avs::formats {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr int kFrames = 5; // of every clip of AVSBench-object
constexpr std::size_t kMostClasses = 256;

QString text(const char* source)
{
    return QCoreApplication::translate("avs::formats", source);
}

Error damaged(const QString& path, const QString& sentence)
{
    return {ErrorCode::Damaged, sentence.arg(QDir::toNativeSeparators(path)), {}, path};
}

AvsDataset emptySet(const QString& root, AvsLayout layout)
{
    AvsDataset dataset;
    dataset.root = root;
    dataset.layout = layout;
    dataset.colourMasks = false;
    dataset.classNames = {QStringLiteral("background")};
    return dataset;
}

constexpr int kCategoryColumn = 2;

/// The categories in alphabetical order, behind "background".
std::vector<QString> categoriesOf(const CsvTable& table)
{
    QSet<QString> found;
    for (const QStringList& row : table.rows)
        found.insert(row[kCategoryColumn]);
    std::vector<QString> names(found.begin(), found.end());
    std::sort(names.begin(), names.end());
    names.insert(names.begin(), QStringLiteral("background"));
    return names;
}

using ClipByUid = std::map<QString, const AvsClip*>;

/// The same clip in AVSBench-semantic, or null.
const AvsClip* counterpart(const ClipByUid& semantic, const QString& name)
{
    if (const auto same = semantic.find(name); same != semantic.end())
        return same->second;
    const QString longer = name + u'_';
    const auto next = semantic.lower_bound(longer);
    return next != semantic.end() && next->first.startsWith(longer) ? next->second : nullptr;
}

bool isSkippedByTavis(const AvsClip& clip)
{
    return clip.subset == u"s4" && clip.split == u"train" && clip.uid == u"vhUM-UOKpSk";
}

} // namespace

AvsClip objectClip(const QString& root, AvsLayout layout, const QString& split, const QString& category,
                   const QString& name)
{
    const bool single = layout == AvsLayout::SingleSource;
    const QDir data(QDir(root).filePath(single ? QStringLiteral("s4_data") : QStringLiteral("ms3_data")));
    const QString place = single ? split + u'/' + category + u'/' + name : split + u'/' + name;
    const QString placeWithoutSplit = single ? place : name; // MS3's pictures and videos
    AvsClip clip;
    clip.uid = name;
    clip.subset = single ? QStringLiteral("s4") : QStringLiteral("ms3");
    clip.split = split;
    clip.folder = data.filePath(QStringLiteral("visual_frames/") + placeWithoutSplit);
    const QString ending = single ? QStringLiteral("_") : QStringLiteral(".mp4_");
    clip.images = {clip.folder + u'/' + name + ending, QStringLiteral(".png"), 1};
    clip.masks = {data.filePath(QStringLiteral("gt_masks/") + place) + u'/' + name + u'_',
                  QStringLiteral(".png"), 1};
    clip.soundPath = data.filePath(QStringLiteral("audio_wav/") + place) + QStringLiteral(".wav");
    clip.videoPath =
        data.filePath(QStringLiteral("raw_videos/") + placeWithoutSplit) + QStringLiteral(".mp4");
    return clip;
}

Result<AvsDataset> readAvsBenchS4(const QString& root)
{
    AvsDataset dataset = emptySet(root, AvsLayout::SingleSource);
    const QString list = QDir(root).filePath(QStringLiteral("s4_meta_data.csv"));
    const auto table = CsvTable::read(list, {QStringLiteral("split")});
    if (!table)
        return table.error();
    const qsizetype split = table->column("split");
    if (table->header.size() <= kCategoryColumn || split <= kCategoryColumn)
        return damaged(list,
                       text(QT_TRANSLATE_NOOP("avs::formats", "%1 has too few columns; it should name clip, "
                                                              "second, category and split.")));
    dataset.classNames = categoriesOf(*table);
    if (dataset.classNames.size() > kMostClasses)
        return damaged(list,
                       text(QT_TRANSLATE_NOOP("avs::formats", "%1 names more than 255 classes; its third "
                                                              "column should be the category.")));
    ClipList clips(dataset, list);
    for (const QStringList& row : table->rows) {
        const QString& category = row[kCategoryColumn];
        AvsClip clip = objectClip(root, dataset.layout, row[split], category, row[0]);
        const auto found = std::find(dataset.classNames.begin(), dataset.classNames.end(), category);
        clip.classes = {static_cast<int>(found - dataset.classNames.begin())};
        clips.add(clip, clip.split == u"train", kFrames);
    }
    reportShortRows(dataset.problems, table->shortRows, list);
    return dataset;
}

Result<AvsDataset> readAvsBenchMs3(const QString& root)
{
    AvsDataset dataset = emptySet(root, AvsLayout::MultiSource);
    dataset.classNames.push_back(QStringLiteral("sounding"));
    const QString list = QDir(root).filePath(QStringLiteral("ms3_meta_data.csv"));
    const auto table = CsvTable::read(list, {QStringLiteral("split")});
    if (!table)
        return table.error();
    const qsizetype split = table->column("split");
    ClipList clips(dataset, list);
    for (const QStringList& row : table->rows)
        clips.add(objectClip(root, dataset.layout, row[split], {}, row[0]), /*onlyFirst=*/false, kFrames);
    reportShortRows(dataset.problems, table->shortRows, list);
    return dataset;
}

Result<AvsDataset> withSemanticMasks(AvsDataset object, const QString& semanticRoot)
{
    const QString subset =
        object.layout == AvsLayout::SingleSource ? QStringLiteral("v1s") : QStringLiteral("v1m");
    const auto semantic = readAvsBenchSemantic(semanticRoot, {{subset}, {}, {}});
    if (!semantic)
        return semantic.error();
    ClipByUid byUid;
    for (const AvsClip& clip : semantic->clips)
        byUid.emplace(clip.uid, &clip);
    std::vector<AvsClip> paired;
    for (AvsClip& clip : object.clips) {
        if (isSkippedByTavis(clip))
            continue;
        const AvsClip* masks = counterpart(byUid, clip.uid);
        if (masks == nullptr) {
            object.problems.push_back(
                {ProblemKind::MissingClip, clip.uid, semanticRoot,
                 text(QT_TRANSLATE_NOOP("avs::formats",
                                        "The clip %1 has no counterpart in the folder %2 of %3."))
                     .arg(clip.uid, subset, QDir::toNativeSeparators(semanticRoot))});
            continue;
        }
        clip.masks = masks->masks;
        clip.soundPath = masks->soundPath;
        clip.classes = masks->classes;
        clip.maskCount = std::min(clip.maskCount, masks->frameCount);
        clip.annotatedCount = clip.maskCount;
        paired.push_back(std::move(clip));
    }
    object.clips = std::move(paired);
    object.classNames = semantic->classNames;
    object.colourMasks = true;
    object.foreignMasks = true;
    return object;
}

} // namespace avs::formats
