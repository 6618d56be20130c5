// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/AvsSynthetic.h"

#include "core/formats/ClassSounds.h"
#include "core/formats/ClipList.h"
#include "core/formats/CsvTable.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QHash>
#include <QSet>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

namespace avs::formats {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

enum Column
{
    kInstance = 0,
    kImage = 1,
    kClassName = 4,
    kClassNumber = 5,
    kSound = 8,
    kColumns = 9,
};
constexpr std::size_t kMostClasses = 256;

QString text(const char* source)
{
    return QCoreApplication::translate("avs::formats", source);
}

Error damaged(const QString& path, const QString& sentence)
{
    return {ErrorCode::Damaged, sentence.arg(QDir::toNativeSeparators(path)), {}, path};
}

/// "background" and the names by their numbers.
std::vector<QString> classNamesOf(const CsvTable& table)
{
    std::set<std::pair<int, QString>> byNumber; // more than one name may have a number
    for (const QStringList& row : table.rows)
        byNumber.emplace(row[kClassNumber].toInt(), row[kClassName]);
    std::vector<QString> names{QStringLiteral("background")};
    QSet<QString> seen;
    for (const auto& [number, name] : byNumber) {
        if (!seen.contains(name))
            names.push_back(name);
        seen.insert(name);
    }
    return names;
}

AvsClip sampleOf(const QDir& root, const QStringList& row, const QString& split)
{
    AvsClip clip;
    clip.uid = row[kInstance];
    clip.subset = QStringLiteral("synthetic");
    clip.split = split == u"validate" ? QStringLiteral("val") : split;
    clip.folder = root.filePath(QStringLiteral("images"));
    clip.images = {clip.folder + u'/' + row[kImage], QStringLiteral(".jpg"), FrameFiles::kSingle};
    clip.masks = {root.filePath(QStringLiteral("masks/")) + row[kInstance], QStringLiteral(".png"),
                  FrameFiles::kSingle};
    if (!row[kSound].isEmpty())
        clip.soundPath = root.filePath(QStringLiteral("audios/%1.wav").arg(row[kSound]));
    clip.firstSecond = 1.5; // the second of the example's one-second stretches
    return clip;
}

/// FNV-1a; the same everywhere, unlike qHash.
std::uint64_t hashOf(const QString& name)
{
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char byte : name.toUtf8())
        hash = (hash ^ static_cast<std::uint8_t>(byte)) * 0x100000001b3;
    return hash;
}

/// The last step of splitmix64.
std::uint64_t mixed(std::uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

/// Draws one of its class's sounds for each sample that names none.
class DrawnSounds
{
public:
    DrawnSounds(AvsDataset& dataset, const QDir& root)
        : m_dataset(dataset)
        , m_root(root)
    {}

    void draw(AvsClip& clip, const QString& className, int classNumber)
    {
        const QStringList& sounds = soundsOf(className, classNumber);
        const auto sample = hashOf(clip.uid);
        const auto drawn = std::min_element(sounds.begin(), sounds.end(), [&](const auto& a, const auto& b) {
            return mixed(sample ^ hashOf(a)) < mixed(sample ^ hashOf(b));
        });
        if (drawn != sounds.end())
            clip.soundPath = pathOf(*drawn);
    }

private:
    [[nodiscard]] QString pathOf(const QString& sound) const
    {
        return m_root.filePath(QStringLiteral("audios/%1.wav").arg(sound));
    }

    /// Those that are there.
    const QStringList& soundsOf(const QString& className, int classNumber)
    {
        if (!m_listed) {
            auto read = readClassSounds(m_root.filePath(kList));
            m_isReadable = read.has_value();
            m_listed = read ? std::move(*read) : ClassSounds{};
            if (!read)
                report(read.error().code == ErrorCode::NotFound ? ProblemKind::MissingFile
                                                                : ProblemKind::UnreadableFile,
                       read.error().message);
        }
        const auto known = m_present.find(classNumber);
        if (known != m_present.end())
            return *known;
        QStringList present;
        if (const auto listed = m_listed->find(classNumber); listed != m_listed->end()) {
            std::copy_if(listed->second.begin(), listed->second.end(), std::back_inserter(present),
                         [&](const QString& sound) { return QFile::exists(pathOf(sound)); });
        }
        if (present.isEmpty() && m_isReadable)
            report(ProblemKind::MissingFile,
                   text(QT_TRANSLATE_NOOP("avs::formats",
                                          "None of the sounds that %1 lists for the class %2 is in audios."))
                       .arg(kList, className));
        return *m_present.insert(classNumber, present);
    }

    void report(ProblemKind kind, const QString& sentence)
    {
        m_dataset.problems.push_back({kind, {}, m_root.filePath(kList), sentence});
    }

    inline static const QString kList = QStringLiteral("category_for_vggsound_audios.pkl");
    AvsDataset& m_dataset;
    QDir m_root;
    std::optional<ClassSounds> m_listed;
    bool m_isReadable = false;
    QHash<int, QStringList> m_present; ///< by class number
};

} // namespace

Result<AvsDataset> readAvsSynthetic(const QString& root)
{
    AvsDataset dataset;
    dataset.root = root;
    dataset.layout = AvsLayout::Synthetic;
    dataset.colourMasks = false;
    const QDir folder(root);
    const QString list = folder.filePath(QStringLiteral("annotations.csv"));
    const auto table = CsvTable::read(list, {QStringLiteral("split")});
    if (!table)
        return table.error();
    if (table->header.size() < kColumns)
        return damaged(list, text(QT_TRANSLATE_NOOP(
                                 "avs::formats", "%1 has fewer than the nine columns of AVS-Synthetic; fetch "
                                                 "it again.")));
    dataset.classNames = classNamesOf(*table);
    if (dataset.classNames.size() > kMostClasses)
        return damaged(list, text(QT_TRANSLATE_NOOP(
                                 "avs::formats",
                                 "%1 names more than 255 classes; its fifth column should be the class.")));
    QHash<QString, int> indexOf;
    for (int i = 0; i < dataset.classCount(); ++i)
        indexOf.insert(dataset.classNames[i], i);

    DrawnSounds sounds(dataset, folder);
    ClipList clips(dataset, list);
    for (const QStringList& row : table->rows) {
        AvsClip clip = sampleOf(folder, row, row[table->column("split")]);
        clip.classes = {indexOf.value(row[kClassName])};
        if (clip.soundPath.isEmpty() && clip.split == u"train")
            sounds.draw(clip, row[kClassName], row[kClassNumber].toInt());
        clips.add(std::move(clip), /*onlyFirst=*/false, 1);
    }
    reportShortRows(dataset.problems, table->shortRows, list);
    return dataset;
}

} // namespace avs::formats
