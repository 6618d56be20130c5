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

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showClip();
    void showModel();
    void setClipText(const QString& text);
    void fitClipText();

    models::ClipSession* m_session;
    QLabel* m_clip;
    QString m_clipText; ///< whole
    QLabel* m_model;
};

} // namespace avs::main
