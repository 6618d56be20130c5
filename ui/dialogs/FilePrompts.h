// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/Prompts.h"

namespace avs::dialogs {

/// The real ones: window-modal file dialogs.
class FilePrompts : public Prompts
{
public:
    void askForClips(QWidget* parent, const QString& startFolder, const Answers& answer) override;
    void askForFolder(QWidget* parent, const QString& startFolder, const Answer& answer) override;
    void askForModel(QWidget* parent, const QString& startFolder, const Answer& answer) override;
    void askForExportFolder(QWidget* parent, const QString& startFolder, const Answer& answer) override;
    void showFolder(const QString& folder) override;
};

} // namespace avs::dialogs
