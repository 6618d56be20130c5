// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/imaging/Palette.h"
#include "core/imaging/RgbImage.h"

namespace avs::formats {

/// Any PNG or JPEG as RGB (alpha dropped). NotFound, Unreadable, Damaged.
[[nodiscard]] base::Result<imaging::RgbImage> readRgb(const QString& path);
/// The stored bytes of a palette or 8-bit grey PNG, not their colours. As above; Unsupported for other kinds.
[[nodiscard]] base::Result<imaging::LabelMap> readIndices(const QString& path);
/// Any PNG or JPEG as 8-bit grey. As readRgb().
[[nodiscard]] base::Result<imaging::LabelMap> readGrey(const QString& path);

/// `quality` 0 … 100. Unwritable.
[[nodiscard]] base::Result<void> writeJpeg(const QString& path, const imaging::RgbImage& image, int quality);
[[nodiscard]] base::Result<void> writePng(const QString& path, const imaging::RgbImage& image);
/// 8-bit grey, the value is the index.
[[nodiscard]] base::Result<void> writeGreyPng(const QString& path, const imaging::LabelMap& labels);
/// 8-bit palette with the colours of imaging::vocPalette(), the value is the index.
[[nodiscard]] base::Result<void> writePalettePng(const QString& path, const imaging::LabelMap& labels);

/// The palette's colour at every pixel.
[[nodiscard]] imaging::RgbImage toPaletteColours(const imaging::LabelMap& labels);
/// The index of the palette's first `classCount` colours that each pixel equals; 0 where none does.
[[nodiscard]] imaging::LabelMap fromPaletteColours(const imaging::RgbImage& image, int classCount);

} // namespace avs::formats
