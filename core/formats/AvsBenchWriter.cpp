// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/AvsBenchWriter.h"

#include "core/formats/Files.h"
#include "core/formats/ImageFile.h"
#include "core/formats/WavFile.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>

namespace avs::formats {

using base::Result;

Result<void> writeAvsIndex(const QString& root, const std::vector<QString>& classNames,
                           const std::vector<AvsRow>& rows)
{
    QJsonObject indices;
    for (std::size_t i = 0; i < classNames.size(); ++i)
        indices.insert(classNames[i], static_cast<int>(i));
    const QDir folder(root);
    if (auto written =
            writeFile(folder.filePath(QStringLiteral("label2idx.json")), QJsonDocument(indices).toJson());
        !written)
        return written;

    QString csv = QStringLiteral("vid,uid,s_min,s_sec,a_obj,split,label\n");
    for (const AvsRow& row : rows) {
        QStringList names;
        for (const int c : row.classes)
            names.push_back(classNames.at(static_cast<std::size_t>(c)));
        if (names.isEmpty())
            names.push_back(classNames.front());
        csv += QStringLiteral("%1,%2,0,0,%3,%4,%5\n")
                   .arg(row.vid, row.uid, names.join(u'_'), row.split, row.subset);
    }
    return writeFile(folder.filePath(QStringLiteral("metadata.csv")), csv.toUtf8());
}

Result<QString> makeAvsClipFolder(const QString& root, const QString& subset, const QString& uid)
{
    const QString folder = QDir(root).filePath(subset + u'/' + uid);
    for (const char* part : {"frames", "labels_rgb", "labels_semantic"})
        if (auto made = makeFolder(folder + u'/' + QLatin1String(part)); !made)
            return made.error();
    return folder;
}

Result<void> writeAvsFrame(const QString& clipFolder, int k, const imaging::RgbImage& image,
                           const imaging::LabelMap& labels)
{
    constexpr int kJpegQuality = 95;
    const QDir folder(clipFolder);
    if (auto done = writeJpeg(folder.filePath(QStringLiteral("frames/%1.jpg").arg(k)), image, kJpegQuality);
        !done)
        return done;
    if (auto done =
            writePng(folder.filePath(QStringLiteral("labels_rgb/%1.png").arg(k)), toPaletteColours(labels));
        !done)
        return done;
    return writeGreyPng(folder.filePath(QStringLiteral("labels_semantic/%1.png").arg(k)), labels);
}

Result<void> writeAvsSound(const QString& clipFolder, std::span<const float> samples, int rateHz)
{
    return writeWav(QDir(clipFolder).filePath(QStringLiteral("audio.wav")), samples, rateHz);
}

} // namespace avs::formats
