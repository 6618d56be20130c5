// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/ClipBrowser.h"

#include "ui/dialogs/Prompts.h"
#include "ui/models/ClipSession.h"
#include "ui/widgets/ClipListPanel.h"

#include <QDir>
#include <QFileInfo>
#include <QMenu>

namespace avs::main {

using models::ClipLibrary;
using models::Notice;

ClipBrowser::ClipBrowser(const ClipLibrary::Workers& workers, models::ClipSession* session,
                         dialogs::Prompts* prompts, QWidget* window)
    : QObject(window)
    , m_library(workers)
    , m_session(session)
    , m_prompts(prompts)
    , m_window(window)
    , m_panel(new widgets::ClipListPanel(&m_library, window))
{
    connect(session, &models::ClipSession::clipOpened, this,
            [this] { m_library.noteOpened(m_session->clip().path); });
    connect(session, &models::ClipSession::openFailed, this,
            [this](const QString& path, const base::Error& error) {
                m_library.noteFailed(path, error.message, error.code == base::ErrorCode::NotFound);
            });
    connect(m_panel, &widgets::ClipListPanel::openRequested, session, &models::ClipSession::open);
    connect(m_panel, &widgets::ClipListPanel::showFolderRequested, this,
            [this](const QString& folder) { m_prompts->showFolder(folder); });
    connect(&m_library, &ClipLibrary::scanTruncated, this, [this] {
        Q_EMIT noticed(
            {Notice::Kind::Warning,
             tr("There are more than %n file(s); the rest was left out. Open a folder farther down.", nullptr,
                jobs::FolderScanWorker::kMostFiles),
             {}});
    });
}

void ClipBrowser::open(const QStringList& paths)
{
    if (paths.isEmpty())
        return;
    const QString& first = paths.constFirst();
    if (paths.size() > 1 || QFileInfo(first).isDir())
        m_library.add(paths);
    m_session->open(first);
}

QString ClipBrowser::startFolder() const
{
    return m_session->hasClip() ? QFileInfo(m_session->clip().path).path() : QString();
}

void ClipBrowser::askForClips()
{
    m_prompts->askForClips(m_window, startFolder(), [this](const QStringList& paths) { open(paths); });
}

void ClipBrowser::askForFolder()
{
    m_prompts->askForFolder(m_window, startFolder(), [this](const QString& path) { open({path}); });
}

void ClipBrowser::serveRecentMenu(QMenu* menu)
{
    const auto refresh = [this, menu] { menu->setEnabled(!m_library.recent().isEmpty()); };
    connect(&m_library, &ClipLibrary::recentChanged, menu, refresh);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillRecentMenu(menu); });
    refresh();
}

void ClipBrowser::fillRecentMenu(QMenu* menu)
{
    menu->clear();
    menu->setToolTipsVisible(true);
    for (const QString& path : m_library.recent()) {
        // Names may hold “&”, which menus take for a mnemonic.
        const QString name = QFileInfo(path).fileName().replace(QLatin1Char('&'), QStringLiteral("&&"));
        QAction* action = menu->addAction(menu->fontMetrics().elidedText(name, Qt::ElideMiddle, 360));
        action->setToolTip(QDir::toNativeSeparators(path));
        connect(action, &QAction::triggered, this, [this, path] { open({path}); });
    }
    menu->addSeparator();
    connect(menu->addAction(tr("Clear this list")), &QAction::triggered, &m_library,
            &ClipLibrary::clearRecent);
}

} // namespace avs::main
