// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/formats.
#pragma once

#include "core/base/Result.h"
#include "core/base/Time.h"
#include "core/imaging/RgbImage.h"
#include "core/media/ClipInfo.h"

#include <functional>
#include <memory>
#include <stop_token>

namespace avs::formats {

/// The label map that is drawn at a moment, or null for none; asked in the order of the clip's frames.
using LabelsAt = std::function<base::Result<std::shared_ptr<const imaging::LabelMap>>(base::MediaTime)>;

/// The clip with its sound and the masks drawn over it, as a video file at `path`. In constant memory.
/// `onProgress(0 … 1)`. A broken sound track is left out. Errors: those of the decoders, of the encoder and
/// of `labelsAt`; Cancelled.
[[nodiscard]] base::Result<void> writeOverlayFilm(const media::ClipInfo& clip, const QString& path,
                                                  const LabelsAt& labelsAt, double opacity,
                                                  const std::function<void(double)>& onProgress,
                                                  const std::stop_token& stop);

} // namespace avs::formats
