// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/TransportBar.h"

#include "ui/widgets/SpeedButton.h"

#include "ui/widgets/Retranslate.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace avs::widgets {

QString clockText(base::MediaTime time)
{
    const auto ms = (time.microseconds() + 500) / 1000;
    const auto hours = ms / 3'600'000;
    const auto minutes = ms / 60'000 % 60;
    const QString rest = QStringLiteral("%1.%2")
                             .arg(ms / 1000 % 60, 2, 10, QLatin1Char('0'))
                             .arg(ms % 1000, 3, 10, QLatin1Char('0'));
    if (hours > 0)
        return QStringLiteral("%1:%2:%3").arg(hours).arg(minutes, 2, 10, QLatin1Char('0')).arg(rest);
    return QStringLiteral("%1:%2").arg(minutes).arg(rest);
}

TransportBar::TransportBar(const TransportActions& actions, playback::PlaybackController* player,
                           QWidget* parent)
    : QWidget(parent)
    , m_player(player)
{
    setObjectName(QStringLiteral("transportBar"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 2, 8, 2);
    row->setSpacing(2);
    row->addWidget(addButton(actions.toStart, QStringLiteral("toStartButton"), 18));
    row->addWidget(addButton(actions.stepBack, QStringLiteral("stepBackButton"), 18));
    row->addWidget(addButton(actions.playPause, QStringLiteral("playButton"), 26));
    row->addWidget(addButton(actions.stepForward, QStringLiteral("stepForwardButton"), 18));
    row->addWidget(addButton(actions.toEnd, QStringLiteral("toEndButton"), 18));
    row->addSpacing(10);

    m_time = new QLabel(this);
    m_time->setObjectName(QStringLiteral("timeLabel"));
    m_frame = new QLabel(this);
    m_frame->setObjectName(QStringLiteral("frameLabel"));
    m_frame->setProperty("faint", true);
    row->addWidget(m_time);
    row->addSpacing(12);
    row->addWidget(m_frame);
    row->addStretch(1);
    row->addWidget(new SpeedButton(player, this));
    row->addWidget(addButton(actions.loop, QStringLiteral("loopButton"), 20));
    row->addWidget(addButton(actions.mute, QStringLiteral("muteButton"), 20));

    connect(player, &playback::PlaybackController::positionChanged, this, &TransportBar::refreshTime);
    connect(player, &playback::PlaybackController::frameChanged, this, &TransportBar::refreshTime);
    new Retranslate(this, [this] { refreshTime(); });
}

QToolButton* TransportBar::addButton(QAction* action, const QString& name, int iconSide)
{
    auto* button = new QToolButton(this);
    button->setObjectName(name);
    button->setProperty("flat", true);
    button->setDefaultAction(action);
    button->setIconSize({iconSide, iconSide});
    // Space and the arrows belong to the clip, wherever the pointer was last.
    button->setFocusPolicy(Qt::NoFocus);
    return button;
}

void TransportBar::refreshTime()
{
    const bool clip = m_player->duration() > base::MediaTime();
    m_time->setText(clip ? clockText(m_player->position()) + QStringLiteral(" / ") +
                               clockText(m_player->duration())
                         : QStringLiteral("–:––"));
    m_frame->setText(clip ? tr("frame %1").arg(m_player->currentFrame().value()) : QString());
}

} // namespace avs::widgets
