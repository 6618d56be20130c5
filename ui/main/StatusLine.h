// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/ClipSession.h"

#include <QObject>

class QLabel;
class QStatusBar;

namespace avs::main {

/// What the status bar says: the clip at the left, the model and its device at the right.
class StatusLine : public QObject
{
    Q_OBJECT

public:
    /// `session` outlives the bar.
    StatusLine(models::ClipSession* session, QStatusBar* bar);

private:
    void showClip();
    void showModel();

    models::ClipSession* m_session;
    QLabel* m_clip;
    QLabel* m_model;
};

} // namespace avs::main
