// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/Time.h"

#include <QString>

#include <vector>

namespace avs::media {

/// One of the streams in a file, used or not.
struct StreamInfo
{
    enum class Kind
    {
        Video,
        Audio,
        Cover, ///< a still picture that goes with the sound
        Subtitles,
        Other
    };
    Kind kind = Kind::Other;
    QString codec;    ///< FFmpeg's name
    QString language; ///< as written in the file; mostly empty
};

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
    int storedWidth = 0;
    int storedHeight = 0;
    int rotationDegrees = 0; ///< clockwise, that the stored pictures are turned by: 0, 90, 180 or 270
    int pixelAspectNum = 1;  ///< width to height of a stored pixel
    int pixelAspectDen = 1;
    QString pixelFormat;   ///< FFmpeg's name, "yuv420p"
    double averageFps = 0; ///< for people to read; never used to find a frame

    bool hasAudio = false;
    QString audioCodec;
    int sampleRateHz = 0;
    int channels = 0;

    std::vector<StreamInfo> streams; ///< all, in the file's order; of each kind the first that can be is used
};

/// Any thread. Errors: NotFound, Unreadable, Unsupported (not media, or neither sound nor pictures),
/// Damaged (an empty or truncated file).
[[nodiscard]] base::Result<ClipInfo> probe(const QString& path);

} // namespace avs::media
