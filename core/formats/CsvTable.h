// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QStringList>

#include <vector>

namespace avs::formats {

/// A table of comma-separated values whose first line names the columns. Fields may be quoted (with commas
/// and doubled quotes inside); blanks around a field are taken off. A byte order mark, CRLF and empty lines
/// are passed over; a field does not go over a line's end.
struct CsvTable
{
    QStringList header;
    std::vector<QStringList> rows; ///< each with at least as many fields as the header
    int shortRows = 0;             ///< lines with fewer, left out

    /// NotFound, Unreadable; Damaged when a column of `needed` is missing (all that are, are named).
    [[nodiscard]] static base::Result<CsvTable> read(const QString& path, const QStringList& needed);

    /// Of a column that `needed` had.
    [[nodiscard]] qsizetype column(const char* name) const { return header.indexOf(QLatin1String(name)); }
};

} // namespace avs::formats
