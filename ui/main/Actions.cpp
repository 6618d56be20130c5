// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/Actions.h"

#include "ui/main/Settings.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/ThemeController.h"

#include <QActionGroup>
#include <QEvent>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>

#include <array>

namespace avs::main {

using widgets::Glyph;
using widgets::icon;
using Category = ActionCategory;

Actions::Actions(QMainWindow* window)
    : QObject(window)
    , m_registry(new ActionRegistry(window))
{
    makeFile();
    makePlaying();
    makeZoom();
    makeSegmentation();
    makeWindow();
    playback = new PlaybackActions(m_registry, this);
    transport.loop = playback->loop();
    timeline = new TimelineActions(m_registry, this);
    makeMenus(window);
    setClipPresent(false);
}

void Actions::makeFile()
{
    open = make({.id = "file.open",
                 .text = QT_TR_NOOP("&Open…"),
                 .shortcuts = {QKeySequence::Open},
                 .icon = icon(Glyph::Open)});
    openFolder = make({.id = "file.openFolder",
                       .text = QT_TR_NOOP("Open &folder…"),
                       .shortcuts = {Qt::CTRL | Qt::SHIFT | Qt::Key_O}});
    exportResult = make({.id = "file.export",
                         .text = QT_TR_NOOP("&Export…"),
                         .shortcuts = {Qt::CTRL | Qt::Key_E},
                         .icon = icon(Glyph::Export)});
    quit = make({.id = "file.quit", .text = QT_TR_NOOP("&Quit"), .shortcuts = {QKeySequence::Quit}});
    quit->setMenuRole(QAction::QuitRole);
}

void Actions::makePlaying()
{
    constexpr auto playing = Category::Playback;
    auto& t = transport;
    t.toStart = make({.id = "playback.toStart",
                      .category = playing,
                      .text = QT_TR_NOOP("To the start"),
                      .shortcuts = {Qt::Key_Home},
                      .icon = icon(Glyph::ToStart)});
    t.stepBack = make({.id = "playback.stepBack",
                       .category = playing,
                       .text = QT_TR_NOOP("One frame back"),
                       .shortcuts = {Qt::Key_Left},
                       .icon = icon(Glyph::StepBack)});
    // A key held down plays once, but steps on and on.
    t.playPause = make({.id = "playback.playPause",
                        .category = playing,
                        .text = QT_TR_NOOP("Play or pause"),
                        .shortcuts = {Qt::Key_Space},
                        .icon = icon(Glyph::Play),
                        .autoRepeat = false});
    t.stepForward = make({.id = "playback.stepForward",
                          .category = playing,
                          .text = QT_TR_NOOP("One frame on"),
                          .shortcuts = {Qt::Key_Right},
                          .icon = icon(Glyph::StepForward)});
    t.toEnd = make({.id = "playback.toEnd",
                    .category = playing,
                    .text = QT_TR_NOOP("To the end"),
                    .shortcuts = {Qt::Key_End},
                    .icon = icon(Glyph::ToEnd)});
    back = make({.id = "playback.secondBack",
                 .category = playing,
                 .text = QT_TR_NOOP("One second back"),
                 .shortcuts = {Qt::SHIFT | Qt::Key_Left}});
    forward = make({.id = "playback.secondForward",
                    .category = playing,
                    .text = QT_TR_NOOP("One second on"),
                    .shortcuts = {Qt::SHIFT | Qt::Key_Right}});
    t.mute = make({.id = "playback.mute",
                   .category = playing,
                   .text = QT_TR_NOOP("Mute"),
                   .shortcuts = {Qt::Key_M},
                   .icon = icon(Glyph::Sound),
                   .checkable = true,
                   .autoRepeat = false});
    showPlaying(false);
}

void Actions::makeZoom()
{
    constexpr auto view = Category::View;
    zoomIn = make({.id = "view.zoomIn",
                   .category = view,
                   .text = QT_TR_NOOP("Zoom &in"),
                   .shortcuts = {Qt::CTRL | Qt::Key_Plus, Qt::CTRL | Qt::Key_Equal}});
    zoomOut = make({.id = "view.zoomOut",
                    .category = view,
                    .text = QT_TR_NOOP("Zoom &out"),
                    .shortcuts = {Qt::CTRL | Qt::Key_Minus}});
    zoomActual = make({.id = "view.zoomActual",
                       .category = view,
                       .text = QT_TR_NOOP("Act&ual pixels"),
                       .shortcuts = {Qt::CTRL | Qt::Key_1},
                       .autoRepeat = false});
    zoomFit = make({.id = "view.zoomFit",
                    .category = view,
                    .text = QT_TR_NOOP("&Fit into the window"),
                    .shortcuts = {Qt::CTRL | Qt::Key_0},
                    .autoRepeat = false});
}

void Actions::makeSegmentation()
{
    constexpr auto segmentation = Category::Segmentation;
    segment = make({.id = "segmentation.segment",
                    .category = segmentation,
                    .text = QT_TR_NOOP("&Segment"),
                    .shortcuts = {Qt::CTRL | Qt::Key_Return},
                    .icon = icon(Glyph::Segment)});
    cancel = make({.id = "segmentation.cancel",
                   .category = segmentation,
                   .text = QT_TR_NOOP("&Cancel"),
                   .shortcuts = {Qt::Key_Escape}});
    steps = new QActionGroup(this);
    const std::pair<double, ActionSpec> choices[] = {
        {1.0, {.id = "segmentation.step1000", .text = QT_TR_NOOP("&1 moment a second")}},
        {0.5, {.id = "segmentation.step500", .text = QT_TR_NOOP("&2 moments a second")}},
        {0.2, {.id = "segmentation.step200", .text = QT_TR_NOOP("&5 moments a second")}}};
    for (auto [seconds, spec] : choices) {
        spec.category = segmentation;
        spec.checkable = true;
        QAction* action = make(spec);
        action->setData(seconds);
        steps->addAction(action);
    }
    steps->actions().constFirst()->setChecked(true);
}

void Actions::makeWindow()
{
    constexpr auto window = Category::Window;
    showClips = make({.id = "window.clips",
                      .category = window,
                      .text = QT_TR_NOOP("&Clip list"),
                      .shortcuts = {Qt::Key_F8},
                      .checkable = true});
    showSegmentation = make({.id = "window.segmentation",
                             .category = window,
                             .text = QT_TR_NOOP("&Segmentation panel"),
                             .shortcuts = {Qt::Key_F9},
                             .checkable = true});
    showAudio = make({.id = "window.audio",
                      .category = window,
                      .text = QT_TR_NOOP("&Audio views"),
                      .shortcuts = {Qt::Key_F7},
                      .checkable = true});
    showActivity = make({.id = "window.activity",
                         .category = window,
                         .text = QT_TR_NOOP("Acti&vity and messages"),
                         .shortcuts = {Qt::Key_F12},
                         .checkable = true});
    resetLayout = make({.id = "window.resetLayout", .category = window, .text = QT_TR_NOOP("&Reset layout")});
    auto* themes = new QActionGroup(this);
    themeSystem = make({.id = "window.themeSystem",
                        .category = window,
                        .text = QT_TR_NOOP("Colours of the &system"),
                        .checkable = true});
    themeLight = make({.id = "window.themeLight",
                       .category = window,
                       .text = QT_TR_NOOP("&Light colours"),
                       .checkable = true});
    themeDark = make({.id = "window.themeDark",
                      .category = window,
                      .text = QT_TR_NOOP("&Dark colours"),
                      .checkable = true});
    for (QAction* action : {themeSystem, themeLight, themeDark})
        themes->addAction(action);
    settings = make({.id = "window.settings",
                     .category = window,
                     .text = QT_TR_NOOP("Se&ttings…"),
                     .shortcuts = {Qt::CTRL | Qt::Key_Comma}});
    settings->setMenuRole(QAction::PreferencesRole);
    shortcuts = make({.id = "help.shortcuts",
                      .category = Category::Help,
                      .text = QT_TR_NOOP("&Keyboard shortcuts…"),
                      .shortcuts = {Qt::Key_F1}});
    about = make({.id = "help.about", .category = Category::Help, .text = QT_TR_NOOP("&About TAViS Studio")});
    about->setMenuRole(QAction::AboutRole);
}

void Actions::makeMenus(QMainWindow* window)
{
    auto* bar = window->menuBar();
    auto* file = titled(bar->addMenu(QString()), QT_TR_NOOP("&File"));
    file->addActions({open, openFolder});
    recent = titled(file->addMenu(QString()), QT_TR_NOOP("Open &recent"));
    file->addAction(exportResult);
    file->addSeparator();
    file->addAction(settings);
    file->addSeparator();
    file->addAction(quit);
    auto* play = titled(bar->addMenu(QString()), QT_TR_NOOP("&Playback"));
    play->addAction(transport.playPause);
    play->addSeparator();
    play->addActions(
        {transport.stepBack, transport.stepForward, back, forward, transport.toStart, transport.toEnd});
    play->addSeparator();
    playback->fill(play);
    play->addSeparator();
    play->addAction(transport.mute);
    timelineMenu = titled(bar->addMenu(QString()), QT_TR_NOOP("&Timeline"));
    timeline->fill(timelineMenu,
                   titled(new QMenu(timelineMenu), QT_TR_NOOP("&Window of the plain spectrogram")));
    auto* model = titled(bar->addMenu(QString()), QT_TR_NOOP("&Segmentation"));
    model->addActions({segment, cancel});
    model->addSeparator();
    model->addActions(steps->actions());
    auto* view = titled(bar->addMenu(QString()), QT_TR_NOOP("&View"));
    view->addActions({zoomIn, zoomOut, zoomActual, zoomFit});
    view->addSeparator();
    view->addActions({showClips, showSegmentation, showAudio, showActivity});
    view->addSeparator();
    auto* theme = titled(view->addMenu(QString()), QT_TR_NOOP("&Colours"));
    theme->addActions({themeSystem, themeLight, themeDark});
    view->addAction(resetLayout);
    auto* help = titled(bar->addMenu(QString()), QT_TR_NOOP("&Help"));
    help->addActions({shortcuts, about});
}

QMenu* Actions::titled(QMenu* menu, const char* title)
{
    menu->setTitle(tr(title));
    m_titles.emplace_back(menu, title);
    return menu;
}

bool Actions::event(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange) {
        for (const auto& [menu, title] : m_titles)
            menu->setTitle(tr(title));
    }
    return QObject::event(event);
}

void Actions::connectTheme(widgets::ThemeController* theme)
{
    using widgets::ThemeChoice;
    const std::array<std::pair<QAction*, ThemeChoice>, 3> choices = {{{themeSystem, ThemeChoice::System},
                                                                      {themeLight, ThemeChoice::Light},
                                                                      {themeDark, ThemeChoice::Dark}}};
    for (const auto& [action, choice] : choices) {
        action->setEnabled(theme != nullptr);
        if (!theme)
            continue;
        const auto show = [action = action, theme, choice = choice] {
            action->setChecked(theme->choice() == choice);
        };
        show();
        connect(theme, &widgets::ThemeController::choiceChanged, action, show);
        connect(action, &QAction::triggered, theme, [theme, choice = choice] { theme->setChoice(choice); });
    }
    if (theme) {
        connect(theme, &widgets::ThemeController::choiceChanged, this,
                [theme] { QSettings().setValue(kThemeKey, widgets::themeChoiceName(theme->choice())); });
    }
}

void Actions::showPlaying(bool playing)
{
    m_registry->showText(transport.playPause, playing ? QT_TR_NOOP("Pause") : QT_TR_NOOP("Play"));
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
