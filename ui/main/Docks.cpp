// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/Docks.h"

#include "ui/widgets/DockTitle.h"

#include <QAction>
#include <QDockWidget>
#include <QEvent>
#include <QMainWindow>
#include <QScreen>
#include <QSettings>

#include <algorithm>

namespace avs::main {

namespace {

const QString kGeometry = QStringLiteral("window/geometry");
const QString kState = QStringLiteral("window/state");
constexpr QSize kLargestStart = {1600, 1000};
constexpr double kShareOfScreen = 0.94;
constexpr int kWidthBeside = 240;    // at least, for panels beside it
constexpr double kShareBelow = 0.22; // of the height, for panels below the picture

} // namespace

Docks::Docks(QMainWindow* window)
    : QObject(window)
    , m_window(window)
{
    window->setDockNestingEnabled(true);
    // The side panels reach down to the status bar; the audio views have the width of the picture.
    window->setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    window->setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
}

QDockWidget* Docks::add(const PanelSpec& spec)
{
    auto* dock = new QDockWidget(tr(spec.title), m_window);
    dock->setObjectName(spec.name);
    dock->setTitleBarWidget(new widgets::DockTitle(dock));
    dock->setWidget(spec.content);
    m_window->addDockWidget(spec.area, dock);
    m_panels.push_back({spec, dock});

    QAction* shown = dock->toggleViewAction();
    spec.toggle->setChecked(shown->isChecked());
    connect(shown, &QAction::toggled, spec.toggle, &QAction::setChecked);
    connect(spec.toggle, &QAction::triggered, dock, [dock](bool show) {
        dock->setVisible(show);
        if (show)
            dock->raise();
    });
    return dock;
}

void Docks::restore()
{
    const QSettings settings;
    if (!m_window->restoreGeometry(settings.value(kGeometry).toByteArray()))
        placeWindow();
    if (!m_window->restoreState(settings.value(kState).toByteArray(), layoutVersion()))
        placePanels();
}

void Docks::save() const
{
    QSettings settings;
    settings.setValue(kGeometry, m_window->saveGeometry());
    settings.setValue(kState, m_window->saveState(layoutVersion()));
}

void Docks::reset()
{
    m_window->showNormal();
    placeWindow();
    placePanels();
}

bool Docks::event(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange) {
        for (const Panel& panel : m_panels)
            panel.dock->setWindowTitle(tr(panel.spec.title));
    }
    return QObject::event(event);
}

/// Differs for every set of panels: a layout of others is none of these.
int Docks::layoutVersion() const
{
    QByteArray names;
    for (const Panel& panel : m_panels)
        names += panel.spec.name.toUtf8() + '\n';
    return qChecksum(names);
}

void Docks::placeWindow()
{
    const QRect screen = m_window->screen()->availableGeometry();
    const QSize size = kLargestStart.boundedTo(screen.size() * kShareOfScreen);
    m_window->resize(size);
    m_window->move(screen.center() - QPoint(size.width(), size.height()) / 2);
}

void Docks::placePanels()
{
    for (const Panel& panel : m_panels) {
        panel.dock->setFloating(false);
        m_window->removeDockWidget(panel.dock);
    }
    QList<QDockWidget*> across;
    QList<QDockWidget*> down;
    QList<int> widths;
    QList<int> heights;
    for (const auto& [spec, dock] : m_panels) {
        m_window->addDockWidget(spec.area, dock);
        dock->setVisible(spec.shownAtFirst);
        const QSize wanted = spec.content->sizeHint();
        if (spec.area == Qt::BottomDockWidgetArea || spec.area == Qt::TopDockWidgetArea) {
            down.append(dock);
            heights.append(qMax(wanted.height(), qRound(m_window->height() * kShareBelow)));
        } else {
            across.append(dock);
            widths.append(qMax(wanted.width(), kWidthBeside));
        }
    }
    m_window->resizeDocks(across, widths, Qt::Horizontal);
    m_window->resizeDocks(down, heights, Qt::Vertical);
}

} // namespace avs::main
