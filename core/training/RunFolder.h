// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/nn/Json.h"

#include <QFile>
#include <QString>

#include <memory>

namespace avs::training {

/// The folder of one training run:
///   config.json             what it was begun with, both halves of a configuration
///   last.safetensors        the model after the last epoch, complete
///   best.safetensors        the one with the best validation
///   checkpoint.safetensors  what is needed to go on from the last checkpoint (Checkpoint)
///   log.jsonl               a line for each step and each epoch
/// Each is written whole or not at all, but for the log.
class RunFolder
{
public:
    /// For a new run. Unwritable; Invalid when the folder holds one already, or somebody else's config.json.
    [[nodiscard]] static base::Result<RunFolder> create(const QString& path, const std::string& configJson);
    /// For continuing one; clears away what killed writers left half written. NotFound when there is none, or
    /// nothing to continue from.
    [[nodiscard]] static base::Result<RunFolder> open(const QString& path);

    [[nodiscard]] static QString configPath(const QString& folder);
    [[nodiscard]] static QString checkpointPath(const QString& folder);
    [[nodiscard]] QString lastPath() const;
    [[nodiscard]] QString bestPath() const;
    [[nodiscard]] QString checkpointPath() const { return checkpointPath(m_path); }

    /// Unwritable.
    [[nodiscard]] base::Result<void> log(const nn::Json::Object& line);
    [[nodiscard]] qint64 logBytes() const { return m_log->size(); }
    /// Forgets what was logged after the log had that length.
    [[nodiscard]] base::Result<void> shortenLog(qint64 bytes);

private:
    explicit RunFolder(QString path);
    [[nodiscard]] base::Result<void> openLog(QIODevice::OpenMode mode);

    QString m_path;
    std::unique_ptr<QFile> m_log;
};

} // namespace avs::training
