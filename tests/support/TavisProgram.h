// SPDX-License-Identifier: GPL-3.0-or-later
// The program `tavis` as a shell starts it. Tests that use it define AVS_TAVIS, the program's file.
#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>

namespace avs::testing {

struct Ended
{
    int code = -1; ///< -1: it did not end by itself within two minutes
    QString out;
    QString err;
};

inline Ended runTavis(const QStringList& arguments)
{
    QProcess process;
    process.start(QStringLiteral(AVS_TAVIS), arguments);
    if (!process.waitForFinished(120'000))
        return {};
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

} // namespace avs::testing
