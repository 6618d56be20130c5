// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/Time.h"
#include "core/imaging/RgbImage.h"

#include <memory>
#include <span>

namespace avs::media {

struct ClipEncoderOptions
{
    int width = 0; ///< any size; an odd side is encoded with one column or row repeated
    int height = 0;
    int crf = 18;           ///< x264 quality, 0 (lossless) … 51
    int keyFrameEvery = 25; ///< frames between key frames at most
    int bFrames = 2;
    double nominalFps = 25; ///< for the level that players read; frames are shown at their own times
    int audioRateHz = 0;    ///< 0: no sound track
    int audioChannels = 1;
};

/// Writes H.264 + AAC into an .mp4. Deterministic: the same input gives the same bytes (one encoder
/// thread, no dates in the container). The file appears under its name only when `finish()` succeeded;
/// until then it is `<path>.part`, removed when the encoder is destroyed unfinished. One thread.
class ClipEncoder
{
public:
    [[nodiscard]] static base::Result<std::unique_ptr<ClipEncoder>> create(const QString& path,
                                                                           const ClipEncoderOptions& options);
    ~ClipEncoder();

    /// Times must increase; frames are shown until the next one's time.
    [[nodiscard]] base::Result<void> addFrame(const imaging::RgbImage& image, base::MediaTime time);
    /// Interleaved floats, appended to what came before; the track starts at time 0.
    [[nodiscard]] base::Result<void> addAudio(std::span<const float> samples);
    /// Flushes, writes the index and renames. `end`: when the last frame stops being shown.
    [[nodiscard]] base::Result<void> finish(base::MediaTime end);

private:
    struct Impl;
    explicit ClipEncoder(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace avs::media
