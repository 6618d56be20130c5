// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace avs::canvas {

/// What draws the video.
enum class Renderer
{
    Raster, ///< QPainter: works everywhere
    OpenGl,
};

/// OpenGL where a graphics card offers it, else Raster; the same where OpenGL is only imitated by the
/// processor, as QPainter then is quicker. The environment's TAVIS_RENDERER (“raster” or “opengl”) overrules,
/// but without any OpenGL it stays Raster. GUI thread, after QApplication was made; takes some 0.1 s.
[[nodiscard]] Renderer chooseRenderer();

} // namespace avs::canvas
