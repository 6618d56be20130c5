// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace avs::models {

/// While it lives, what the program's own logging categories (core/base/Log.h) report is also told here,
/// except logNotice, which the window has said already. Made and ended on the GUI thread.
class LogTap : public QObject
{
    Q_OBJECT

public:
    explicit LogTap(QObject* parent = nullptr);
    ~LogTap() override;

Q_SIGNALS:
    /// On the tap's thread, whichever thread logged.
    void logged(QtMsgType type, const QString& text);
};

} // namespace avs::models
