// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

#include <vector>

class QAction;
class QDockWidget;
class QMainWindow;
class QWidget;

namespace avs::main {

/// A panel that can be moved, floated and closed.
struct PanelSpec
{
    QString name;                ///< the dock's object name; layouts that users have name it
    const char* title = nullptr; ///< English, marked with QT_TRANSLATE_NOOP("avs::main::Docks", …)
    QWidget* content = nullptr;
    QAction* toggle = nullptr; ///< checkable: shows and closes it
    Qt::DockWidgetArea area = Qt::RightDockWidgetArea;
    bool shownAtFirst = true;
};

/// The window's panels and their places, which are remembered in QSettings ("window/geometry",
/// "window/state").
class Docks : public QObject
{
    Q_OBJECT

public:
    /// Lives as long as the window.
    explicit Docks(QMainWindow* window);

    QDockWidget* add(const PanelSpec& spec);

    /// Once, when all panels are there: the places of the last time, or the default ones when there are none
    /// or they are not of these panels.
    void restore();
    void save() const;
    /// Back to the places of a first start, on the screen that the window is on.
    void reset();

protected:
    bool event(QEvent* event) override;

private:
    struct Panel
    {
        PanelSpec spec;
        QDockWidget* dock = nullptr;
    };

    [[nodiscard]] int layoutVersion() const;
    void placeWindow();
    void placePanels();

    QMainWindow* m_window;
    std::vector<Panel> m_panels;
};

} // namespace avs::main
