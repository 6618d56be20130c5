// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/PlaybackActions.h"

#include "core/playback/PlaybackController.h"
#include "ui/main/ActionRegistry.h"
#include "ui/models/Markers.h"
#include "ui/models/TimeAxis.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/SpeedButton.h"

#include <QMenu>

#include <algorithm>

namespace avs::main {

using base::MediaTime;
using models::Markers;
using models::TimeAxis;
using playback::PlaybackController;

namespace {

constexpr auto kPlayback = ActionCategory::Playback;
/// While playing, the mark just passed is not the one before.
constexpr MediaTime kJustPassed = MediaTime::fromMicroseconds(700'000);

double nextSpeed(double speed, int direction)
{
    const auto& speeds = widgets::kSpeeds;
    if (direction > 0) {
        const auto faster = std::upper_bound(speeds.begin(), speeds.end(), speed);
        return faster == speeds.end() ? speed : *faster;
    }
    const auto slower = std::lower_bound(speeds.begin(), speeds.end(), speed);
    return slower == speeds.begin() ? speed : *std::prev(slower);
}

} // namespace

PlaybackActions::PlaybackActions(ActionRegistry* registry, QObject* parent)
    : QObject(parent)
{
    const auto add = [registry](const char* id, const char* text, const QKeySequence& key,
                                bool autoRepeat = false) {
        return registry->add({.id = QLatin1String(id),
                              .category = kPlayback,
                              .text = text,
                              .shortcuts = {key},
                              .autoRepeat = autoRepeat});
    };
    m_shuttleBack = add("playback.shuttleBack",
                        QT_TRANSLATE_NOOP("avs::main::Actions", "Play &backwards, then faster"), Qt::Key_J);
    m_shuttleStop =
        add("playback.shuttleStop", QT_TRANSLATE_NOOP("avs::main::Actions", "&Stop playing"), Qt::Key_K);
    m_shuttleForward = add("playback.shuttleForward",
                           QT_TRANSLATE_NOOP("avs::main::Actions", "Play &forwards, then faster"), Qt::Key_L);
    m_slower =
        add("playback.slower", QT_TRANSLATE_NOOP("avs::main::Actions", "&Slower"), Qt::Key_BracketLeft, true);
    m_faster = add("playback.faster", QT_TRANSLATE_NOOP("avs::main::Actions", "&Faster"),
                   Qt::Key_BracketRight, true);
    m_normal = add("playback.normalSpeed", QT_TRANSLATE_NOOP("avs::main::Actions", "&Normal speed"),
                   Qt::Key_Backspace);
    m_loop =
        registry->add({.id = "playback.loop",
                       .category = kPlayback,
                       .text = QT_TRANSLATE_NOOP("avs::main::Actions", "&Loop the selection or the clip"),
                       .shortcuts = {Qt::CTRL | Qt::Key_L},
                       .icon = widgets::icon(widgets::Glyph::Loop),
                       .checkable = true,
                       .autoRepeat = false});
    m_mark = add("playback.mark", QT_TRANSLATE_NOOP("avs::main::Actions", "Set or remove a &marker here"),
                 Qt::Key_B);
    m_toPreviousMark =
        add("playback.previousMarker", QT_TRANSLATE_NOOP("avs::main::Actions", "To the marker before"),
            Qt::CTRL | Qt::Key_Left, true);
    m_toNextMark = add("playback.nextMarker", QT_TRANSLATE_NOOP("avs::main::Actions", "To the next marker"),
                       Qt::CTRL | Qt::Key_Right, true);
    m_clearMarks = registry->add({.id = "playback.clearMarkers",
                                  .category = kPlayback,
                                  .text = QT_TRANSLATE_NOOP("avs::main::Actions", "&Remove all markers")});
}

void PlaybackActions::fill(QMenu* menu) const
{
    menu->addActions({m_shuttleBack, m_shuttleStop, m_shuttleForward});
    menu->addSeparator();
    menu->addActions({m_slower, m_faster, m_normal, m_loop});
    menu->addSeparator();
    menu->addActions({m_mark, m_toPreviousMark, m_toNextMark, m_clearMarks});
}

void PlaybackActions::connectTo(PlaybackController* player, TimeAxis* axis, Markers* markers)
{
    m_player = player;
    m_axis = axis;
    m_markers = markers;
    connect(m_shuttleBack, &QAction::triggered, player, &PlaybackController::shuttleBack);
    connect(m_shuttleStop, &QAction::triggered, player, &PlaybackController::pause);
    connect(m_shuttleForward, &QAction::triggered, player, &PlaybackController::shuttleForward);
    connect(m_slower, &QAction::triggered, player,
            [player] { player->setSpeed(nextSpeed(player->speed(), -1)); });
    connect(m_faster, &QAction::triggered, player,
            [player] { player->setSpeed(nextSpeed(player->speed(), 1)); });
    connect(m_normal, &QAction::triggered, player, [player] { player->setSpeed(1); });
    connect(m_loop, &QAction::triggered, this, &PlaybackActions::setLooping);
    connect(axis, &TimeAxis::selectionChanged, this, [this] { setLooping(m_loop->isChecked()); });
    connect(axis, &TimeAxis::durationChanged, this, [this] {
        setLooping(m_loop->isChecked());
        refresh();
    });
    connect(player, &PlaybackController::loopChanged, this, &PlaybackActions::refresh);
    connectMarkers();
    refresh();
}

void PlaybackActions::connectMarkers()
{
    connect(m_mark, &QAction::triggered, m_markers, [this] { m_markers->toggle(m_player->position()); });
    connect(m_clearMarks, &QAction::triggered, m_markers, &Markers::clear);
    connect(m_toNextMark, &QAction::triggered, m_player, [this] {
        if (const auto mark = m_markers->after(m_player->position()))
            m_player->seek(*mark);
    });
    connect(m_toPreviousMark, &QAction::triggered, m_player, [this] {
        const MediaTime passed = m_player->isPlaying() ? kJustPassed : MediaTime();
        if (const auto mark = m_markers->before(m_player->position() - passed))
            m_player->seek(*mark);
    });
    connect(m_markers, &Markers::changed, this, &PlaybackActions::refresh);
}

void PlaybackActions::setLooping(bool on)
{
    if (on)
        m_player->setLoop(m_axis->selection().value_or(base::TimeRange{MediaTime(), m_axis->duration()}));
    else
        m_player->setLoop({});
}

void PlaybackActions::refresh()
{
    const bool hasClip = !m_axis->isEmpty();
    for (QAction* action : {m_shuttleBack, m_shuttleStop, m_shuttleForward, m_loop, m_mark})
        action->setEnabled(hasClip);
    m_loop->setChecked(m_player->loop().has_value());
    for (QAction* action : {m_toPreviousMark, m_toNextMark, m_clearMarks})
        action->setEnabled(!m_markers->times().empty());
}

} // namespace avs::main
