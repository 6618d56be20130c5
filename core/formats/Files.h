// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QByteArray>

namespace avs::formats {

/// Unwritable, with a sentence naming the file's folder and saying what is wrong with it: a file in its
/// place, not permitted, read-only, or a full disk. Looks at the disk as it is now; `detail` is for the log.
[[nodiscard]] base::Error unwritable(const QString& path, const QString& detail = {});
[[nodiscard]] base::Error cancelled(const QString& path);

/// Makes the folder and those above it. Unwritable.
[[nodiscard]] base::Result<void> makeFolder(const QString& folder);
/// Writes the file whole or not at all. Unwritable.
[[nodiscard]] base::Result<void> writeFile(const QString& path, const QByteArray& bytes);
/// NotFound, Unreadable.
[[nodiscard]] base::Result<QByteArray> readFile(const QString& path);

} // namespace avs::formats
