// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <functional>

class QWidget;

namespace avs::dialogs {

/// Questions to the person at the window. An answer comes later, through the callback; without one (the
/// person cancelled) it is never called. Nothing waits.
class Prompts
{
public:
    using Answer = std::function<void(const QString& path)>;
    using Answers = std::function<void(const QStringList& paths)>; ///< at least one

    virtual ~Prompts() = default;

    /// `startFolder` may be empty.
    virtual void askForClips(QWidget* parent, const QString& startFolder, const Answers& answer) = 0;
    /// A folder with clips in it.
    virtual void askForFolder(QWidget* parent, const QString& startFolder, const Answer& answer) = 0;
    /// A model's file.
    virtual void askForModel(QWidget* parent, const QString& startFolder, const Answer& answer) = 0;
    virtual void askForExportFolder(QWidget* parent, const QString& startFolder, const Answer& answer) = 0;
    /// Shows a folder in the desktop's own program.
    virtual void showFolder(const QString& folder) = 0;
};

} // namespace avs::dialogs
