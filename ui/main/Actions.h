// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/TransportBar.h"

#include <QAction>
#include <QObject>

class QActionGroup;
class QMainWindow;

namespace avs::main {

/// Everything that can be asked of the window, with its text, shortcut and icon; named `<member>Action`.
class Actions : public QObject
{
    Q_OBJECT

public:
    /// Makes the actions and puts them into the window and its menu bar.
    explicit Actions(QMainWindow* window);

    QAction* open = nullptr;
    QAction* exportResult = nullptr;
    QAction* quit = nullptr;
    QAction* segment = nullptr;
    QAction* cancel = nullptr;
    QActionGroup* steps = nullptr; ///< each action's data: seconds between the moments that are segmented
    QAction* back = nullptr;       ///< by a second
    QAction* forward = nullptr;    ///< by a second
    QAction* showPanel = nullptr;
    QAction* themeSystem = nullptr;
    QAction* themeLight = nullptr;
    QAction* themeDark = nullptr;
    QAction* about = nullptr;
    widgets::TransportActions transport;

    void showPlaying(bool playing);
    void showMuted(bool muted);
    void setClipPresent(bool present);

private:
    QAction* make(const QString& name, const QString& text, const QKeySequence& shortcut,
                  const QIcon& icon = {});
    void makeSteps();
    void makePlaying();
    void makeMenus(QMainWindow* window);

    QMainWindow* m_window;
};

} // namespace avs::main
