// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/playback/PlaybackController.h"

#include <QWidget>

class QAction;
class QLabel;
class QToolButton;

namespace avs::widgets {

/// "0:03.240", or "1:02:03.240" from an hour on.
[[nodiscard]] QString clockText(base::MediaTime time);

/// The actions of playing, shared by this bar and the menu. All may be null but none is owned here.
struct TransportActions
{
    QAction* toStart = nullptr;
    QAction* stepBack = nullptr;
    QAction* playPause = nullptr;
    QAction* stepForward = nullptr;
    QAction* toEnd = nullptr;
    QAction* loop = nullptr;
    QAction* mute = nullptr;
};

/// Buttons for playing, the time, the frame's number and the speed.
class TransportBar : public QWidget
{
    Q_OBJECT

public:
    /// `player` outlives the bar.
    TransportBar(const TransportActions& actions, playback::PlaybackController* player,
                 QWidget* parent = nullptr);

private:
    QToolButton* addButton(QAction* action, const QString& name, int iconSide);
    void refreshTime();

    playback::PlaybackController* m_player;
    QLabel* m_time = nullptr;
    QLabel* m_frame = nullptr;
};

} // namespace avs::widgets
