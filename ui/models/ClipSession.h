// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Error.h"
#include "core/jobs/DecodeWorker.h"
#include "core/jobs/ExportWorker.h"
#include "core/jobs/ModelWorker.h"
#include "core/jobs/SoundTileWorker.h"
#include "core/jobs/WaveformWorker.h"
#include "core/playback/PlaybackController.h"
#include "ui/models/SegmentationTrack.h"

#include <QObject>

namespace avs::models {

/// One sentence for the person at the window.
struct Notice
{
    enum class Kind
    {
        Done,
        Warning,
        Error
    };
    Kind kind = Kind::Error;
    QString text;
    QString folder = {}; ///< to be shown on request, or empty
    QString detail = {}; ///< for the log
};

/// The workers that a session talks to; each on its own thread, owned elsewhere, outliving the session.
struct Workers
{
    jobs::DecodeWorker* decode = nullptr;
    jobs::ModelWorker* model = nullptr;
    jobs::ExportWorker* exporting = nullptr;
    jobs::WaveformWorker* waveform = nullptr;
    jobs::SoundTileWorker* tiles = nullptr;
};

/// The open clip and what is being done with it: brings workers, player and track together. GUI thread;
/// nothing here waits.
class ClipSession : public QObject
{
    Q_OBJECT

public:
    enum class ModelState
    {
        Loading,
        Ready,
        Failed
    };
    /// A job that may run beside others; `share` is -1 while it is not known.
    struct Progress
    {
        bool running = false;
        double share = -1;
        int done = 0;
        int total = 0;
    };

    /// `player` outlives the session.
    ClipSession(const Workers& workers, playback::PlaybackController* player, QObject* parent = nullptr);

    /// A file or a folder. When it cannot be opened, the present clip stays.
    void open(const QString& path);
    /// Runs the model over the clip; waits for the model if it is still loading.
    void segment();
    /// Of runs that are started from now on: seconds between the moments looked at.
    void setStepSeconds(double seconds) { m_stepSeconds = seconds; }
    void cancelSegment();
    /// Another model instead of the present one, as soon as it is loaded. Ends in `modelChanged`; where it
    /// cannot be loaded, `modelRefused` comes first and the present one stays.
    void useModel(const jobs::ModelFactory& factory);
    void exportTo(const QString& folder, double overlayOpacity);
    void cancelExport();

    [[nodiscard]] bool hasClip() const { return m_clip != 0; }
    [[nodiscard]] const media::ClipInfo& clip() const { return m_info; }
    [[nodiscard]] SegmentationTrack* track() { return &m_track; }
    [[nodiscard]] ModelState modelState() const { return m_modelState; }
    [[nodiscard]] const inference::ModelInfo& model() const { return m_model; }
    /// Whether frames are still being found, and how far along the clip.
    [[nodiscard]] Progress indexing() const;
    [[nodiscard]] const Progress& segmenting() const { return m_segmenting; }
    [[nodiscard]] const Progress& exporting() const { return m_exporting; }
    [[nodiscard]] bool canSegment() const;
    [[nodiscard]] bool canExport() const;

Q_SIGNALS:
    void opening(const QString& path);
    void openFailed(const QString& path, const avs::base::Error& error);
    /// `opening` is over, well or not.
    void openingEnded();
    void clipOpened();
    void frameReady(avs::media::VideoFramePtr frame);
    /// Stands in for the wanted frame until that is ready; see jobs::DecodeWorker.
    void nearFrameReady(avs::media::VideoFramePtr frame);
    /// The wanted frame cannot be decoded.
    void frameMissing();
    /// What is known so far of a waveform that grows. Null when the clip has no sound (that can be read).
    void waveformChanged(avs::media::WaveformPyramidPtr waveform);
    /// The frames known so far; null for a clip without pictures.
    void framesChanged(std::shared_ptr<const avs::media::FrameTable> frames);
    void modelChanged();
    void modelRefused();
    /// Progress, or what can be done, changed.
    void stateChanged();
    void noticed(const avs::models::Notice& notice);

private:
    void connectClip();
    void connectModel();
    void connectExport();
    void onOpened(const media::ClipInfo& info, const std::shared_ptr<const media::FrameTable>& frames);
    void onIndexed(const std::shared_ptr<const media::FrameTable>& frames, bool complete);
    /// Whether the frame there has no index yet.
    [[nodiscard]] bool isBeyondKnownFrames(base::MediaTime position) const;
    void setModelState(ModelState state);
    void endSegmenting();
    void endExporting();
    void report(const base::Error& error);

    Workers m_workers;
    playback::PlaybackController* m_player;
    SegmentationTrack m_track;

    quint64 m_opening = 0;
    QString m_openingPath;
    quint64 m_clip = 0;
    quint64 m_waveform = 0;
    quint64 m_run = 0;
    quint64 m_export = 0;
    media::ClipInfo m_info;
    std::shared_ptr<const media::FrameTable> m_knownFrames; ///< null once all are known
    bool m_frameFailureTold = false;

    ModelState m_modelState = ModelState::Loading;
    inference::ModelInfo m_model;
    double m_stepSeconds = inference::SegmentOptions().stepSeconds;
    Progress m_segmenting;
    Progress m_exporting;
};

} // namespace avs::models
