// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/ModelSession.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStringList>

namespace avs::inference {

QString findDataFile(const QString& relativePath)
{
    QStringList folders;
    if (const auto given = qEnvironmentVariable("TAVIS_DATA_DIR"); !given.isEmpty())
        folders << given;
    const auto program = QCoreApplication::applicationDirPath();
    folders << program + QStringLiteral("/../share/tavis-studio") // installed
            << program + QStringLiteral("/../../../resources")    // build/<preset>/bin
            << program + QStringLiteral("/../../../.deps/data");
    for (const auto& folder : folders) {
        const QFileInfo file(QDir(folder).filePath(relativePath));
        if (file.exists())
            return QDir::cleanPath(file.absoluteFilePath());
    }
    return {};
}

} // namespace avs::inference
