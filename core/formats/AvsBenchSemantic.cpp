// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/AvsBenchSemantic.h"

#include "core/formats/Files.h"
#include "core/formats/ImageFile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace avs::formats {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr int kModelRateHz = 16000;
constexpr int kMostClasses = 256;

QString text(const char* source)
{
    return QCoreApplication::translate("avs::formats", source);
}

Error damaged(const QString& path, const QString& message, const QString& detail = {})
{
    return {ErrorCode::Damaged, message.arg(QDir::toNativeSeparators(path)), detail, path};
}

Result<std::vector<QString>> readClassNames(const QString& path)
{
    const Result<QByteArray> bytes = readFile(path);
    if (!bytes)
        return bytes.error();
    const QJsonObject indices = QJsonDocument::fromJson(*bytes).object();
    std::vector<QString> names(static_cast<std::size_t>(std::min<qsizetype>(indices.size(), kMostClasses)));
    for (auto entry = indices.begin(); entry != indices.end(); ++entry) {
        const int index = entry.value().toInt(-1);
        if (index < 0 || index >= static_cast<int>(names.size()) || !names[index].isEmpty())
            return damaged(
                path,
                text(QT_TRANSLATE_NOOP("avs::formats", "%1 does not number its classes from 0 without "
                                                       "gaps; fetch the data set again.")),
                entry.key());
        names[index] = entry.key();
    }
    if (names.size() < 2)
        return damaged(
            path, text(QT_TRANSLATE_NOOP("avs::formats", "%1 names no classes; fetch the data set again.")));
    return names;
}

/// The fields of a line; quotes around a field are taken off.
QStringList fields(const QString& line)
{
    QStringList result = line.split(u',');
    for (QString& field : result) {
        field = field.trimmed();
        if (field.size() >= 2 && field.startsWith(u'"') && field.endsWith(u'"'))
            field = field.mid(1, field.size() - 2).trimmed();
    }
    return result;
}

struct Columns
{
    qsizetype uid = -1;
    qsizetype objects = -1;
    qsizetype split = -1;
    qsizetype subset = -1;

    explicit Columns(const QStringList& header)
        : uid(header.indexOf(u"uid"))
        , objects(header.indexOf(u"a_obj"))
        , split(header.indexOf(u"split"))
        , subset(header.indexOf(u"label"))
    {}
    [[nodiscard]] qsizetype last() const { return std::max({uid, objects, split, subset}); }
    [[nodiscard]] bool complete() const { return std::min({uid, objects, split, subset}) >= 0; }
};

/// Names that the published file uses for "nothing to see".
bool meansNothing(const QString& name)
{
    return name.isEmpty() || name == u"background" || name == u"off-the-screen";
}

std::vector<int> parseObjects(const QString& objects, const QHash<QString, int>& indexOf,
                              QStringList& unknown)
{
    std::vector<int> classes;
    for (QString name : objects.split(u'_')) {
        name.remove(u' '); // the published file has "h orse"
        if (meansNothing(name))
            continue;
        const int index = indexOf.value(name, 0);
        if (index > 0)
            classes.push_back(index);
        else if (!unknown.contains(name))
            unknown.push_back(name);
    }
    std::sort(classes.begin(), classes.end());
    classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
    return classes;
}

QString framePath(const QString& folder, int k)
{
    const QString jpeg = QStringLiteral("%1/frames/%2.jpg").arg(folder).arg(k);
    return QFileInfo::exists(jpeg) ? jpeg : QStringLiteral("%1/frames/%2.png").arg(folder).arg(k);
}

int countFrames(const QString& folder)
{
    int count = 0;
    while (QFileInfo::exists(framePath(folder, count)))
        ++count;
    return count;
}

} // namespace

