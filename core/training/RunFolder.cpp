// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/RunFolder.h"

#include "core/formats/Files.h"

#include <QCoreApplication>
#include <QDir>

namespace avs::training {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(training)
};

QString inFolder(const QString& folder, const char* name)
{
    return QDir(folder).filePath(QLatin1String(name));
}

/// What writers of models and checkpoints that were killed have left.
void removeUnfinished(const QString& folder)
{
    QDir dir(folder);
    for (const auto& name : dir.entryList({QStringLiteral("*.safetensors.*.part")}, QDir::Files))
        dir.remove(name);
}

} // namespace

RunFolder::RunFolder(QString path)
    : m_path(std::move(path))
    , m_log(std::make_unique<QFile>(inFolder(m_path, "log.jsonl")))
{}

base::Result<RunFolder> RunFolder::create(const QString& path, const std::string& configJson)
{
    RunFolder folder(path);
    if (QFile::exists(folder.checkpointPath()) || QFile::exists(folder.lastPath()))
        return base::Error{
            base::ErrorCode::Invalid,
            Text::tr("The folder %1 holds a training run already. Continue it with --resume, or "
                     "choose another folder.")
                .arg(path),
            {},
            path};
    if (QFile::exists(configPath(path)) && !folder.m_log->exists())
        return base::Error{base::ErrorCode::Invalid,
                           QCoreApplication::translate("training",
                                                       "The folder %1 holds a config.json that no run wrote, "
                                                       "and a run would replace it. Choose another folder.")
                               .arg(path),
                           {},
                           configPath(path)};
    if (auto made = formats::makeFolder(path); !made)
        return made.error();
    if (auto opened = folder.openLog(QIODevice::WriteOnly | QIODevice::Truncate); !opened)
        return opened.error();
    if (auto written = formats::writeFile(configPath(path), QByteArray::fromStdString(configJson) + '\n');
        !written)
        return written.error();
    return folder;
}

base::Result<RunFolder> RunFolder::open(const QString& path)
{
    RunFolder folder(path);
    for (const auto& needed : {configPath(path), folder.checkpointPath(), folder.lastPath()}) {
        if (!QFile::exists(needed))
            return base::Error{base::ErrorCode::NotFound,
                               Text::tr("There is no training run to continue in %1: it has no %2. Begin one "
                                        "with --config and --out.")
                                   .arg(path, QFileInfo(needed).fileName()),
                               {},
                               needed};
    }
    removeUnfinished(path);
    if (auto opened = folder.openLog(QIODevice::ReadWrite); !opened)
        return opened.error();
    return folder;
}

base::Result<void> RunFolder::openLog(QIODevice::OpenMode mode)
{
    if (!m_log->open(mode))
        return formats::unwritable(m_log->fileName(), m_log->errorString());
    m_log->seek(m_log->size());
    return {};
}

QString RunFolder::configPath(const QString& folder)
{
    return inFolder(folder, "config.json");
}

QString RunFolder::lastPath() const
{
    return inFolder(m_path, "last.safetensors");
}

QString RunFolder::bestPath() const
{
    return inFolder(m_path, "best.safetensors");
}

QString RunFolder::checkpointPath(const QString& folder)
{
    return inFolder(folder, "checkpoint.safetensors");
}

base::Result<void> RunFolder::log(const nn::Json::Object& line)
{
    const auto bytes = QByteArray::fromStdString(nn::Json(line).dump()) + '\n';
    if (m_log->write(bytes) != bytes.size() || !m_log->flush())
        return formats::unwritable(m_log->fileName(), m_log->errorString());
    return {};
}

base::Result<void> RunFolder::shortenLog(qint64 bytes)
{
    if (m_log->size() > bytes && !m_log->resize(bytes))
        return formats::unwritable(m_log->fileName(), m_log->errorString());
    m_log->seek(m_log->size());
    return {};
}

} // namespace avs::training
