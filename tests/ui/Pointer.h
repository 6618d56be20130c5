// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QCursor>
#include <QGuiApplication>
#include <QMouseEvent>
#include <QScreen>
#include <QWidget>

namespace avs::testing {

/// The pointer over a widget, no button held. QTest::mouseMove would move the screen's own pointer, whose
/// events come when the window system likes.
inline void hover(QWidget* widget, QPointF at)
{
    QMouseEvent event(QEvent::MouseMove, at, widget->mapToGlobal(at), Qt::NoButton, Qt::NoButton,
                      Qt::NoModifier);
    QCoreApplication::sendEvent(widget, &event);
}

/// Puts the screen's own pointer where it enters and leaves no window of a test.
inline void parkPointer()
{
    QCursor::setPos(QGuiApplication::primaryScreen()->geometry().bottomRight());
}

} // namespace avs::testing
