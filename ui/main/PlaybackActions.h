// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QAction;
class QMenu;

namespace avs::models {
class Markers;
class TimeAxis;
} // namespace avs::models
namespace avs::playback {
class PlaybackController;
}

namespace avs::main {

class ActionRegistry;

/// What can be asked of playing beyond the plain transport: speed, shuttle, loop and markers.
class PlaybackActions : public QObject
{
    Q_OBJECT

public:
    /// Adds the actions to the registry.
    explicit PlaybackActions(ActionRegistry* registry, QObject* parent = nullptr);

    /// What the actions act on; all outlive them. Once.
    void connectTo(playback::PlaybackController* player, models::TimeAxis* axis, models::Markers* markers);
    void fill(QMenu* menu) const;

    /// Loops over the selection, or over the whole clip while nothing is selected.
    [[nodiscard]] QAction* loop() const { return m_loop; }

private:
    void connectMarkers();
    void setLooping(bool on);
    void refresh();

    playback::PlaybackController* m_player = nullptr;
    models::TimeAxis* m_axis = nullptr;
    models::Markers* m_markers = nullptr;

    QAction* m_shuttleBack = nullptr;
    QAction* m_shuttleStop = nullptr;
    QAction* m_shuttleForward = nullptr;
    QAction* m_slower = nullptr;
    QAction* m_faster = nullptr;
    QAction* m_normal = nullptr;
    QAction* m_loop = nullptr;
    QAction* m_mark = nullptr;
    QAction* m_toPreviousMark = nullptr;
    QAction* m_toNextMark = nullptr;
    QAction* m_clearMarks = nullptr;
};

} // namespace avs::main
