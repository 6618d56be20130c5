// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/FilePrompts.h"

#include "core/media/MediaFiles.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QFileDialog>
#include <QUrl>

namespace avs::dialogs {

namespace {

QString translated(const char* text)
{
    return QCoreApplication::translate("avs::dialogs::FilePrompts", text);
}

void openDialog(QFileDialog* dialog, const QString& startFolder)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (!startFolder.isEmpty())
        dialog->setDirectory(startFolder);
    dialog->open();
}

void askForDirectory(QFileDialog* dialog, const QString& startFolder, const QString& accept,
                     const Prompts::Answer& answer)
{
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setLabelText(QFileDialog::Accept, accept);
    QObject::connect(dialog, &QFileDialog::fileSelected, dialog, answer);
    openDialog(dialog, startFolder);
}

} // namespace

void FilePrompts::askForClips(QWidget* parent, const QString& startFolder, const Answers& answer)
{
    auto* dialog =
        new QFileDialog(parent, translated(QT_TRANSLATE_NOOP("avs::dialogs::FilePrompts", "Open clips")));
    dialog->setFileMode(QFileDialog::ExistingFiles);
    const QString media =
        translated(QT_TRANSLATE_NOOP("avs::dialogs::FilePrompts", "Video, sound and pictures")) +
        QStringLiteral(" (%1)").arg(media::namePatterns().join(QLatin1Char(' ')));
    const QString all =
        translated(QT_TRANSLATE_NOOP("avs::dialogs::FilePrompts", "All files")) + QStringLiteral(" (*)");
    dialog->setNameFilters({media, all});
    QObject::connect(dialog, &QFileDialog::filesSelected, dialog, answer);
    openDialog(dialog, startFolder);
}

void FilePrompts::askForFolder(QWidget* parent, const QString& startFolder, const Answer& answer)
{
    auto* dialog = new QFileDialog(
        parent, translated(QT_TRANSLATE_NOOP("avs::dialogs::FilePrompts", "Open a folder of clips")));
    askForDirectory(dialog, startFolder,
                    translated(QT_TRANSLATE_NOOP("avs::dialogs::FilePrompts", "Open folder")), answer);
}

void FilePrompts::askForModel(QWidget* parent, const QString& startFolder, const Answer& answer)
{
    auto* dialog =
        new QFileDialog(parent, translated(QT_TRANSLATE_NOOP("avs::dialogs::FilePrompts", "Choose a model")));
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilter(translated(QT_TRANSLATE_NOOP("avs::dialogs::FilePrompts", "Models")) +
                          QStringLiteral(" (*.safetensors)"));
    QObject::connect(dialog, &QFileDialog::fileSelected, dialog, answer);
    openDialog(dialog, startFolder);
}

void FilePrompts::askForExportFolder(QWidget* parent, const QString& startFolder, const Answer& answer)
{
    auto* dialog = new QFileDialog(
        parent,
        translated(QT_TRANSLATE_NOOP("avs::dialogs::FilePrompts", "Export masks and overlay to a folder")));
    askForDirectory(dialog, startFolder,
                    translated(QT_TRANSLATE_NOOP("avs::dialogs::FilePrompts", "Export here")), answer);
}

void FilePrompts::showFolder(const QString& folder)
{
    QDesktopServices::openUrl(QUrl::fromLocalFile(folder));
}

} // namespace avs::dialogs
