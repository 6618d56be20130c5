// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QDockWidget;
class QLabel;
class QToolButton;

namespace avs::widgets {

/// A panel's title with its two buttons, float and close, in the program's own drawing. The panel is dragged
/// by it, and a double click floats it.
class DockTitle : public QWidget
{
    Q_OBJECT

public:
    /// Put into `dock` with QDockWidget::setTitleBarWidget.
    explicit DockTitle(QDockWidget* dock);

private:
    QToolButton* addButton(const QString& name);
    void refresh();

    QDockWidget* m_dock;
    QLabel* m_title;
    QToolButton* m_float;
    QToolButton* m_close;
};

} // namespace avs::widgets
