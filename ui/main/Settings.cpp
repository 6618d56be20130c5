// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/Settings.h"

#include <QSettings>

#include <algorithm>

namespace avs::main {

namespace {
constexpr int kDefaultFrameCacheMb = 512;
}

int frameCacheMb()
{
    const int mb = QSettings().value(kFrameCacheKey, kDefaultFrameCacheMb).toInt();
    return std::clamp(mb, kSmallestFrameCacheMb, kLargestFrameCacheMb);
}

bool hardwareDecoding()
{
    return QSettings().value(kHardwareDecodingKey, true).toBool();
}

} // namespace avs::main
