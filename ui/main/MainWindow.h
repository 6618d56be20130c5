// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/Renderer.h"
#include "ui/dialogs/Prompts.h"
#include "ui/main/ModelChoice.h"
#include "ui/models/ClipLibrary.h"
#include "ui/models/ClipSession.h"
#include "ui/models/LegendModel.h"
#include "ui/models/Markers.h"
#include "ui/models/SoundTiles.h"
#include "ui/models/SoundViewOptions.h"
#include "ui/models/TimeAxis.h"
#include "ui/models/ViewState.h"

#include <QMainWindow>

namespace avs::canvas {
class VideoView;
}
namespace avs::timeline {
class ScrubBar;
class SoundPanel;
} // namespace avs::timeline
namespace avs::translations {
class Translator;
}
namespace avs::widgets {
class LegendPanel;
class MessageBanner;
class ThemeController;
} // namespace avs::widgets

namespace avs::main {

class Actions;
class Activity;
class ClipBrowser;
class Docks;

/// What a window works with; all owned elsewhere and outliving it.
struct Services
{
    models::Workers workers;
    playback::PlaybackController* player = nullptr;
    dialogs::Prompts* prompts = nullptr;
    models::ClipLibrary::Workers clips;
    canvas::Renderer renderer = canvas::Renderer::Raster;
    /// Each may be null: then the window offers no choice.
    widgets::ThemeController* theme = nullptr;
    translations::Translator* translator = nullptr;
    ModelMaker models;
    ModelChoice::Value firstModel; ///< that the model's worker loads by itself
};

/// The program's window. Children that tests reach for have object names: videoView, scrubBar, waveformView,
/// playButton, segmentButton, segmentCancelButton, segmentProgress, exportButton, exportCancelButton,
/// exportProgress, activityPanel, legendList, opacitySlider, messageBanner, messageText, messageAction,
/// messageClose, clipStatus, modelStatus.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(const Services& services, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// A file or a folder.
    void openClip(const QString& path);
    [[nodiscard]] models::ClipSession* session() { return &m_session; }
    [[nodiscard]] models::ViewState* view() { return &m_view; }

Q_SIGNALS:
    /// The window was drawn for the first time and takes events.
    void usable();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    void makeLayout();
    void makeDocks();
    void connectActions();
    void connectDrops();
    void connectPlaying();
    void connectSession();
    void askForExport();
    void applyPlaybackSettings();
    void showSettings();
    void showCheatSheet();
    void showAbout();
    void showNotice(const models::Notice& notice);
    void onClipOpened();
    void refreshState();
    void refreshHints();
    void refreshTitle();

    Services m_services;
    models::ViewState m_view;
    models::ClipSession m_session;
    ModelChoice m_model;
    models::TimeAxis m_axis;
    models::Markers m_markers;
    models::SoundTiles m_tiles;
    models::SoundViewOptions m_soundOptions;
    models::LegendModel m_legend;
    Activity* m_activity;
    Actions* m_actions;
    Docks* m_docks;
    ClipBrowser* m_clips;
    canvas::VideoView* m_video = nullptr;
    timeline::ScrubBar* m_scrub = nullptr;
    timeline::SoundPanel* m_sound = nullptr;
    widgets::MessageBanner* m_banner = nullptr;
    widgets::LegendPanel* m_panel = nullptr;
    QString m_noticeFolder;
    QString m_openingName;
    bool m_drawn = false;
};

} // namespace avs::main
