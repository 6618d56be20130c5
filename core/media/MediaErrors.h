// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/media: the sentences for what may be wrong with a file.
#pragma once

#include "core/base/Error.h"
#include "core/base/Time.h"

namespace avs::media {

/// Looks at the file on disk alone: missing, a folder, not permitted, empty. False: nothing wrong so far.
[[nodiscard]] bool findFileError(const QString& path, base::Error& error);

/// `avCode`: what FFmpeg returned on opening; `knownKind`: the file begins like a kind that FFmpeg knows.
[[nodiscard]] base::Error openError(const QString& path, int avCode, bool knownKind);
[[nodiscard]] base::Error notMedia(const QString& path, const QString& detail);
[[nodiscard]] base::Error truncated(const QString& path, const QString& detail);
/// Only the beginning, up to `end`, is there.
[[nodiscard]] base::Error endsEarly(const QString& path, base::MediaTime end);
[[nodiscard]] base::Error noPictures(const QString& path);
[[nodiscard]] base::Error noSound(const QString& path);
[[nodiscard]] base::Error noDecoder(const QString& path, const QString& codecName);
[[nodiscard]] base::Error damagedFrame(const QString& path, std::int64_t index, const QString& time);
[[nodiscard]] base::Error noSuchFrame(const QString& path, std::int64_t index, std::int64_t count);
[[nodiscard]] base::Error damagedSound(const QString& path);
[[nodiscard]] base::Error outOfMemory(const QString& path);
[[nodiscard]] base::Error cancelled(const QString& path);
/// `systemCode`: an errno value.
[[nodiscard]] base::Error unwritable(const QString& path, int systemCode);

} // namespace avs::media
