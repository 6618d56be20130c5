// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/imaging/RgbImage.h"
#include "core/media/ClipInfo.h"

#include <memory>
#include <stop_token>

namespace avs::media {

/// A clip as it is shown in lists. Immutable and shared.
struct Thumbnail
{
    ClipInfo info;
    imaging::RgbImage image; ///< upright, square pixels; empty without pictures
};
using ThumbnailPtr = std::shared_ptr<const Thumbnail>;

/// The picture is the key frame at or before a tenth of the clip's length, made to fit `maxWidth` ×
/// `maxHeight` (never enlarged). Reads only that part of the file, so long clips take no longer than short
/// ones. Any thread. Errors as `probe()`; Unsupported without a decoder; Damaged when nothing can be decoded;
/// OutOfMemory; Cancelled.
[[nodiscard]] base::Result<ThumbnailPtr> readThumbnail(const QString& path, int maxWidth, int maxHeight,
                                                       std::stop_token stop = {});

} // namespace avs::media
