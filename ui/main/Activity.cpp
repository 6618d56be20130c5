// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/Activity.h"

#include "ui/widgets/Retranslate.h"

#include <QFileInfo>

namespace avs::main {

using models::ClipSession;
using models::MessageLog;
using models::Notice;

namespace {

MessageLog::Kind logKind(Notice::Kind kind)
{
    switch (kind) {
    case Notice::Kind::Done:
        return MessageLog::Kind::Info;
    case Notice::Kind::Warning:
        return MessageLog::Kind::Warning;
    case Notice::Kind::Error:
        break;
    }
    return MessageLog::Kind::Error;
}

MessageLog::Kind logKind(QtMsgType type)
{
    return type == QtInfoMsg      ? MessageLog::Kind::Info
           : type == QtWarningMsg ? MessageLog::Kind::Warning
                                  : MessageLog::Kind::Error;
}

} // namespace

Activity::Activity(ClipSession* session, QObject* window)
    : QObject(window)
    , m_session(session)
{
    connect(session, &ClipSession::opening, this, [this](const QString& path) {
        m_opening = QFileInfo(path).fileName();
        refreshJobs();
    });
    connect(session, &ClipSession::openingEnded, this, [this] {
        m_opening.clear();
        refreshJobs();
    });
    connect(session, &ClipSession::framesChanged, this, &Activity::refreshJobs);
    connect(session, &ClipSession::stateChanged, this, &Activity::refreshJobs);
    connect(session, &ClipSession::waveformChanged, this, &Activity::refreshSoundJob);
    connect(&m_tap, &models::LogTap::logged, this,
            [this](QtMsgType type, const QString& text) { m_log.add(logKind(type), text); });
    new widgets::Retranslate(window, [this] { refreshJobs(); });
}

void Activity::add(const Notice& notice)
{
    m_log.add(logKind(notice.kind), notice.text, notice.detail);
}

void Activity::refreshJobs()
{
    const QString clip = QFileInfo(m_session->clip().path).fileName();
    showOrEnd("open", {!m_opening.isEmpty()}, tr("Opening %1…").arg(m_opening));
    showOrEnd("index", m_session->indexing(), tr("Finding the frames of %1").arg(clip));
    showOrEnd("segment", m_session->segmenting(), tr("Segmenting %1").arg(clip),
              [this] { m_session->cancelSegment(); });
    showOrEnd("export", m_session->exporting(), tr("Exporting %1").arg(clip),
              [this] { m_session->cancelExport(); });
    showOrEnd("model", {m_session->modelState() == ClipSession::ModelState::Loading},
              tr("Loading the model"));
}

void Activity::refreshSoundJob(const media::WaveformPyramidPtr& waveform)
{
    ClipSession::Progress progress;
    const double all = m_session->clip().duration.seconds();
    progress.running = waveform && !waveform->isComplete() && all > 0;
    if (progress.running)
        progress.share = std::min(double(waveform->sampleCount()) / waveform->rateHz() / all, 1.0);
    showOrEnd("sound", progress,
              tr("Reading the sound of %1").arg(QFileInfo(m_session->clip().path).fileName()));
}

void Activity::showOrEnd(const QString& key, const ClipSession::Progress& progress, const QString& text,
                         const std::function<void()>& cancel)
{
    if (progress.running)
        m_jobs.show({key, text, progress.share, cancel});
    else
        m_jobs.end(key);
}

} // namespace avs::main
