// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace avs::widgets {

/// A button that turns into progress with Cancel while its job runs.
class JobStrip : public QWidget
{
    Q_OBJECT

public:
    /// Children are named `<name>Button`, `<name>Progress`, `<name>Label` and `<name>CancelButton`.
    explicit JobStrip(const QString& name, QWidget* parent = nullptr);

    [[nodiscard]] QPushButton* button() const { return m_button; }
    /// `share` 0 … 1, or -1 while it is not known.
    void showRunning(const QString& text, double share);
    void showIdle();

Q_SIGNALS:
    void started();
    void cancelled();

private:
    QPushButton* m_button = nullptr;
    QWidget* m_running = nullptr;
    QLabel* m_label = nullptr;
    QProgressBar* m_progress = nullptr;
    QPushButton* m_cancel = nullptr;
};

} // namespace avs::widgets
