// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/media.
#pragma once

#include "core/imaging/RgbImage.h"
#include "core/media/FrameConverter.h"

namespace avs::media {

/// Takes from decoded pictures how opaque they are, pixel for pixel as FrameConverter takes their colours.
/// One thread.
class AlphaConverter
{
public:
    explicit AlphaConverter(const PictureGeometry& geometry)
        : m_geometry(geometry)
    {}

    /// 0 (clear) … 255; empty where nothing shines through. False when memory is short.
    [[nodiscard]] bool convert(const AVFrame& frame, imaging::LabelMap& alpha);

private:
    [[nodiscard]] bool prepare(const AVFrame& frame);

    PictureGeometry m_geometry;
    SwsPtr m_scaler;
    FramePtr m_rgba; ///< reused
    int m_sourceFormat = -1;
    int m_sourceWidth = 0;
    int m_sourceHeight = 0;
};

} // namespace avs::media
