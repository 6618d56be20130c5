// SPDX-License-Identifier: GPL-3.0-or-later
// What the settings dialog keeps in QSettings, beside the shortcuts (ActionRegistry) and the layout (Docks).
#pragma once

#include <QString>

namespace avs::main {

inline const QString kLanguageKey = QStringLiteral("window/language"); ///< a code, or empty: the system's
inline const QString kThemeKey = QStringLiteral("window/theme");       ///< "system", "light", "dark"
inline const QString kModelFileKey = QStringLiteral("model/file"); ///< empty: that of the program
inline const QString kModelDeviceKey = QStringLiteral("model/device"); ///< "auto", "cpu", "cuda"
inline const QString kFrameCacheKey = QStringLiteral("playback/frameCacheMb");
inline const QString kHardwareDecodingKey = QStringLiteral("playback/hardwareDecoding");

inline constexpr int kSmallestFrameCacheMb = 64;
inline constexpr int kLargestFrameCacheMb = 65536;

/// Within the two above.
[[nodiscard]] int frameCacheMb();
[[nodiscard]] bool hardwareDecoding();

} // namespace avs::main
