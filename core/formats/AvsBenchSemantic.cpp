// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/AvsBenchSemantic.h"

#include "core/formats/ClipList.h"
#include "core/formats/CsvTable.h"
#include "core/formats/Files.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace avs::formats {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr int kMostClasses = 256;

QString text(const char* source)
{
    return QCoreApplication::translate("avs::formats", source);
}

/// QJsonDocument keeps only one of two equal keys, so they are looked for in the text.
QString repeatedKey(const QByteArray& json)
{
    static const QRegularExpression key(QStringLiteral("\"((?:[^\"\\\\]|\\\\.)*)\"\\s*:"));
    QSet<QString> seen;
    for (auto match = key.globalMatch(QString::fromUtf8(json)); match.hasNext();) {
        const QString name = match.next().captured(1);
        if (seen.contains(name))
            return name;
        seen.insert(name);
    }
    return {};
}

/// Names that the published file uses for "nothing to see".
bool meansNothing(const QString& name)
{
    return name.isEmpty() || name == u"background" || name == u"off-the-screen";
}

/// Turns rows of metadata.csv into clips, one after the other.
class RowReader
{
public:
    RowReader(AvsDataset& dataset, const CsvTable& table, const QString& listPath)
        : m_dataset(dataset)
        , m_root(dataset.root)
        , m_clips(dataset, listPath)
        , m_uid(table.column("uid"))
        , m_objects(table.column("a_obj"))
        , m_split(table.column("split"))
        , m_subset(table.column("label"))
    {
        for (int i = 0; i < dataset.classCount(); ++i)
            m_indexOf.insert(dataset.classNames[i], i);
    }

    [[nodiscard]] QString subsetOf(const QStringList& row) const { return row[m_subset]; }

    void add(const QStringList& row)
    {
        AvsClip clip;
        clip.uid = row[m_uid];
        clip.subset = row[m_subset];
        clip.split = row[m_split];
        clip.folder = m_root.filePath(clip.subset + u'/' + clip.uid);
        findFiles(clip);
        clip.classes = parseObjects(row[m_objects], clip);
        const bool onlyFirst = clip.subset == u"v1s" && clip.split == u"train";
        m_clips.add(std::move(clip), onlyFirst);
    }

private:
    static void findFiles(AvsClip& clip)
    {
        clip.images = {clip.folder + QStringLiteral("/frames/"), QStringLiteral(".jpg"), 0};
        if (!QFileInfo::exists(clip.images.at(0)))
            clip.images.after = QStringLiteral(".png");
        clip.masks = {clip.folder + QStringLiteral("/labels_rgb/"), QStringLiteral(".png"), 0};
        clip.soundPath = clip.folder + QStringLiteral("/audio.wav");
        clip.videoPath = clip.folder + QStringLiteral("/clip.mp4");
    }

    std::vector<int> parseObjects(const QString& objects, const AvsClip& clip)
    {
        std::vector<int> classes;
        for (QString name : objects.split(u'_')) {
            name.remove(u' '); // the published file has "h orse"
            if (meansNothing(name))
                continue;
            if (const int index = m_indexOf.value(name, 0); index > 0)
                classes.push_back(index);
            else
                m_dataset.problems.push_back(
                    {ProblemKind::UnknownClass, clip.uid, clip.folder,
                     text(QT_TRANSLATE_NOOP("avs::formats",
                                            "%1 gives the clip %2 the class %3, which label2idx.json lacks."))
                         .arg(m_clips.name(), clip.uid, name)});
        }
        std::sort(classes.begin(), classes.end());
        classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
        return classes;
    }

    AvsDataset& m_dataset;
    QDir m_root;
    ClipList m_clips;
    QHash<QString, int> m_indexOf;
    qsizetype m_uid, m_objects, m_split, m_subset;
};

Error noSuchSubset(const QString& wanted, const QSet<QString>& present, const QString& list)
{
    QStringList names(present.begin(), present.end());
    names.sort();
    return {ErrorCode::Invalid,
            text(QT_TRANSLATE_NOOP("avs::formats", "%1 has no subset %2; it has %3."))
                .arg(QDir::toNativeSeparators(list), wanted, names.join(QStringLiteral(", "))),
            {},
            list};
}

} // namespace

Result<std::vector<QString>> readAvsClassNames(const QString& path)
{
    const Result<QByteArray> bytes = readFile(path);
    if (!bytes)
        return bytes.error();
    const auto damaged = [&](const QString& sentence) {
        return Error{ErrorCode::Damaged, sentence, {}, path};
    };
    const QString shown = QDir::toNativeSeparators(path);
    if (const QString twice = repeatedKey(*bytes); !twice.isEmpty())
        return damaged(text(QT_TRANSLATE_NOOP("avs::formats",
                                              "%1 names the class %2 twice; correct it or fetch it again."))
                           .arg(shown, twice));
    const QJsonObject indices = QJsonDocument::fromJson(*bytes).object();
    if (indices.size() > kMostClasses)
        return damaged(text(QT_TRANSLATE_NOOP("avs::formats",
                                              "%1 names more than 255 classes; fetch the data set again."))
                           .arg(shown));
    std::vector<QString> names(static_cast<std::size_t>(indices.size()));
    for (auto entry = indices.begin(); entry != indices.end(); ++entry) {
        const int index = entry.value().toInt(-1);
        if (index < 0 || index >= static_cast<int>(names.size()))
            return damaged(
                text(QT_TRANSLATE_NOOP("avs::formats", "%1 does not number its classes from 0 without "
                                                       "gaps (%2); fetch the data set again."))
                    .arg(shown, entry.key()));
        if (!names[index].isEmpty())
            return damaged(text(QT_TRANSLATE_NOOP("avs::formats", "%1 gives the number %2 to both %3 and %4; "
                                                                  "correct it or fetch it again."))
                               .arg(shown)
                               .arg(index)
                               .arg(names[index], entry.key()));
        names[index] = entry.key();
    }
    if (names.size() < 2)
        return damaged(
            text(QT_TRANSLATE_NOOP("avs::formats", "%1 names no classes; fetch the data set again."))
                .arg(shown));
    return names;
}

Result<AvsDataset> readAvsBenchSemantic(const QString& root, const AvsDatasetOptions& options)
{
    AvsDataset dataset;
    dataset.root = root;
    const QDir folder(root);
    auto names = readAvsClassNames(folder.filePath(QStringLiteral("label2idx.json")));
    if (!names)
        return names.error();
    dataset.classNames = std::move(*names);

    const QString list =
        options.splitList.isEmpty() ? folder.filePath(QStringLiteral("metadata.csv")) : options.splitList;
    const auto table = CsvTable::read(list, {QStringLiteral("uid"), QStringLiteral("a_obj"),
                                             QStringLiteral("split"), QStringLiteral("label")});
    if (!table)
        return table.error();
    RowReader reader(dataset, *table, list);
    QSet<QString> present;
    for (const QStringList& row : table->rows) {
        const QString subset = reader.subsetOf(row);
        present.insert(subset);
        if (options.subsets.isEmpty() || options.subsets.contains(subset))
            reader.add(row);
    }
    for (const QString& wanted : options.subsets)
        if (!present.contains(wanted))
            return noSuchSubset(wanted, present, list);
    reportShortRows(dataset.problems, table->shortRows, list);
    return dataset;
}

} // namespace avs::formats
