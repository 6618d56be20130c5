// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/LogTap.h"

#include "core/base/Log.h"

#include <mutex>
#include <vector>

namespace avs::models {

namespace {

// Qt's message handler is a plain function, so what it needs cannot be a member.
std::mutex g_mutex; // guards g_taps
std::vector<LogTap*> g_taps;
QtMessageHandler g_before = nullptr;

bool isWanted(QtMsgType type, const char* category)
{
    return type != QtDebugMsg && category && qstrncmp(category, "tavis.", 6) == 0 &&
           qstrcmp(category, base::logNotice().categoryName()) != 0;
}

void handle(QtMsgType type, const QMessageLogContext& context, const QString& text)
{
    if (isWanted(type, context.category)) {
        const std::lock_guard lock(g_mutex);
        for (LogTap* tap : g_taps)
            QMetaObject::invokeMethod(
                tap, [tap, type, text] { Q_EMIT tap->logged(type, text); }, Qt::QueuedConnection);
    }
    if (g_before)
        g_before(type, context, text);
}

} // namespace

LogTap::LogTap(QObject* parent)
    : QObject(parent)
{
    const std::lock_guard lock(g_mutex);
    if (g_taps.empty())
        g_before = qInstallMessageHandler(handle);
    g_taps.push_back(this);
}

LogTap::~LogTap()
{
    const std::lock_guard lock(g_mutex);
    std::erase(g_taps, this);
    if (g_taps.empty())
        qInstallMessageHandler(g_before);
}

} // namespace avs::models
