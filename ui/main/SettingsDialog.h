// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QListWidget;
class QStackedWidget;

namespace avs::translations {
class Translator;
}
namespace avs::widgets {
class ThemeController;
}

namespace avs::main {

class ActionRegistry;

/// The program's settings on pages. Each takes effect as soon as it is changed and is kept in QSettings.
class SettingsDialog : public QDialog
{
    Q_OBJECT

public:
    /// All outlive the dialog. Without a theme or a translator there is no choice of it.
    SettingsDialog(ActionRegistry* registry, widgets::ThemeController* theme,
                   translations::Translator* translator, QWidget* parent = nullptr);

Q_SIGNALS:
    /// Something under "playback/" in QSettings.
    void playbackChanged();

private:
    QListWidget* m_names;
    QStackedWidget* m_pages;
};

} // namespace avs::main
