// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/formats.
#pragma once

#include "core/base/Result.h"

#include <QString>
#include <QStringList>

#include <memory>

namespace avs::formats {

/// Files are first written into a hidden folder inside the target, on the same disk, and moved to their
/// places all together by `commit()`. Destroyed without it, the target is as it was: what the stage made
/// (also the target, if it was missing) is gone, older files are untouched. One thread.
class StagedFolder
{
public:
    /// Makes `target` if it is missing. Unwritable.
    [[nodiscard]] static base::Result<std::unique_ptr<StagedFolder>> create(const QString& target);
    ~StagedFolder();

    /// Where to write; the same relative names as in the target.
    [[nodiscard]] const QString& path() const { return m_stage; }

    /// Moves the files, in this order, over those of the same names in the target. When one cannot be moved,
    /// those before it are moved back. Unwritable.
    [[nodiscard]] base::Result<void> commit(const QStringList& relativePaths);

private:
    explicit StagedFolder(QString target);

    QString m_target;
    QString m_stage;
    QStringList m_madeFolders; ///< removed again unless committed
    bool m_committed = false;
};

} // namespace avs::formats
