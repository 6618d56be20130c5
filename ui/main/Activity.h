// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/WaveformPyramid.h"
#include "ui/models/ClipSession.h"
#include "ui/models/JobList.h"
#include "ui/models/LogTap.h"
#include "ui/models/MessageLog.h"

#include <QObject>

namespace avs::main {

/// What runs for a session, and what was said since the program began, kept up to date for an ActivityPanel.
class Activity : public QObject
{
    Q_OBJECT

public:
    /// Owned by `window`, whose language it follows. `session` outlives it.
    Activity(models::ClipSession* session, QObject* window);

    [[nodiscard]] models::JobList* jobs() { return &m_jobs; }
    [[nodiscard]] models::MessageLog* log() { return &m_log; }
    void add(const models::Notice& notice);

private:
    void refreshJobs();
    void refreshSoundJob(const media::WaveformPyramidPtr& waveform);
    /// `cancel` may be empty.
    void showOrEnd(const QString& key, const models::ClipSession::Progress& progress, const QString& text,
                   const std::function<void()>& cancel = {});

    models::ClipSession* m_session;
    models::JobList m_jobs;
    models::MessageLog m_log;
    models::LogTap m_tap;
    QString m_opening; ///< name of the file, or empty
};

} // namespace avs::main
