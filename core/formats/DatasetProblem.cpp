// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/DatasetProblem.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <array>

namespace avs::formats {

QString problemName(ProblemKind kind)
{
    constexpr std::array<const char*, kProblemKinds> names{
        "missing-clip", "short-row",  "duplicate-clip", "unknown-class", "empty-split", "missing-file",
        "unreadable",   "wrong-size", "unknown-colour", "stray-pixels",  "silent-clip", "empty-masks"};
    return QString::fromLatin1(names[static_cast<std::size_t>(kind)]);
}

QString remarkOn(const DatasetProblems& problems)
{
    const auto count = static_cast<int>(problems.size());
    if (count == 0)
        return {};
    return QCoreApplication::translate(
        "avs::formats", "The data set has %n oddity(ies); tavis dataset check names them.", nullptr, count);
}

void reportShortRows(DatasetProblems& problems, int shortRows, const QString& path)
{
    if (shortRows > 0)
        problems.push_back({ProblemKind::ShortRow,
                            {},
                            path,
                            QCoreApplication::translate(
                                "avs::formats", "%n line(s) of %1 have too few columns and were left out.",
                                nullptr, shortRows)
                                .arg(QFileInfo(path).fileName())});
}

} // namespace avs::formats
