// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Error.h"

#include <QElapsedTimer>
#include <QString>

#include <stop_token>

namespace avs::cli {

/// What `tavis` ends with. Stable: scripts rely on it.
enum ExitCode
{
    kOk = 0,
    kFailed = 1,      ///< an expected failure, one sentence on stderr
    kUsage = 2,       ///< the command line is wrong
    kCancelled = 130, ///< Ctrl-C, as shells count it
};

/// Stopped by the first Ctrl-C or SIGTERM; a second one ends the process at once. Call once, first thing in
/// main().
[[nodiscard]] std::stop_token stopOnInterrupt();

/// Prints the sentence on stderr ("tavis: …") and gives the exit code for it: kCancelled or `otherwise`.
int report(const base::Error& error, ExitCode otherwise = kFailed);

/// A line on stderr that is drawn over itself on a terminal; elsewhere a line every ten seconds.
class ProgressLine
{
public:
    ProgressLine();
    /// Ends the line if one was begun.
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    /// `fraction` 0 … 1; adds a bar and the time that is left.
    void show(double fraction, const QString& text);
    /// A lasting line, above the bar.
    void say(const QString& text);
    /// A line of results, on stdout.
    void print(const QString& text);

private:
    void clear();

    bool m_terminal;
    bool m_drawn = false;
    QElapsedTimer m_sinceStart;
    QElapsedTimer m_sinceShown;
};

} // namespace avs::cli
