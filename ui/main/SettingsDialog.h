// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QListWidget;
class QStackedWidget;

namespace avs::dialogs {
class Prompts;
}

namespace avs::translations {
class Translator;
}
namespace avs::widgets {
class ThemeController;
}

namespace avs::main {

class ActionRegistry;
class ModelChoice;

/// What the dialog offers a choice of; all outlive it. A null `theme`, `translator` or `model` is not
/// offered.
struct SettingsSubjects
{
    ActionRegistry* registry = nullptr;
    dialogs::Prompts* prompts = nullptr;
    widgets::ThemeController* theme = nullptr;
    translations::Translator* translator = nullptr;
    ModelChoice* model = nullptr;
};

/// The program's settings on pages. Each takes effect as soon as it is changed and is kept in QSettings.
class SettingsDialog : public QDialog
{
    Q_OBJECT

public:
    explicit SettingsDialog(const SettingsSubjects& subjects, QWidget* parent = nullptr);

Q_SIGNALS:
    /// Something under "playback/" in QSettings.
    void playbackChanged();

private:
    void addPage(QWidget* page, const char* name);

    QListWidget* m_names;
    QStackedWidget* m_pages;
};

} // namespace avs::main
