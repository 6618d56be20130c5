// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

namespace avs::widgets {

/// The colours that the program paints with, beside those of the palette.
struct Theme
{
    bool dark = false;
    QColor window;
    QColor surface; ///< lists, fields, the waveform
    QColor stage;   ///< around the picture
    QColor line;
    QColor text;
    QColor faintText;
    QColor accent;
    QColor onAccent;
    QColor wave;
    QColor playhead;
    QColor done; ///< message kinds
    QColor warning;
    QColor error;
};

[[nodiscard]] const Theme& lightTheme();
[[nodiscard]] const Theme& darkTheme();
/// The one that the application is shown in. (A widget's own palette tells less: style sheets change it.)
[[nodiscard]] const Theme& currentTheme();

[[nodiscard]] QPalette paletteOf(const Theme& theme);
/// For the few things that a palette cannot say.
[[nodiscard]] QString styleSheetOf(const Theme& theme);

} // namespace avs::widgets
