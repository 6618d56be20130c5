// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/main/ActionRegistry.h"
#include "ui/main/PlaybackActions.h"
#include "ui/main/TimelineActions.h"
#include "ui/widgets/TransportBar.h"

#include <QAction>
#include <QObject>

class QActionGroup;
class QMainWindow;
class QMenu;

namespace avs::widgets {
class ThemeController;
}

namespace avs::main {

/// Everything that can be asked of the window, and its menus.
class Actions : public QObject
{
    Q_OBJECT

public:
    /// Makes the actions and puts them into the window and its menu bar.
    explicit Actions(QMainWindow* window);

    [[nodiscard]] ActionRegistry* registry() const { return m_registry; }

    QAction* open = nullptr;
    QAction* openFolder = nullptr;
    QMenu* recent = nullptr; ///< filled by who knows the clips
    QAction* exportResult = nullptr;
    QAction* quit = nullptr;
    QAction* segment = nullptr;
    QAction* cancel = nullptr;
    QActionGroup* steps = nullptr; ///< each action's data: seconds between the moments that are segmented
    QAction* back = nullptr;       ///< by a second
    QAction* forward = nullptr;    ///< by a second
    QAction* zoomIn = nullptr;
    QAction* zoomOut = nullptr;
    QAction* zoomActual = nullptr;
    QAction* zoomFit = nullptr;
    QAction* showClips = nullptr;
    QAction* showSegmentation = nullptr;
    QAction* showAudio = nullptr;
    QAction* showActivity = nullptr;
    QAction* resetLayout = nullptr;
    QAction* themeSystem = nullptr;
    QAction* themeLight = nullptr;
    QAction* themeDark = nullptr;
    QAction* settings = nullptr;
    QAction* shortcuts = nullptr; ///< the cheat sheet
    QAction* about = nullptr;
    widgets::TransportActions transport;
    PlaybackActions* playback = nullptr;
    TimelineActions* timeline = nullptr;
    QMenu* timelineMenu = nullptr; ///< also the context menu of the views of sound

    /// The choice of colours; null: there is none. Outlives the actions.
    void connectTheme(widgets::ThemeController* theme);
    void showPlaying(bool playing);
    void showMuted(bool muted);
    void setClipPresent(bool present);

protected:
    bool event(QEvent* event) override;

private:
    QAction* make(const ActionSpec& spec) { return m_registry->add(spec); }
    void makeFile();
    void makePlaying();
    void makeZoom();
    void makeSegmentation();
    void makeWindow();
    void makeMenus(QMainWindow* window);
    /// `title` is marked with QT_TR_NOOP and follows the language.
    QMenu* titled(QMenu* menu, const char* title);

    ActionRegistry* m_registry;
    std::vector<std::pair<QMenu*, const char*>> m_titles;
};

} // namespace avs::main
