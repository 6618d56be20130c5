// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QStringList>

#include <vector>

namespace avs::inference {

// The names that a model tells apart, as ModelInfo::classNames has them: "background" first, each name once,
// at most 255 beside it (a label is a byte). Masks do not depend on them, so any list will do.

/// Trims the names and puts "background" first, wherever or whether it was named. Invalid: none, too many, an
/// empty name, one that is there twice (large and small letters are the same).
[[nodiscard]] base::Result<std::vector<QString>> classList(const QStringList& names);

/// `given` is a list with commas, "dog, acoustic guitar", or the path of a file: one name a line, or JSON (an
/// array of names, or AVSBench's label2idx.json). Errors: as classList(); NotFound and Unreadable for what
/// looks like a path; Damaged for a file that is neither.
[[nodiscard]] base::Result<std::vector<QString>> readClassList(const QString& given);

/// The 71 of AVSBench-semantic, in its order. NotFound when the program's data is missing.
[[nodiscard]] base::Result<std::vector<QString>> avsBenchClasses();

} // namespace avs::inference
