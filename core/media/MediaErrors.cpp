// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/MediaErrors.h"

#include "core/media/AvHandles.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <cerrno>
#include <cstring>

namespace avs::media {

using base::Error;
using base::ErrorCode;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(media)
};

bool isFull(int systemCode)
{
#ifdef EDQUOT
    if (systemCode == EDQUOT)
        return true;
#endif
    return systemCode == ENOSPC;
}

QString nameOf(const QString& path)
{
    return QFileInfo(path).fileName();
}

QString folderOf(const QString& path)
{
    return QDir::toNativeSeparators(QFileInfo(path).absolutePath());
}

} // namespace

bool findFileError(const QString& path, Error& error)
{
    const QFileInfo info(path);
    if (path.isEmpty() || !info.exists()) {
        error = {ErrorCode::NotFound,
                 Text::tr("“%1” does not exist: check the name, and that its drive is connected.").arg(path),
                 {},
                 path};
        return true;
    }
    if (info.isDir()) {
        error = {ErrorCode::Unsupported,
                 Text::tr("“%1” is a folder: choose a video or sound file in it.").arg(path),
                 {},
                 path};
        return true;
    }
    if (info.exists() && !info.isFile()) {
        error = {ErrorCode::Unsupported,
                 Text::tr("“%1” is not a file but a device or pipe: choose a video or sound file.").arg(path),
                 {},
                 path};
        return true;
    }
    if (!info.isReadable()) {
        error = {ErrorCode::Unreadable,
                 Text::tr("“%1” may not be read: change its permissions, or copy it to a folder of your own.")
                     .arg(info.fileName()),
                 {},
                 path};
        return true;
    }
    if (info.size() == 0) {
        error = {ErrorCode::Damaged,
                 Text::tr("“%1” is empty (0 bytes): copy or record it again.").arg(info.fileName()),
                 {},
                 path};
        return true;
    }
    return false;
}

Error openError(const QString& path, int avCode, bool knownKind)
{
    const QString detail = avMessage(avCode);
    if (avCode == AVERROR(ENOMEM))
        return outOfMemory(path);
    if (avCode == AVERROR(EACCES) || avCode == AVERROR(EIO) || avCode == AVERROR(EPERM))
        return {ErrorCode::Unreadable,
                Text::tr("“%1” cannot be read (%2): check the drive and the file's permissions.")
                    .arg(nameOf(path), QString::fromLocal8Bit(std::strerror(AVUNERROR(avCode)))),
                detail, path};
    return knownKind ? truncated(path, detail) : notMedia(path, detail);
}

Error notMedia(const QString& path, const QString& detail)
{
    return {
        ErrorCode::Unsupported,
        Text::tr("“%1” is not a video or sound file of a known kind: choose another file.").arg(nameOf(path)),
        detail, path};
}

Error truncated(const QString& path, const QString& detail)
{
    return {ErrorCode::Damaged,
            Text::tr("“%1” is damaged or its end is missing: copy it again from where it came from.")
                .arg(nameOf(path)),
            detail, path};
}

Error endsEarly(const QString& path, base::MediaTime end)
{
    return {
        ErrorCode::Damaged,
        Text::tr("The end of “%1” is missing or damaged: its first %2 s can be played; copy it again to get "
                 "the rest.")
            .arg(nameOf(path), QString::number(end.seconds(), 'f', 1)),
        {},
        path};
}

Error noPictures(const QString& path)
{
    return {ErrorCode::Unsupported,
            Text::tr("“%1” has no pictures: choose a video file.").arg(nameOf(path)),
            {},
            path};
}

Error noSound(const QString& path)
{
    return {ErrorCode::Unsupported,
            Text::tr("“%1” has no sound: choose a clip with a sound track.").arg(nameOf(path)),
            {},
            path};
}

Error noDecoder(const QString& path, const QString& codecName)
{
    return {
        ErrorCode::Unsupported,
        Text::tr("“%1” is stored as %2, which cannot be decoded here: convert it to H.264 with AAC sound.")
            .arg(nameOf(path), codecName),
        {},
        path};
}

Error damagedFrame(const QString& path, std::int64_t index, const QString& time)
{
    return {ErrorCode::Damaged,
            Text::tr("“%1” is damaged at frame %2 (%3 s): go on with another frame, or copy the file again.")
                .arg(nameOf(path), QString::number(index), time),
            {},
            path};
}

Error noSuchFrame(const QString& path, std::int64_t index, std::int64_t count)
{
    return {ErrorCode::Invalid,
            Text::tr("“%1” has no frame %2: choose one from 0 to %3.")
                .arg(nameOf(path), QString::number(index), QString::number(count - 1)),
            {},
            path};
}

Error damagedSound(const QString& path)
{
    return {ErrorCode::Damaged,
            Text::tr("The sound of “%1” is damaged and cannot be decoded: copy the file again.")
                .arg(nameOf(path)),
            {},
            path};
}

Error outOfMemory(const QString& path)
{
    return {ErrorCode::OutOfMemory,
            Text::tr("There is not enough memory for “%1”: close other clips, or use a shorter one.")
                .arg(nameOf(path)),
            {},
            path};
}

Error cancelled(const QString& path)
{
    return {ErrorCode::Cancelled, Text::tr("Reading “%1” was stopped.").arg(nameOf(path)), {}, path};
}

Error unwritable(const QString& path, int systemCode)
{
    const QString detail = QString::fromLocal8Bit(std::strerror(systemCode));
    QString message;
    if (isFull(systemCode))
        message = Text::tr("“%1” could not be written, the disk is full: free some space on the disk of %2.");
    else if (systemCode == ENOENT || systemCode == ENOTDIR)
        message = Text::tr("“%1” could not be written, there is no folder %2: choose another folder.");
    else if (systemCode == EACCES || systemCode == EPERM || systemCode == EROFS)
        message = Text::tr("“%1” could not be written, the folder %2 is read-only: choose another folder.");
    else
        message = Text::tr("“%1” could not be written in %2: check the disk, or choose another folder.");
    return {ErrorCode::Unwritable, message.arg(nameOf(path), folderOf(path)), detail, path};
}

} // namespace avs::media
