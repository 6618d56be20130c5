// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>

namespace avs::widgets {

enum class Glyph
{
    Open,
    Play,
    Pause,
    StepBack,
    StepForward,
    ToStart,
    ToEnd,
    Sound,
    Muted,
    Segment,
    Export,
    Close,
    Eye,
    EyeOff,
    Warning,
    Done,
    Film,
    Loop,
    Float, ///< a panel, out of the window
    Dock,  ///< and back into it
};

/// Line drawings in the present text colour (the accent's for `onAccent`), so they follow light and dark and
/// are sharp at any size. Each is drawn on a 24 × 24 field.
[[nodiscard]] QIcon icon(Glyph glyph, bool onAccent = false);
/// Paints one glyph into `rect` in one colour.
void paintGlyph(QPainter& painter, const QRectF& rect, Glyph glyph, const QColor& colour);

/// The program's own picture.
[[nodiscard]] QIcon applicationIcon();

} // namespace avs::widgets
