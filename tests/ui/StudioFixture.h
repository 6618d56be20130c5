// SPDX-License-Identifier: GPL-3.0-or-later
// A whole window with real workers, a model of choice, and prompts that answer by themselves.
#pragma once

#include "core/jobs/WorkerThread.h"
#include "core/playback/PlaybackController.h"
#include "translations/Translations.h"
#include "ui/IsolatedSettings.h"
#include "ui/canvas/VideoView.h"
#include "ui/dialogs/Prompts.h"
#include "ui/main/MainWindow.h"

#include <QStringList>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace avs::testing {

/// Answers every question at once with what the test put here; an empty answer is a cancelled dialog.
class FakePrompts : public dialogs::Prompts
{
public:
    void askForClips(QWidget*, const QString&, const Answers& answer) override
    {
        if (!clip.isEmpty())
            answer({clip});
    }
    void askForFolder(QWidget*, const QString&, const Answer& answer) override { reply(clipFolder, answer); }
    void askForModel(QWidget*, const QString&, const Answer& answer) override { reply(model, answer); }
    void askForExportFolder(QWidget*, const QString&, const Answer& answer) override
    {
        reply(exportFolder, answer);
    }
    void showFolder(const QString& folder) override { shown.append(folder); }

    QString clip;
    QString clipFolder;
    QString model;
    QString exportFolder;
    QStringList shown;

private:
    static void reply(const QString& path, const Answer& answer)
    {
        if (!path.isEmpty())
            answer(path);
    }
};

/// Destroying it ends the workers, as the program does at its end.
class StudioFixture
{
public:
    /// `settings`: those of a window before this one; without, the program starts for the first time.
    /// `theme`: outlives the window; without, it offers no choice of colours.
    explicit StudioFixture(jobs::ModelFactory factory, std::shared_ptr<IsolatedSettings> settings = nullptr,
                           widgets::ThemeController* theme = nullptr)
        : m_settings(settings ? std::move(settings) : std::make_shared<IsolatedSettings>())
        , m_decode("decode")
        , m_model("model", std::move(factory))
        , m_export("export")
        , m_waveform("waveform", media::WaveformCache(m_cache.path()))
        , m_tiles("sound tiles")
        , m_scan("folder scan")
        , m_thumbnails("thumbnails")
    {
        main::Services services;
        services.workers = {m_decode.get(), m_model.get(), m_export.get(), m_waveform.get(), m_tiles.get()};
        services.clips = {m_scan.get(), m_thumbnails.get()};
        services.player = &player;
        services.prompts = &prompts;
        services.theme = theme;
        services.models = [this](const QString& path, inference::DeviceChoice device) {
            madeModels.push_back({path, device});
            return nextModel;
        };
        services.translator = &translator;
        window = std::make_unique<main::MainWindow>(services);
    }

    void show()
    {
        window->show();
        window->activateWindow(); // shortcuts are the active window's, and there is no window manager here
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        m_model->load();
    }

    template <typename T>
    T* find(const char* name) const
    {
        T* child = window->findChild<T*>(QLatin1String(name));
        if (!child)
            qFatal("no child %s", name);
        return child;
    }
    [[nodiscard]] canvas::VideoView* video() const { return find<canvas::VideoView>("videoView"); }
    [[nodiscard]] models::ViewState* view() const { return window->view(); }
    [[nodiscard]] std::shared_ptr<IsolatedSettings> settings() const { return m_settings; }

private:
    std::shared_ptr<IsolatedSettings> m_settings;

public:
    FakePrompts prompts;
    jobs::ModelFactory nextModel; ///< of those chosen in the settings
    std::vector<std::pair<QString, inference::DeviceChoice>> madeModels;
    playback::PlaybackController player;
    translations::Translator translator;

private:
    jobs::WorkerThread<jobs::DecodeWorker> m_decode;
    jobs::WorkerThread<jobs::ModelWorker> m_model;
    jobs::WorkerThread<jobs::ExportWorker> m_export;
    QTemporaryDir m_cache;
    jobs::WorkerThread<jobs::WaveformWorker> m_waveform;
    jobs::WorkerThread<jobs::SoundTileWorker> m_tiles;
    jobs::WorkerThread<jobs::FolderScanWorker> m_scan;
    jobs::WorkerThread<jobs::ThumbnailWorker> m_thumbnails;

public:
    std::unique_ptr<main::MainWindow> window; // last made, first gone
};

} // namespace avs::testing
