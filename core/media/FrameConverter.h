// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/media.
#pragma once

#include "core/imaging/RgbImage.h"
#include "core/media/AvHandles.h"

namespace avs::media {

/// How stored pictures become shown ones: scaled to square pixels, then turned upright.
struct PictureGeometry
{
    int scaledWidth = 0; ///< stored width times the pixels' aspect
    int scaledHeight = 0;
    bool transposed = false; ///< shown x runs along the stored y
    bool flipX = false;      ///< of the shown picture, after transposing
    bool flipY = false;

    [[nodiscard]] int shownWidth() const { return transposed ? scaledHeight : scaledWidth; }
    [[nodiscard]] int shownHeight() const { return transposed ? scaledWidth : scaledHeight; }

    /// Clockwise; mirrored pictures count as turned only.
    [[nodiscard]] int rotationDegrees() const
    {
        return transposed ? (flipX ? 90 : 270) : (flipX && flipY ? 180 : 0);
    }

    [[nodiscard]] static PictureGeometry of(AVFormatContext* format, AVStream* stream);
};

/// Makes RGB pictures that equal those of the `ffmpeg` program (`-pix_fmt rgb24`) bit for bit where
/// pixels are square. One thread.
class FrameConverter
{
public:
    explicit FrameConverter(const PictureGeometry& geometry)
        : m_geometry(geometry)
    {}

    /// Memory that `image` has already is used again. False when memory is short or the pixel format is
    /// unknown.
    [[nodiscard]] bool convert(const AVFrame& frame, imaging::RgbImage& image);

private:
    [[nodiscard]] bool prepare(const AVFrame& frame);
    [[nodiscard]] bool allocateRgb();
    [[nodiscard]] bool canScaleInto(const imaging::RgbImage& image) const;
    void copyUpright(imaging::RgbImage& image) const;

    PictureGeometry m_geometry;
    SwsPtr m_scaler;
    FramePtr m_rgb; ///< where rows have to be wider than the picture's, or pictures turned; reused
    int m_sourceWidth = 0;
    int m_sourceHeight = 0;
    int m_sourceFormat = -1;
};

} // namespace avs::media
