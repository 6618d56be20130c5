// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/LogTap.h"

#include "core/base/Log.h"

#include <mutex>

namespace avs::models {

namespace {

// Qt's message handler is a plain function, so what it needs cannot be a member.
std::mutex g_mutex; // guards g_tap
LogTap* g_tap = nullptr;
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
        if (g_tap)
            QMetaObject::invokeMethod(
                g_tap, [tap = g_tap, type, text] { Q_EMIT tap->logged(type, text); }, Qt::QueuedConnection);
    }
    if (g_before)
        g_before(type, context, text);
}

} // namespace

LogTap::LogTap(QObject* parent)
    : QObject(parent)
{
    {
        const std::lock_guard lock(g_mutex);
        Q_ASSERT(!g_tap);
        g_tap = this;
    }
    g_before = qInstallMessageHandler(handle);
}

LogTap::~LogTap()
{
    qInstallMessageHandler(g_before);
    const std::lock_guard lock(g_mutex);
    g_tap = nullptr;
}

} // namespace avs::models
