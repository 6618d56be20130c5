// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/DropTarget.h"

#include <QDropEvent>
#include <QMimeData>
#include <QUrl>
#include <QWidget>

namespace avs::main {

namespace {

/// The local files and folders among what is dragged.
QStringList pathsIn(const QMimeData* data)
{
    QStringList paths;
    for (const QUrl& url : data->urls()) {
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    }
    return paths;
}

} // namespace

DropTarget::DropTarget(QWidget* window)
    : QObject(window)
{
    window->setAcceptDrops(true);
    window->installEventFilter(this);
}

bool DropTarget::eventFilter(QObject* watched, QEvent* event)
{
    const auto type = event->type();
    if (type == QEvent::DragLeave) {
        Q_EMIT hovered(false);
        return true;
    }
    if (type != QEvent::DragEnter && type != QEvent::Drop)
        return QObject::eventFilter(watched, event);
    auto* drop = static_cast<QDropEvent*>(event); // which QDragEnterEvent is as well
    const QStringList paths = pathsIn(drop->mimeData());
    Q_EMIT hovered(type == QEvent::DragEnter && !paths.isEmpty());
    if (paths.isEmpty())
        return true;
    drop->acceptProposedAction();
    if (type == QEvent::Drop)
        Q_EMIT dropped(paths);
    return true;
}

} // namespace avs::main
