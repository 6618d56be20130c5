// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/AvsObjectWriter.h"

#include "core/formats/Files.h"
#include "core/formats/ImageFile.h"
#include "core/formats/WavFile.h"

#include <QDir>
#include <QFileInfo>

namespace avs::formats {

using base::Result;

namespace {

Result<void> makeFolderFor(const QString& path)
{
    return makeFolder(QFileInfo(path).path());
}

} // namespace

Result<void> writeObjectFrame(const AvsClip& clip, int k, const imaging::RgbImage& image,
                              const imaging::LabelMap& labels)
{
    if (auto made = makeFolderFor(clip.images.at(k)); !made)
        return made;
    if (auto written = writePng(clip.images.at(k), image); !written)
        return written;
    if (clip.subset == u"s4" && clip.split == u"train" && k > 0)
        return {};
    imaging::LabelMap mask = labels;
    for (std::uint8_t& pixel : mask.pixels)
        pixel = pixel != 0 ? 255 : 0;
    if (auto made = makeFolderFor(clip.masks.at(k)); !made)
        return made;
    return writeGreyPng(clip.masks.at(k), mask);
}

Result<void> writeObjectSound(const AvsClip& clip, std::span<const float> samples, int rateHz)
{
    if (auto made = makeFolderFor(clip.soundPath); !made)
        return made;
    return writeWav(clip.soundPath, samples, rateHz);
}

Result<void> writeObjectIndex(const QString& root, AvsLayout layout, const std::vector<QString>& classNames,
                              const std::vector<AvsRow>& rows)
{
    const bool single = layout == AvsLayout::SingleSource;
    QString csv = single ? QStringLiteral("name,start,category,split\n") : QStringLiteral("name,split\n");
    for (const AvsRow& row : rows)
        csv += single
                   ? QStringLiteral("%1,0,%2,%3\n")
                         .arg(row.uid, classNames.at(static_cast<std::size_t>(row.classes.at(0))), row.split)
                   : QStringLiteral("%1,%2\n").arg(row.uid, row.split);
    return writeFile(QDir(root).filePath(single ? QStringLiteral("s4_meta_data.csv")
                                                : QStringLiteral("ms3_meta_data.csv")),
                     csv.toUtf8());
}

} // namespace avs::formats
