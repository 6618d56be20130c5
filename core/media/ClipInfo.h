// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/Time.h"

#include <QString>

namespace avs::media {

/// What a file holds, from its headers alone (no decoding).
struct ClipInfo
{
    QString path;
    QString container; ///< FFmpeg's short name, "mov,mp4,m4a,3gp,3g2,mj2"
    base::MediaTime duration;

    bool hasVideo = false;
    QString videoCodec;
    int width = 0; ///< as shown: after rotation and with square pixels
    int height = 0;
    double averageFps = 0; ///< for people to read; never used to find a frame

    bool hasAudio = false;
    QString audioCodec;
    int sampleRateHz = 0;
    int channels = 0;
};

/// Any thread. Errors: NotFound, Unreadable, Unsupported (not media, or neither sound nor pictures),
/// Damaged (an empty or truncated file).
[[nodiscard]] base::Result<ClipInfo> probe(const QString& path);

} // namespace avs::media
