// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/FrameTable.h"
#include "core/media/WaveformPyramid.h"
#include "core/playback/PlaybackController.h"
#include "ui/models/Markers.h"
#include "ui/models/SegmentationTrack.h"
#include "ui/models/SoundTiles.h"
#include "ui/models/SoundViewOptions.h"
#include "ui/models/TimeAxis.h"
#include "ui/models/ViewState.h"

#include <QWidget>

class QSplitter;

namespace avs::timeline {

class ClassLanes;
class SpectrogramView;
class TimeRuler;
class WaveformView;

/// The clip's sound made visible: ruler, waveform, spectrogram and the lanes of the classes, all on one time
/// axis. Seeks the player, and follows it: while it plays, the page turns when the playhead leaves it; a page
/// that was turned by hand stays until the playhead is seen again. The heights of waveform and spectrogram
/// are remembered in QSettings ("timeline/heights").
class SoundPanel : public QWidget
{
    Q_OBJECT

public:
    /// What the panel shows; all outlive it.
    struct Sources
    {
        models::TimeAxis* axis = nullptr;
        models::SoundTiles* tiles = nullptr;
        models::SoundViewOptions* options = nullptr;
        const models::SegmentationTrack* track = nullptr;
        const models::ViewState* view = nullptr;
        playback::PlaybackController* player = nullptr;
        const models::Markers* markers = nullptr; ///< drawn in the ruler; may be null
    };

    explicit SoundPanel(const Sources& sources, QWidget* parent = nullptr);
    ~SoundPanel() override;

    /// A new clip, whose sound is still to come.
    void setSoundLoading();
    /// What is known so far. Null: the clip has no sound.
    void setWaveform(const media::WaveformPyramidPtr& waveform);
    /// Null for a clip without pictures.
    void setFrames(const std::shared_ptr<const media::FrameTable>& frames);

private:
    void onPosition(base::MediaTime position);
    void refreshOptions();

    Sources m_sources;
    TimeRuler* m_ruler = nullptr;
    WaveformView* m_wave = nullptr;
    SpectrogramView* m_spectrogram = nullptr;
    ClassLanes* m_lanes = nullptr;
    QSplitter* m_splitter = nullptr;
    base::MediaTime m_position;
};

} // namespace avs::timeline
