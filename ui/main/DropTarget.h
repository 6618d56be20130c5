// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

class QWidget;

namespace avs::main {

/// Files and folders may be dropped anywhere on a window.
class DropTarget : public QObject
{
    Q_OBJECT

public:
    /// Belongs to the window.
    explicit DropTarget(QWidget* window);

Q_SIGNALS:
    /// Whether something that could be dropped is held over the window.
    void hovered(bool over);
    void dropped(const QStringList& paths);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace avs::main