Result<AvsDataset> readAvsBenchSemantic(const QString& root)
{
    AvsDataset dataset;
    dataset.root = root;
    const QDir folder(root);
    Result<std::vector<QString>> names = readClassNames(folder.filePath(QStringLiteral("label2idx.json")));
    if (!names)
        return names.error();
    dataset.classNames = *names;
    QHash<QString, int> indexOf;
    for (int i = 0; i < dataset.classCount(); ++i)
        indexOf.insert(dataset.classNames[i], i);

    const QString csvPath = folder.filePath(QStringLiteral("metadata.csv"));
    const Result<QByteArray> csv = readFile(csvPath);
    if (!csv)
        return csv.error();
    QString content = QString::fromUtf8(*csv);
    content.remove(QChar(0xfeff));
    const QStringList lines = content.split(u'\n');
    const Columns columns(fields(lines.front()));
    if (!columns.complete())
        return damaged(csvPath,
                       text(QT_TRANSLATE_NOOP("avs::formats", "%1 lacks the columns uid, a_obj, split and "
                                                              "label; choose AVSBench-semantic's folder.")),
                       lines.front());

    int absent = 0;
    int malformed = 0;
    QStringList unknown;
    for (const QString& line : lines.mid(1)) {
        if (line.trimmed().isEmpty())
            continue;
        const QStringList row = fields(line);
        if (row.size() <= columns.last()) {
            ++malformed;
            continue;
        }
        AvsClip clip;
        clip.uid = row[columns.uid];
        clip.subset = row[columns.subset];
        clip.split = row[columns.split];
        clip.folder = folder.filePath(clip.subset + u'/' + clip.uid);
        clip.frameCount = countFrames(clip.folder);
        if (clip.uid.isEmpty() || clip.frameCount == 0) {
            ++absent;
            continue;
        }
        clip.classes = parseObjects(row[columns.objects], indexOf, unknown);
        if (const QString video = clip.folder + QStringLiteral("/clip.mp4"); QFileInfo::exists(video))
            clip.videoPath = video;
        dataset.clips.push_back(std::move(clip));
    }
    if (absent > 0)
        dataset.remarks.push_back(QCoreApplication::translate(
            "avs::formats", "%n clip(s) of metadata.csv have no frames on disk and were left out.", nullptr,
            absent));
    if (malformed > 0)
        dataset.remarks.push_back(QCoreApplication::translate(
            "avs::formats", "%n line(s) of metadata.csv have too few columns and were left out.", nullptr,
            malformed));
    if (!unknown.isEmpty())
        dataset.remarks.push_back(
            text(QT_TRANSLATE_NOOP("avs::formats",
                                   "metadata.csv names classes that label2idx.json lacks: %1."))
                .arg(unknown.join(QStringLiteral(", "))));
    return dataset;
}

Result<AvsSample> readSample(const AvsDataset& dataset, const AvsClip& clip, int k)
{
    if (k < 0 || k >= clip.frameCount)
        return Error{
            ErrorCode::Invalid,
            text(QT_TRANSLATE_NOOP("avs::formats", "The clip %1 has no frame %2.")).arg(clip.uid).arg(k),
            {},
            clip.folder};
    Result<imaging::RgbImage> image = readRgb(framePath(clip.folder, k));
    if (!image)
        return image.error();
    const QString labelPath = QStringLiteral("%1/labels_rgb/%2.png").arg(clip.folder).arg(k);
    const Result<imaging::RgbImage> colours = readRgb(labelPath);
    if (!colours)
        return colours.error();
    if (colours->width != image->width || colours->height != image->height)
        return damaged(labelPath,
                       text(QT_TRANSLATE_NOOP("avs::formats", "%1 has another size than its frame; fetch the "
                                                              "data set again.")));
    return AvsSample{std::move(*image), fromPaletteColours(*colours, dataset.classCount())};
}

Result<media::AudioSamplesPtr> readSound(const AvsClip& clip, std::stop_token stop)
{
    return media::readAudio(clip.folder + QStringLiteral("/audio.wav"), kModelRateHz, 1, stop);
}

} // namespace avs::formats
