// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/ClipSession.h"

#include "core/base/Log.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace avs::models {

ClipSession::ClipSession(const Workers& workers, playback::PlaybackController* player, QObject* parent)
    : QObject(parent)
    , m_workers(workers)
    , m_player(player)
{
    connectClip();
    connectModel();
    connectExport();
}

void ClipSession::connectClip()
{
    auto* decode = m_workers.decode;
    connect(decode, &jobs::DecodeWorker::opened, this,
            [this](quint64 id, const media::ClipInfo& info,
                   const std::shared_ptr<const media::FrameTable>& frames) {
                if (id == m_opening)
                    onOpened(info, frames);
            });
    connect(decode, &jobs::DecodeWorker::failed, this, [this](quint64 id, const base::Error& error) {
        if (id != m_opening)
            return;
        Q_EMIT openingEnded();
        Q_EMIT openFailed(m_openingPath, error);
        report(error);
    });
    connect(
        decode, &jobs::DecodeWorker::frameReady, this,
        [this](quint64 id, const media::VideoFramePtr& frame) {
            if (id == m_clip)
                Q_EMIT frameReady(frame);
        },
        Qt::QueuedConnection);
    connect(
        decode, &jobs::DecodeWorker::nearFrameReady, this,
        [this](quint64 id, const media::VideoFramePtr& frame) {
            if (id == m_clip)
                Q_EMIT nearFrameReady(frame);
        },
        Qt::QueuedConnection);
    connect(decode, &jobs::DecodeWorker::frameFailed, this, [this](quint64 id, const base::Error& error) {
        if (id != m_clip)
            return;
        Q_EMIT frameMissing();
        if (!std::exchange(m_frameFailureTold, true))
            report(error);
    });
    connect(decode, &jobs::DecodeWorker::framesIndexed, this,
            [this](quint64 id, const std::shared_ptr<const media::FrameTable>& frames, bool complete) {
                if (id == m_clip)
                    onIndexed(frames, complete);
            });
    connect(decode, &jobs::DecodeWorker::damageFound, this, [this](quint64 id, const base::Error& error) {
        if (id == m_clip)
            Q_EMIT noticed({Notice::Kind::Warning, error.message, {}});
    });
    connect(m_player, &playback::PlaybackController::frameChanged, this, [this](base::FrameIndex frame) {
        if (m_info.hasVideo && !isBeyondKnownFrames(m_player->position()))
            m_workers.decode->requestFrame(m_clip, frame);
    });
    connect(m_player, &playback::PlaybackController::positionChanged, this, [this](base::MediaTime position) {
        if (m_info.hasVideo && isBeyondKnownFrames(position))
            m_workers.decode->requestFrameAt(m_clip, position);
    });
    connect(m_player, &playback::PlaybackController::soundFailed, this, [this](const base::Error& error) {
        Q_EMIT noticed({Notice::Kind::Warning, error.message, {}});
    });

    connect(m_workers.waveform, &jobs::WaveformWorker::grown, this,
            [this](quint64 id, const media::WaveformPyramidPtr& waveform) {
                if (id == m_waveform)
                    Q_EMIT waveformChanged(waveform);
            });
    connect(m_workers.waveform, &jobs::WaveformWorker::failed, this,
            [this](quint64 id, const base::Error& error) {
                if (id != m_waveform)
                    return;
                Q_EMIT waveformChanged(nullptr);
                report(error); // the pictures can be seen all the same
            });
}

void ClipSession::connectModel()
{
    auto* model = m_workers.model;
    connect(model, &jobs::ModelWorker::modelLoaded, this, [this](const inference::ModelInfo& info) {
        m_model = info;
        setModelState(ModelState::Ready);
    });
    connect(model, &jobs::ModelWorker::modelFailed, this, [this](const base::Error& error) {
        report(error);
        Q_EMIT modelRefused();
        setModelState(ModelState::Failed);
    });
    connect(model, &jobs::ModelWorker::modelKept, this, [this](const base::Error& error) {
        report(error);
        Q_EMIT modelRefused();
        setModelState(ModelState::Ready);
    });
    connect(model, &jobs::ModelWorker::stepReady, this,
            [this](quint64 run, const inference::StepPredictionPtr& step, int done, int total) {
                if (run != m_run)
                    return;
                if (done == 1)
                    m_track.reset(m_model);
                m_segmenting = {true, total > 0 ? double(done) / total : -1, done, total};
                m_track.add(step);
                Q_EMIT stateChanged();
            });
    connect(model, &jobs::ModelWorker::finished, this, [this](quint64 run, int) {
        if (run != m_run)
            return;
        endSegmenting();
        if (m_track.classes().empty())
            Q_EMIT noticed({Notice::Kind::Warning,
                            tr("The model found nothing in “%1” that makes a sound it knows.")
                                .arg(QFileInfo(m_info.path).fileName()),
                            {}});
    });
    connect(model, &jobs::ModelWorker::cancelled, this, [this](quint64 run) {
        if (run == m_run)
            endSegmenting();
    });
    connect(model, &jobs::ModelWorker::failed, this, [this](quint64 run, const base::Error& error) {
        if (run != m_run)
            return;
        endSegmenting();
        report(error);
    });
}

