// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/MediaFiles.h"

#include <QCollator>
#include <QDir>
#include <QFileInfo>
#include <QSet>

#include <algorithm>

namespace avs::media {

namespace {

const QStringList kVideo = {"*.mp4", "*.m4v",  "*.mkv", "*.webm", "*.mov", "*.avi",
                            "*.mpg", "*.mpeg", "*.ts",  "*.m2ts", "*.mts", "*.ogv",
                            "*.flv", "*.wmv",  "*.asf", "*.3gp",  "*.vob", "*.mxf"};
const QStringList kSound = {"*.wav",  "*.flac", "*.mp3", "*.m4a", "*.ogg",  "*.oga",
                            "*.opus", "*.aac",  "*.wma", "*.aif", "*.aiff", "*.mka"};
const QStringList kPicture = {"*.png", "*.jpg", "*.jpeg", "*.bmp", "*.tif", "*.tiff", "*.webp"};
const QStringList kNone;

bool endsLike(const QString& name, const QStringList& patterns)
{
    const QString suffix = QFileInfo(name).suffix();
    return !suffix.isEmpty() && patterns.contains(QStringLiteral("*.") + suffix, Qt::CaseInsensitive);
}

/// A picture's name without its last number: the same for all of one sequence.
QString sequenceOf(const QString& name)
{
    auto end = name.lastIndexOf(QLatin1Char('.'));
    const auto isDigit = [&](qsizetype i) { return i >= 0 && name[i].isDigit(); };
    while (end > 0 && !isDigit(end - 1))
        --end;
    auto begin = end;
    while (isDigit(begin - 1))
        --begin;
    return begin == end ? name : name.left(begin) + QLatin1Char('\n') + name.mid(end);
}

} // namespace

MediaKind mediaKindOf(const QString& name)
{
    for (const MediaKind kind : {MediaKind::Video, MediaKind::Sound, MediaKind::Picture}) {
        if (endsLike(name, namePatterns(kind)))
            return kind;
    }
    return MediaKind::None;
}

const QStringList& namePatterns(MediaKind kind)
{
    switch (kind) {
    case MediaKind::Video:
        return kVideo;
    case MediaKind::Sound:
        return kSound;
    case MediaKind::Picture:
        return kPicture;
    case MediaKind::None:
        break;
    }
    return kNone;
}

QStringList namePatterns()
{
    return kVideo + kSound + kPicture;
}

void sortAsCounted(QStringList& names)
{
    QCollator order{QLocale(QLocale::English)}; // the C locale's knows no numbers
    order.setNumericMode(true);
    std::sort(names.begin(), names.end(),
              [&](const QString& a, const QString& b) { return order.compare(a, b) < 0; });
}

QStringList foldersIn(const QString& folder)
{
    const QDir dir(folder);
    QStringList folders = dir.entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks, QDir::NoSort);
    sortAsCounted(folders);
    for (QString& name : folders)
        name = dir.filePath(name);
    return folders;
}

QStringList mediaFilesIn(const QString& folder)
{
    const QDir dir(folder);
    QStringList names = dir.entryList(namePatterns(), QDir::Files | QDir::Readable, QDir::NoSort);
    sortAsCounted(names);
    QStringList files;
    QSet<QString> sequences;
    for (const QString& name : names) {
        if (mediaKindOf(name) == MediaKind::Picture) {
            const QString sequence = sequenceOf(name);
            if (sequences.contains(sequence))
                continue;
            sequences.insert(sequence);
        }
        files.append(dir.filePath(name));
    }
    return files;
}

} // namespace avs::media
