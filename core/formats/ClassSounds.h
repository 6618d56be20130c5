// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QString>
#include <QStringList>

#include <map>

namespace avs::formats {

/// For each class number the names of sounds (files without their ending) that go with it.
using ClassSounds = std::map<int, QStringList>;

/// A Python pickle of a dict from whole numbers to lists of texts, as AVS-Synthetic has one. Nothing in it is
/// executed. Errors: NotFound, Unreadable; Damaged when it holds anything else.
[[nodiscard]] base::Result<ClassSounds> readClassSounds(const QString& path);

} // namespace avs::formats
