// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <vector>

namespace avs::formats {

enum class ProblemKind
{
    MissingClip,    ///< listed, but without pictures on disk
    ShortRow,       ///< lines of a list with too few columns
    DuplicateClip,  ///< listed more than once; counted once
    UnknownClass,   ///< named by a clip, but not by the class list
    EmptySplit,     ///< train, val or test without a clip
    MissingFile,    ///< a picture, mask or sound that should be there
    UnreadableFile, ///< … that is there and cannot be read
    WrongSize,      ///< a mask of another size than its picture
    UnknownColour,  ///< mask pixels of no class's colour, or neither black nor white
    StrayPixels,    ///< mask regions too small to be meant
    SilentClip,     ///< masks of something that sounds, but silence
    EmptyMasks,     ///< named objects, but no mask shows any
};
inline constexpr int kProblemKinds = 12;

/// A stable name for scripts: "missing-clip", "short-row", …
[[nodiscard]] QString problemName(ProblemKind kind);

/// Something odd in a data set that does not keep the rest from being used.
struct DatasetProblem
{
    ProblemKind kind = ProblemKind::MissingFile;
    QString clip; ///< uid, or empty when it is about the whole set
    QString file; ///< the file concerned, or empty
    QString sentence;
};
using DatasetProblems = std::vector<DatasetProblem>;

/// How many there are and where they are named, as a sentence; empty for none.
[[nodiscard]] QString remarkOn(const DatasetProblems& problems);

/// ShortRow, when the list at `path` has lines with too few columns.
void reportShortRows(DatasetProblems& problems, int shortRows, const QString& path);

} // namespace avs::formats
