// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/SoundViewOptions.h"
#include "ui/models/TimeAxis.h"

#include <QObject>

class QAction;
class QActionGroup;
class QMenu;

namespace avs::playback {
class PlaybackController;
}

namespace avs::main {

class ActionRegistry;

/// What can be asked of the views of sound: zoom, selection, and how sound is shown.
class TimelineActions : public QObject
{
    Q_OBJECT

public:
    /// Adds the actions to the registry.
    explicit TimelineActions(ActionRegistry* registry, QObject* parent = nullptr);

    /// What the actions act on; all outlive them. Once.
    void connectTo(models::TimeAxis* axis, models::SoundViewOptions* options,
                   const playback::PlaybackController* player);
    /// Fills a menu. `fftMenu` is a menu within it, whose title the caller sets.
    void fill(QMenu* menu, QMenu* fftMenu) const;

private:
    void makeZoom(ActionRegistry* registry);
    void makeViews(ActionRegistry* registry);
    void connectZoom(const playback::PlaybackController* player);
    void connectViews();
    void refresh();

    models::TimeAxis* m_axis = nullptr;
    models::SoundViewOptions* m_options = nullptr;

    QAction* m_zoomIn = nullptr;
    QAction* m_zoomOut = nullptr;
    QAction* m_fit = nullptr;
    QAction* m_zoomSelection = nullptr;
    QAction* m_selectNone = nullptr;
    QAction* m_channels = nullptr;
    QActionGroup* m_spectra = nullptr;  ///< data: SoundViewOptions::Spectrum
    QActionGroup* m_fftSizes = nullptr; ///< data: samples
    QAction* m_logFrequency = nullptr;
    QAction* m_rulerFrames = nullptr;
};

} // namespace avs::main
