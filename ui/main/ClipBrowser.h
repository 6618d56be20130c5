// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/ClipLibrary.h"

#include <QObject>

class QMenu;
class QWidget;

namespace avs::dialogs {
class Prompts;
}
namespace avs::models {
class ClipSession;
struct Notice;
} // namespace avs::models
namespace avs::widgets {
class ClipListPanel;
}

namespace avs::main {

/// How clips come into the window: the clip list with its panel, dialogs, recent clips, what is dropped.
class ClipBrowser : public QObject
{
    Q_OBJECT

public:
    /// All but `window`, which owns this, outlive it.
    ClipBrowser(const models::ClipLibrary::Workers& workers, models::ClipSession* session,
                dialogs::Prompts* prompts, QWidget* window);

    [[nodiscard]] models::ClipLibrary* library() { return &m_library; }
    [[nodiscard]] widgets::ClipListPanel* panel() const { return m_panel; }

    /// Opens the first of files and folders. Several, and all that is in a folder, come into the list as
    /// well.
    void open(const QStringList& paths);
    void askForClips();
    void askForFolder();
    /// From now on the menu lists the clips opened last.
    void serveRecentMenu(QMenu* menu);

Q_SIGNALS:
    void noticed(const avs::models::Notice& notice);

private:
    [[nodiscard]] QString startFolder() const;
    void fillRecentMenu(QMenu* menu);

    models::ClipLibrary m_library;
    models::ClipSession* m_session;
    dialogs::Prompts* m_prompts;
    QWidget* m_window;
    widgets::ClipListPanel* m_panel;
};

} // namespace avs::main
