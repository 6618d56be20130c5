// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/DefaultSoundDevice.h"
#include "core/inference/Device.h"
#include "core/jobs/WorkerThread.h"
#include "core/playback/PlaybackController.h"
#include "ui/dialogs/FilePrompts.h"
#include "ui/main/MainWindow.h"
#include "ui/widgets/ThemeController.h"

#include <memory>
#include <optional>

namespace avs::studio {

struct StudioOptions
{
    QString clip;                                       ///< a file, a folder, or empty
    QString modelPath;                                  ///< empty: that of the settings
    std::optional<inference::DeviceChoice> device = {}; ///< empty: that of the settings
    std::optional<widgets::ThemeChoice> theme = {};     ///< empty: that of the settings
    bool exitWhenUsable = false; ///< print the milliseconds since the process began, and quit
};

/// Everything that the program shares, made and owned here. The window is shown at once; model and sound
/// device are looked for behind it.
class Application : public QObject
{
    Q_OBJECT

public:
    /// Needs the QApplication. `translator` outlives it.
    Application(const StudioOptions& options, translations::Translator* translator);
    ~Application() override;

    void show();

private:
    void onUsable();
    void followSoundDevice();
    void useSoundDevice(const SoundDeviceChoice& choice);
    void requestStops();

    const StudioOptions m_options;
    widgets::ThemeController m_theme;
    dialogs::FilePrompts m_prompts;
    playback::PlaybackController m_player;
    jobs::WorkerThread<jobs::DecodeWorker> m_decode;
    const main::ModelChoice::Value m_firstModel;
    jobs::WorkerThread<jobs::ModelWorker> m_model;
    jobs::WorkerThread<jobs::ExportWorker> m_export;
    jobs::WorkerThread<DefaultSoundDevice> m_devices;
    jobs::WorkerThread<jobs::WaveformWorker> m_waveform;
    jobs::WorkerThread<jobs::SoundTileWorker> m_tiles;
    jobs::WorkerThread<jobs::FolderScanWorker> m_scan;
    jobs::WorkerThread<jobs::ThumbnailWorker> m_thumbnails;
    std::unique_ptr<main::MainWindow> m_window;
};

} // namespace avs::studio