void ClipSession::connectExport()
{
    auto* exporting = m_workers.exporting;
    connect(exporting, &jobs::ExportWorker::progressed, this, [this](quint64 id, double share) {
        if (id != m_export)
            return;
        m_exporting.share = share;
        Q_EMIT stateChanged();
    });
    connect(exporting, &jobs::ExportWorker::finished, this, [this](quint64 id, const QString& folder) {
        if (id != m_export)
            return;
        endExporting();
        Q_EMIT noticed(
            {Notice::Kind::Done, tr("Exported to “%1”.").arg(QDir::toNativeSeparators(folder)), folder});
    });
    connect(exporting, &jobs::ExportWorker::cancelled, this, [this](quint64 id) {
        if (id == m_export)
            endExporting();
    });
    connect(exporting, &jobs::ExportWorker::failed, this, [this](quint64 id, const base::Error& error) {
        if (id != m_export)
            return;
        endExporting();
        report(error);
    });
}

void ClipSession::open(const QString& path)
{
    m_opening = m_workers.decode->open(path);
    m_openingPath = path;
    Q_EMIT opening(path);
}

void ClipSession::onOpened(const media::ClipInfo& info,
                           const std::shared_ptr<const media::FrameTable>& frames)
{
    cancelSegment();
    m_workers.waveform->cancel();
    m_clip = m_opening;
    m_run = 0;
    m_segmenting = {};
    m_info = info;
    m_knownFrames = frames;
    m_frameFailureTold = false;
    m_track.reset({});
    Q_EMIT openingEnded();
    Q_EMIT clipOpened();
    m_player->setClip(frames, info.duration);
    Q_EMIT framesChanged(frames);

    const QString name = QFileInfo(info.path).fileName();
    if (info.hasAudio) {
        m_player->setSound(info.path);
        m_waveform = m_workers.waveform->load(info.path);
    } else {
        m_waveform = 0;
        Q_EMIT waveformChanged(nullptr);
        Q_EMIT noticed(
            {Notice::Kind::Warning,
             tr("“%1” has no sound: it can be segmented, but the model hears only silence.").arg(name),
             {}});
    }
    if (!info.hasVideo)
        Q_EMIT noticed({Notice::Kind::Warning,
                        tr("“%1” has no pictures: it can be heard, but there is nothing to segment. "
                           "Open a video instead.")
                            .arg(name),
                        {}});
    Q_EMIT stateChanged();
}

void ClipSession::onIndexed(const std::shared_ptr<const media::FrameTable>& frames, bool complete)
{
    m_knownFrames = complete ? nullptr : frames;
    m_player->setFrames(frames);
    // Not every container tells its length.
    m_info.duration = std::max(m_info.duration, m_player->duration());
    Q_EMIT framesChanged(frames);
}

bool ClipSession::isBeyondKnownFrames(base::MediaTime position) const
{
    return m_knownFrames && position >= m_knownFrames->endOf(base::FrameIndex(m_knownFrames->size() - 1));
}

ClipSession::Progress ClipSession::indexing() const
{
    if (!m_knownFrames)
        return {};
    const auto known = m_knownFrames->endOf(base::FrameIndex(m_knownFrames->size() - 1)).seconds();
    const double all = m_info.duration.seconds();
    return {true, all > 0 ? std::min(known / all, 1.0) : -1};
}

bool ClipSession::canSegment() const
{
    return hasClip() && m_info.hasVideo && !m_segmenting.running && m_modelState != ModelState::Failed;
}

bool ClipSession::canExport() const
{
    return hasClip() && !m_track.isEmpty() && !m_segmenting.running && !m_exporting.running;
}

void ClipSession::segment()
{
    if (!canSegment())
        return;
    m_run = m_workers.model->segment(m_info.path, {.stepSeconds = m_stepSeconds});
    m_segmenting = {true, -1, 0, 0};
    Q_EMIT stateChanged();
}

void ClipSession::useModel(const jobs::ModelFactory& factory)
{
    setModelState(ModelState::Loading);
    m_workers.model->replace(factory);
}

void ClipSession::setModelState(ModelState state)
{
    m_modelState = state;
    Q_EMIT modelChanged();
    Q_EMIT stateChanged();
}

void ClipSession::cancelSegment()
{
    if (m_segmenting.running)
        m_workers.model->cancel();
}

void ClipSession::exportTo(const QString& folder, double overlayOpacity)
{
    if (!canExport())
        return;
    m_export =
        m_workers.exporting->start({m_info.path, m_track.model(), m_track.steps(), overlayOpacity}, folder);
    m_exporting = {true, 0, 0, 0};
    Q_EMIT stateChanged();
}

void ClipSession::cancelExport()
{
    if (m_exporting.running)
        m_workers.exporting->cancel();
}

void ClipSession::endSegmenting()
{
    m_segmenting = {};
    Q_EMIT stateChanged();
}

void ClipSession::endExporting()
{
    m_exporting = {};
    Q_EMIT stateChanged();
}

void ClipSession::report(const base::Error& error)
{
    if (error.code == base::ErrorCode::Cancelled)
        return;
    qCWarning(base::logNotice).noquote() << error.message << error.detail << error.path;
    Q_EMIT noticed({Notice::Kind::Error, error.message, {}, error.detail});
}

} // namespace avs::models
