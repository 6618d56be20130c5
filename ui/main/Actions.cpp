// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/Actions.h"

#include "ui/widgets/Icons.h"

#include <QActionGroup>
#include <QMainWindow>
#include <QMenuBar>

namespace avs::main {

using widgets::Glyph;
using widgets::icon;

Actions::Actions(QMainWindow* window)
    : QObject(window)
    , m_window(window)
{
    open = make(QStringLiteral("open"), tr("&Open…"), QKeySequence::Open, icon(Glyph::Open));
    exportResult = make(QStringLiteral("export"), tr("&Export…"), QKeySequence(Qt::CTRL | Qt::Key_E),
                        icon(Glyph::Export));
    quit = make(QStringLiteral("quit"), tr("&Quit"), QKeySequence::Quit);
    segment = make(QStringLiteral("segment"), tr("&Segment"), QKeySequence(Qt::CTRL | Qt::Key_Return),
                   icon(Glyph::Segment));
    cancel = make(QStringLiteral("cancel"), tr("&Cancel"), QKeySequence(Qt::Key_Escape));
    makeSteps();
    makePlaying();

    showPanel = make(QStringLiteral("showPanel"), tr("&Segmentation panel"), QKeySequence(Qt::Key_F9));
    showPanel->setCheckable(true);
    showPanel->setChecked(true);
    auto* themes = new QActionGroup(this);
    themeSystem = make(QStringLiteral("themeSystem"), tr("As the &system"), {});
    themeLight = make(QStringLiteral("themeLight"), tr("&Light"), {});
    themeDark = make(QStringLiteral("themeDark"), tr("&Dark"), {});
    for (QAction* action : {themeSystem, themeLight, themeDark}) {
        action->setCheckable(true);
        themes->addAction(action);
    }
    about = make(QStringLiteral("about"), tr("&About TAViS Studio"), {});
    quit->setMenuRole(QAction::QuitRole);
    about->setMenuRole(QAction::AboutRole);
    makeMenus(window);
    setClipPresent(false);
}

QAction* Actions::make(const QString& name, const QString& text, const QKeySequence& shortcut,
                       const QIcon& glyph)
{
    auto* action = new QAction(glyph, text, this);
    action->setObjectName(name + QStringLiteral("Action"));
    action->setShortcut(shortcut);
    if (!shortcut.isEmpty()) {
        QString plain = text;
        plain.remove(QLatin1Char('&'));
        action->setToolTip(QStringLiteral("%1 (%2)").arg(plain, shortcut.toString(QKeySequence::NativeText)));
    }
    m_window->addAction(action);
    return action;
}

void Actions::makeSteps()
{
    steps = new QActionGroup(this);
    const std::pair<double, QString> choices[] = {
        {1.0, tr("&1 moment a second")}, {0.5, tr("&2 moments a second")}, {0.2, tr("&5 moments a second")}};
    for (const auto& [seconds, text] : choices) {
        auto* action = make(QStringLiteral("step%1").arg(qRound(seconds * 1000)), text, {});
        action->setCheckable(true);
        action->setData(seconds);
        steps->addAction(action);
    }
    steps->actions().constFirst()->setChecked(true);
}

void Actions::makePlaying()
{
    auto& t = transport;
    t.toStart =
        make(QStringLiteral("toStart"), tr("To the start"), QKeySequence(Qt::Key_Home), icon(Glyph::ToStart));
    t.stepBack = make(QStringLiteral("stepBack"), tr("One frame back"), QKeySequence(Qt::Key_Left),
                      icon(Glyph::StepBack));
    t.playPause =
        make(QStringLiteral("playPause"), tr("Play"), QKeySequence(Qt::Key_Space), icon(Glyph::Play));
    t.stepForward = make(QStringLiteral("stepForward"), tr("One frame on"), QKeySequence(Qt::Key_Right),
                         icon(Glyph::StepForward));
    t.toEnd = make(QStringLiteral("toEnd"), tr("To the end"), QKeySequence(Qt::Key_End), icon(Glyph::ToEnd));
    t.mute = make(QStringLiteral("mute"), tr("Mute"), QKeySequence(Qt::Key_M), icon(Glyph::Sound));
    t.mute->setCheckable(true);
    back = make(QStringLiteral("back"), tr("One second back"), QKeySequence(Qt::SHIFT | Qt::Key_Left));
    forward = make(QStringLiteral("forward"), tr("One second on"), QKeySequence(Qt::SHIFT | Qt::Key_Right));
    // A key held down plays once, but steps on and on.
    t.playPause->setAutoRepeat(false);
    t.mute->setAutoRepeat(false);
}

void Actions::makeMenus(QMainWindow* window)
{
    auto* file = window->menuBar()->addMenu(tr("&File"));
    file->addActions({open, exportResult});
    file->addSeparator();
    file->addAction(quit);
    auto* play = window->menuBar()->addMenu(tr("&Playback"));
    play->addAction(transport.playPause);
    play->addSeparator();
    play->addActions(
        {transport.stepBack, transport.stepForward, back, forward, transport.toStart, transport.toEnd});
    play->addSeparator();
    play->addAction(transport.mute);
    auto* model = window->menuBar()->addMenu(tr("&Segmentation"));
    model->addActions({segment, cancel});
    model->addSeparator();
    model->addActions(steps->actions());
    auto* view = window->menuBar()->addMenu(tr("&View"));
    view->addAction(showPanel);
    auto* theme = view->addMenu(tr("&Colours"));
    theme->addActions({themeSystem, themeLight, themeDark});
    window->menuBar()->addMenu(tr("&Help"))->addAction(about);
}

void Actions::showPlaying(bool playing)
{
    transport.playPause->setText(playing ? tr("Pause") : tr("Play"));
    transport.playPause->setToolTip(playing ? tr("Pause (Space)") : tr("Play (Space)"));
    transport.playPause->setIcon(icon(playing ? Glyph::Pause : Glyph::Play));
}

void Actions::showMuted(bool muted)
{
    transport.mute->setChecked(muted);
    transport.mute->setIcon(icon(muted ? Glyph::Muted : Glyph::Sound));
}

void Actions::setClipPresent(bool present)
{
    for (QAction* action : {transport.toStart, transport.stepBack, transport.playPause, transport.stepForward,
                            transport.toEnd, back, forward})
        action->setEnabled(present);
}

} // namespace avs::main
