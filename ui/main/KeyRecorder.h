// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QLineEdit>

namespace avs::main {

/// A field that takes the next key pressed, with its modifiers, as a shortcut: every key, those too that
/// otherwise move the focus or close a dialog.
class KeyRecorder : public QLineEdit
{
    Q_OBJECT

public:
    explicit KeyRecorder(QWidget* parent = nullptr);

    /// Shows keys without recording them.
    void showKeys(const QKeySequence& keys);

Q_SIGNALS:
    void recorded(const QKeySequence& keys);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
};

} // namespace avs::main
