// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;

namespace avs::dialogs {
class Prompts;
}

namespace avs::main {

class ModelChoice;

/// The page of the settings dialog on which the model and its device are chosen. Children that tests reach
/// for: modelFile, modelDescription, chooseModelButton, ownModelButton, modelDevice.
class ModelPage : public QWidget
{
    Q_OBJECT

public:
    /// Both outlive the page.
    ModelPage(ModelChoice* choice, dialogs::Prompts* prompts, QWidget* parent = nullptr);

private:
    void askForFile();
    void refresh();
    [[nodiscard]] QString description() const;

    ModelChoice* m_choice;
    dialogs::Prompts* m_prompts;
    QLabel* m_file;
    QLabel* m_description;
    QPushButton* m_chooseFile;
    QPushButton* m_own;
    QComboBox* m_device;
};

} // namespace avs::main
