// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/StagedFolder.h"

#include "core/formats/Files.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

#include <utility>
#include <vector>

namespace avs::formats {

using base::Result;

namespace {

/// Folders of `path` that are missing, the outermost first.
QStringList missingFolders(const QString& path)
{
    QStringList missing;
    for (QFileInfo info(QDir::cleanPath(QFileInfo(path).absoluteFilePath()));
         !info.exists() && !info.isRoot(); info = QFileInfo(info.absolutePath()))
        missing.prepend(info.absoluteFilePath());
    return missing;
}

} // namespace

StagedFolder::StagedFolder(QString target)
    : m_target(std::move(target))
{}

Result<std::unique_ptr<StagedFolder>> StagedFolder::create(const QString& target)
{
    std::unique_ptr<StagedFolder> staged(
        new StagedFolder(QDir::cleanPath(QFileInfo(target).absoluteFilePath())));
    staged->m_madeFolders = missingFolders(staged->m_target);
    if (auto made = makeFolder(staged->m_target); !made)
        return made.error();
    QTemporaryDir stage(staged->m_target + QStringLiteral("/.export-XXXXXX"));
    if (!stage.isValid())
        return unwritable(staged->m_target + QStringLiteral("/x"), stage.errorString());
    stage.setAutoRemove(false);
    staged->m_stage = stage.path();
    return staged;
}

StagedFolder::~StagedFolder()
{
    if (!m_stage.isEmpty())
        QDir(m_stage).removeRecursively();
    if (m_committed)
        return;
    while (!m_madeFolders.isEmpty())
        QDir().rmdir(m_madeFolders.takeLast());
}

Result<void> StagedFolder::commit(const QStringList& relativePaths)
{
    const QString replaced = m_stage + QStringLiteral("/replaced/");
    std::vector<std::pair<QString, QString>> moves; // from, to
    QStringList folders;
    const auto move = [&moves](const QString& from, const QString& to) {
        if (!QFile::rename(from, to))
            return false;
        moves.emplace_back(from, to);
        return true;
    };
    for (const QString& name : relativePaths) {
        const QString to = m_target + u'/' + name;
        const QString folder = QFileInfo(to).absolutePath();
        folders += missingFolders(folder);
        bool done = QDir().mkpath(folder) && QDir().mkpath(QFileInfo(replaced + name).absolutePath());
        if (done && QFileInfo::exists(to))
            done = QFileInfo(to).isFile() && move(to, replaced + name);
        if (done && move(m_stage + u'/' + name, to))
            continue;
        for (auto undo = moves.rbegin(); undo != moves.rend(); ++undo)
            QFile::rename(undo->second, undo->first);
        while (!folders.isEmpty())
            QDir().rmdir(folders.takeLast());
        return unwritable(to);
    }
    m_committed = true;
    return {};
}

} // namespace avs::formats
