// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/playback/PlaybackController.h"

#include <QToolButton>

#include <array>

namespace avs::widgets {

/// The speeds that are offered, rising.
inline constexpr std::array kSpeeds = {0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0};

/// "0.5×", with the language's decimal sign; "−2×" is backwards.
[[nodiscard]] QString speedText(double speed);

/// Says how fast the player plays, and offers other speeds.
class SpeedButton : public QToolButton
{
    Q_OBJECT

public:
    /// `player` outlives the button.
    explicit SpeedButton(playback::PlaybackController* player, QWidget* parent = nullptr);

private:
    void refresh();

    playback::PlaybackController* m_player;
};

} // namespace avs::widgets
