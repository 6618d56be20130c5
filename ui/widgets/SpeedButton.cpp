// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/SpeedButton.h"

#include "ui/widgets/Retranslate.h"

#include <QActionGroup>
#include <QLocale>
#include <QMenu>

#include <cmath>

namespace avs::widgets {

using playback::PlaybackController;

QString speedText(double speed)
{
    const QString number = QLocale().toString(std::abs(speed), 'g', 4);
    return (speed < 0 ? QStringLiteral("−%1×") : QStringLiteral("%1×")).arg(number);
}

SpeedButton::SpeedButton(PlaybackController* player, QWidget* parent)
    : QToolButton(parent)
    , m_player(player)
{
    setObjectName(QStringLiteral("speedButton"));
    setProperty("flat", true);
    setFocusPolicy(Qt::NoFocus);
    setPopupMode(QToolButton::InstantPopup);
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    setMinimumWidth(fontMetrics().horizontalAdvance(speedText(-0.75)) + 12); // nothing moves when it changes
    auto* menu = new QMenu(this);
    auto* choices = new QActionGroup(this);
    for (const double speed : kSpeeds) {
        QAction* choice = menu->addAction(QString());
        choice->setCheckable(true);
        choice->setData(speed);
        choices->addAction(choice);
    }
    setMenu(menu);
    connect(choices, &QActionGroup::triggered, player,
            [player](const QAction* choice) { player->setSpeed(choice->data().toDouble()); });
    connect(player, &PlaybackController::speedChanged, this, &SpeedButton::refresh);
    connect(player, &PlaybackController::rateChanged, this, &SpeedButton::refresh);
    new Retranslate(this, [this] {
        setToolTip(tr("Speed, at the same pitch"));
        setAccessibleName(tr("Speed"));
        refresh();
    });
}

void SpeedButton::refresh()
{
    setText(speedText(m_player->rate()));
    for (QAction* choice : menu()->actions()) {
        const double speed = choice->data().toDouble();
        choice->setText(speedText(speed));
        choice->setChecked(std::abs(speed - m_player->speed()) < 1e-9);
    }
}

} // namespace avs::widgets
