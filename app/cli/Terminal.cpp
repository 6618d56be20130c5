// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Terminal.h"

#include <QCoreApplication>

#include <csignal>
#include <cstdio>
#include <thread>

#include <pthread.h>
#include <unistd.h>

namespace avs::cli {

std::stop_token stopOnInterrupt()
{
    // A thread of its own waits for the signals: nothing but the standard may happen inside a handler.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    static std::stop_source source;
    std::thread([signals] {
        int signal = 0;
        sigwait(&signals, &signal);
        source.request_stop();
        sigwait(&signals, &signal);
        _exit(kCancelled);
    }).detach();
    return source.get_token();
}

int report(const base::Error& error, ExitCode otherwise)
{
    if (error.code == base::ErrorCode::Cancelled) {
        std::fprintf(stderr, "tavis: %s\n", qPrintable(QCoreApplication::translate("cli", "stopped")));
        return kCancelled;
    }
    std::fprintf(stderr, "tavis: %s\n", qPrintable(error.message));
    return otherwise;
}

ProgressLine::ProgressLine()
    : m_terminal(isatty(STDERR_FILENO))
{
    m_sinceStart.start();
}

ProgressLine::~ProgressLine()
{
    if (m_drawn)
        std::fputc('\n', stderr);
}

void ProgressLine::clear()
{
    if (m_drawn)
        std::fputs("\r\033[K", stderr);
    m_drawn = false;
}

void ProgressLine::show(double fraction, const QString& text)
{
    constexpr int kTerminalEveryMs = 100;
    constexpr int kLogEveryMs = 10'000;
    const bool last = fraction >= 1;
    if (!last && m_sinceShown.isValid() &&
        m_sinceShown.elapsed() < (m_terminal ? kTerminalEveryMs : kLogEveryMs))
        return;
    m_sinceShown.start();
    const auto spent = static_cast<double>(m_sinceStart.elapsed()) / 1000;
    const int left = fraction > 0 ? static_cast<int>(spent / fraction * (1 - fraction)) : 0;
    const auto eta = QStringLiteral("%1:%2").arg(left / 60).arg(left % 60, 2, 10, QChar(u'0'));
    if (!m_terminal) {
        std::fprintf(stderr, "%3d%%  %s\n", static_cast<int>(fraction * 100), qPrintable(text));
        return;
    }
    constexpr int kWidth = 24;
    const int full = static_cast<int>(fraction * kWidth);
    clear();
    std::fprintf(stderr, "[%s%s] %3d%%  %s  %s", qPrintable(QString(full, u'#')),
                 qPrintable(QString(kWidth - full, u'.')), static_cast<int>(fraction * 100), qPrintable(eta),
                 qPrintable(text));
    std::fflush(stderr);
    m_drawn = true;
}

void ProgressLine::say(const QString& text)
{
    clear();
    std::fprintf(stderr, "%s\n", qPrintable(text));
}

void ProgressLine::print(const QString& text)
{
    clear();
    std::printf("%s\n", qPrintable(text));
    std::fflush(stdout);
}

} // namespace avs::cli
