// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/Application.h"

#ifdef AVS_HAVE_DBUS
#include "app/studio/DesktopAppearance.h"
#endif
#include "app/studio/ProcessAge.h"
#include "app/studio/QtSoundDevice.h"
#include "core/inference/ModelSession.h"
#include "core/jobs/SessionModel.h"
#include "core/playback/DeviceSink.h"
#include "ui/main/Settings.h"
#include "ui/widgets/Icons.h"

#include <QApplication>
#include <QSettings>
#include <QStandardPaths>

#include <cstdio>

namespace avs::studio {

namespace {

const QString kModelFile = QStringLiteral("models/tavis-tiny.safetensors");
const QString kVocabularyFile = QStringLiteral("bpe_simple_vocab_16e6.txt");

/// Files are looked for on the model's own thread.
jobs::ModelFactory makeModel(const QString& path, inference::DeviceChoice device)
{
    return [path,
            device](const std::stop_token& stop) -> base::Result<std::unique_ptr<jobs::SegmentationModel>> {
        const QString model = path.isEmpty() ? inference::findDataFile(kModelFile) : path;
        const QString vocabulary = inference::findDataFile(kVocabularyFile);
        const QString missing = model.isEmpty()        ? kModelFile
                                : vocabulary.isEmpty() ? kVocabularyFile
                                                       : QString();
        if (!missing.isEmpty()) {
            const QString message =
                QCoreApplication::translate("avs::studio::Application",
                                            "The file “%1” that comes with the program is missing, so "
                                            "nothing can be segmented. Install the program again.")
                    .arg(missing);
            return base::Error{base::ErrorCode::NotFound, message, {}, missing};
        }
        return jobs::sessionModelFactory(model, vocabulary, device)(stop);
    };
}

main::ModelChoice::Value firstModel(const StudioOptions& options)
{
    auto model = main::ModelChoice::saved();
    if (!options.modelPath.isEmpty())
        model.path = options.modelPath;
    model.device = options.device.value_or(model.device);
    return model;
}

QString waveformFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::CacheLocation) + QStringLiteral("/waveforms");
}

widgets::ThemeChoice savedTheme()
{
    return widgets::parseThemeChoice(QSettings().value(main::kThemeKey).toString())
        .value_or(widgets::ThemeChoice::System);
}

} // namespace

Application::Application(const StudioOptions& options, translations::Translator* translator)
    : m_options(options)
    , m_theme(options.theme.value_or(savedTheme()))
    , m_decode(QStringLiteral("decode"))
    , m_firstModel(firstModel(options))
    , m_model(QStringLiteral("model"), makeModel(m_firstModel.path, m_firstModel.device))
    , m_export(QStringLiteral("export"))
    , m_devices(QStringLiteral("sound devices"))
    , m_waveform(QStringLiteral("waveform"), media::WaveformCache(waveformFolder()))
    , m_tiles(QStringLiteral("sound tiles"))
    , m_scan(QStringLiteral("folder scan"))
    , m_thumbnails(QStringLiteral("thumbnails"))
{
    QApplication::setWindowIcon(widgets::applicationIcon());
#ifdef AVS_HAVE_DBUS
    auto* desktop = new DesktopAppearance(this);
    connect(desktop, &DesktopAppearance::prefersDarkChanged, &m_theme,
            &widgets::ThemeController::setDesktopPrefersDark);
#endif
    main::Services services;
    services.workers = {m_decode.get(), m_model.get(), m_export.get(), m_waveform.get(), m_tiles.get()};
    services.clips = {m_scan.get(), m_thumbnails.get()};
    services.renderer = canvas::chooseRenderer();
    services.player = &m_player;
    services.prompts = &m_prompts;
    services.theme = &m_theme;
    services.translator = translator;
    services.models = makeModel;
    services.firstModel = m_firstModel;
    m_window = std::make_unique<main::MainWindow>(services);
    connect(m_window.get(), &main::MainWindow::usable, this, &Application::onUsable);
}

Application::~Application()
{
    m_window.reset();
    requestStops();
}

void Application::show()
{
    if (!m_options.clip.isEmpty())
        m_window->openClip(m_options.clip);
    m_window->show();
}

void Application::onUsable()
{
    if (m_options.exitWhenUsable) {
        std::printf("{\"usable_ms\": %lld}\n", static_cast<long long>(processAgeMs()));
        std::fflush(stdout);
        QCoreApplication::quit();
        return;
    }
    m_model->load();
    followSoundDevice();
}

void Application::followSoundDevice()
{
    connect(m_devices.get(), &DefaultSoundDevice::changed, this, &Application::useSoundDevice);
    connect(&m_player, &playback::PlaybackController::soundFailed, m_devices.get(),
            &DefaultSoundDevice::avoid);
    connect(&m_player, &playback::PlaybackController::playingChanged, m_devices.get(), [this](bool playing) {
        if (playing)
            m_devices->look();
    });
    m_devices->look();
}

void Application::useSoundDevice(const SoundDeviceChoice& choice)
{
    if (choice.device.isNull())
        m_player.setSink(std::make_unique<playback::SilentAudioSink>());
    else
        m_player.setSink(std::make_unique<playback::DeviceSink>(std::make_unique<QtSoundDevice>(choice)));
}

void Application::requestStops()
{
    m_model->requestStop();
    m_export->requestStop();
    m_waveform->requestStop();
    m_tiles->requestStop();
    m_scan->requestStop();
    m_thumbnails->requestStop();
    m_decode->requestStop();
}

} // namespace avs::studio
