// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/media.
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace avs::media {

/// Pictures of one folder whose names differ in one number alone and which count on without a gap
/// ("shot_001.png", "shot_002.png"): frames of one clip, 25 a second.
struct ImageSequence
{
    QByteArray pattern; ///< of the paths, as FFmpeg's image2 wants it ("…/shot_%03d.png")
    int first = 0;      ///< number of the first picture

    /// The sequence that the picture at `path` is part of; nothing when it stands alone or is no picture.
    [[nodiscard]] static std::optional<ImageSequence> around(const QString& path);
};

} // namespace avs::media
