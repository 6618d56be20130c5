// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/media/ClipInfo.h"
#include "core/media/VideoDecoder.h"

#include <memory>
#include <optional>
#include <stop_token>

namespace avs::jobs {

struct OpenedClip
{
    media::ClipInfo info;
    std::unique_ptr<media::VideoDecoder> decoder; ///< null without pictures (that can be decoded)
    std::optional<base::Error> problem;           ///< why not all of it can be played
};

/// Opens a file, or a folder's first media file, else the first in the folders below it. Returns as soon as
/// the first frame is decoded. Errors as media::VideoDecoder::openAtOnce(); NotFound where a folder holds
/// nothing that can be opened.
[[nodiscard]] base::Result<OpenedClip> openClip(const QString& path, media::VideoDecoder::Hardware hardware,
                                                const std::stop_token& stop);

} // namespace avs::jobs
