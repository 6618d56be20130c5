// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/KeyRecorder.h"

#include <QKeyEvent>

namespace avs::main {

namespace {

bool isModifier(int key)
{
    switch (key) {
    case Qt::Key_Control:
    case Qt::Key_Shift:
    case Qt::Key_Alt:
    case Qt::Key_AltGr:
    case Qt::Key_Meta:
    case Qt::Key_Super_L:
    case Qt::Key_Super_R:
    case Qt::Key_CapsLock:
    case Qt::Key_NumLock:
    case Qt::Key_unknown:
    case 0:
        return true;
    default:
        return false;
    }
}

/// Without Shift where Shift is what makes the character: "?" is "?" on every keyboard.
Qt::KeyboardModifiers modifiersOf(const QKeyEvent& event)
{
    auto modifiers = event.modifiers() & ~(Qt::KeypadModifier | Qt::GroupSwitchModifier);
    const QString text = event.text();
    const bool madeByShift = text.size() == 1 && text[0].isPrint() && !text[0].isSpace() &&
                             !(event.key() >= Qt::Key_A && event.key() <= Qt::Key_Z);
    if (madeByShift)
        modifiers &= ~Qt::ShiftModifier;
    return modifiers;
}

} // namespace

KeyRecorder::KeyRecorder(QWidget* parent)
    : QLineEdit(parent)
{
    setProperty("field", true);
    setReadOnly(true);
    setContextMenuPolicy(Qt::NoContextMenu);
}

void KeyRecorder::showKeys(const QKeySequence& keys)
{
    setText(keys.toString(QKeySequence::NativeText));
}

bool KeyRecorder::event(QEvent* event)
{
    switch (event->type()) {
    case QEvent::ShortcutOverride:
        event->accept();
        return true;
    case QEvent::KeyPress: // before QWidget makes Tab move the focus
        keyPressEvent(static_cast<QKeyEvent*>(event));
        return true;
    default:
        return QLineEdit::event(event);
    }
}

void KeyRecorder::keyPressEvent(QKeyEvent* event)
{
    event->accept();
    if (isModifier(event->key()))
        return;
    const int key = event->key() == Qt::Key_Backtab ? int(Qt::Key_Tab) : event->key();
    const QKeySequence keys(QKeyCombination(modifiersOf(*event), static_cast<Qt::Key>(key)));
    showKeys(keys);
    Q_EMIT recorded(keys);
}

} // namespace avs::main
