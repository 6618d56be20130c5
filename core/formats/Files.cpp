// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/Files.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStorageInfo>

namespace avs::formats {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

QString text(const char* source)
{
    return QCoreApplication::translate("avs::formats", source);
}

/// The nearest thing above `path` that exists.
QFileInfo existingAbove(const QString& path)
{
    QFileInfo info(QFileInfo(path).absolutePath());
    while (!info.exists() && !info.isRoot())
        info = QFileInfo(info.absolutePath());
    return info;
}

} // namespace

Error unwritable(const QString& path, const QString& detail)
{
    constexpr qint64 kFull = 64 * 1024; // less than this free is as good as nothing
    const QFileInfo above = existingAbove(path);
    const QStorageInfo disk(above.absoluteFilePath());
    QString message;
    if (!above.isDir())
        message = text(QT_TRANSLATE_NOOP(
            "avs::formats", "Nothing can be saved in %1, because that is a file; choose a folder."));
    else if (disk.isValid() && disk.bytesAvailable() < kFull)
        message = text(QT_TRANSLATE_NOOP(
            "avs::formats", "The disk of the folder %1 is full; free some space or choose another folder."));
    else if (!above.isWritable() || (disk.isValid() && disk.isReadOnly()))
        message = text(QT_TRANSLATE_NOOP(
            "avs::formats", "The folder %1 cannot be written to; choose another folder or ask for "
                            "permission to write there."));
    else
        message = text(
            QT_TRANSLATE_NOOP("avs::formats", "Saving into the folder %1 failed; choose another folder."));
    return {ErrorCode::Unwritable, message.arg(QDir::toNativeSeparators(above.absoluteFilePath())), detail,
            path};
}

Error cancelled(const QString& path)
{
    return {ErrorCode::Cancelled,
            text(QT_TRANSLATE_NOOP("avs::formats", "Stopped before it was finished.")),
            {},
            path};
}

Result<void> makeFolder(const QString& folder)
{
    if (!QDir().mkpath(folder))
        return unwritable(folder + QStringLiteral("/x"), QStringLiteral("mkpath %1").arg(folder));
    return {};
}

Result<void> writeFile(const QString& path, const QByteArray& bytes)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return unwritable(path, file.errorString());
    return {};
}

Result<QByteArray> readFile(const QString& path)
{
    QFile file(path);
    if (!file.exists())
        return Error{ErrorCode::NotFound,
                     text(QT_TRANSLATE_NOOP("avs::formats", "The file %1 does not exist; check the folder."))
                         .arg(QDir::toNativeSeparators(path)),
                     {},
                     path};
    if (!file.open(QIODevice::ReadOnly))
        return Error{
            ErrorCode::Unreadable,
            text(QT_TRANSLATE_NOOP("avs::formats", "The file %1 cannot be read; check its permissions."))
                .arg(QDir::toNativeSeparators(path)),
            file.errorString(), path};
    return file.readAll();
}

} // namespace avs::formats
