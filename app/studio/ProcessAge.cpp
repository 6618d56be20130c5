// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/ProcessAge.h"

#include <QElapsedTimer>
#include <QFile>

#ifdef Q_OS_LINUX
#include <ctime>
#include <unistd.h>
#endif

namespace avs::studio {

std::int64_t processAgeMs()
{
    static const QElapsedTimer sinceFirstCall = [] {
        QElapsedTimer timer;
        timer.start();
        return timer;
    }();
#ifdef Q_OS_LINUX
    QFile stat(QStringLiteral("/proc/self/stat"));
    if (stat.open(QIODevice::ReadOnly)) {
        // The second field is the program's name and may hold spaces; the start is the 20th after it.
        const QByteArray text = stat.readAll();
        const QByteArrayList fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
        timespec now{};
        if (fields.size() > 19 && clock_gettime(CLOCK_BOOTTIME, &now) == 0) {
            const std::int64_t startMs = fields[19].toLongLong() * 1000 / sysconf(_SC_CLK_TCK);
            return now.tv_sec * 1000 + now.tv_nsec / 1'000'000 - startMs;
        }
    }
#endif
    return sinceFirstCall.elapsed();
}

} // namespace avs::studio
