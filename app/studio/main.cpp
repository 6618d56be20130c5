// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/Application.h"
#include "app/studio/ProcessAge.h"
#include "translations/Translations.h"

#include <QApplication>
#include <QCommandLineParser>

#include <cstdio>
#include <optional>

namespace {

constexpr int kWrongUsage = 2;

std::optional<avs::studio::StudioOptions> parseOptions(const QCoreApplication& app, QString& problem)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("main", text); };
    QCommandLineParser parser;
    parser.setApplicationDescription(tr("Finds, pixel by pixel, what in a video makes the sound."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption model("model", tr("The model to use (.safetensors)."), "file");
    const QCommandLineOption device("device", tr("Where the model runs: auto, cpu or cuda."), "device",
                                    "auto");
    const QCommandLineOption theme("theme", tr("Colours: system, light or dark."), "theme", "system");
    const QCommandLineOption exitWhenUsable(
        "exit-when-usable", tr("Print the milliseconds until the window can be used, then quit."));
    parser.addOptions({model, device, theme, exitWhenUsable});
    parser.addPositionalArgument("clip", tr("A video, or a folder whose first video is opened."), "[clip]");
    parser.process(app);

    avs::studio::StudioOptions options;
    options.clip = parser.positionalArguments().value(0);
    options.modelPath = parser.value(model);
    options.exitWhenUsable = parser.isSet(exitWhenUsable);
    const auto wantedDevice = avs::inference::parseDeviceChoice(parser.value(device));
    const auto wantedTheme = avs::widgets::parseThemeChoice(parser.value(theme));
    if (!wantedDevice) {
        problem = wantedDevice.error().message;
        return std::nullopt;
    }
    if (!wantedTheme) {
        problem = tr("“%1” is not a theme: use system, light or dark.").arg(parser.value(theme));
        return std::nullopt;
    }
    if (parser.positionalArguments().size() > 1) {
        problem = tr("Give one file or folder only.");
        return std::nullopt;
    }
    options.device = *wantedDevice;
    options.theme = *wantedTheme;
    return options;
}

} // namespace

int main(int argc, char* argv[])
{
    (void)avs::studio::processAgeMs();
    QApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("TAViS Studio"));
    QCoreApplication::setApplicationVersion(QStringLiteral(AVS_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("tavis-studio"));

    avs::translations::install(app);

    QString problem;
    const auto options = parseOptions(app, problem);
    if (!options) {
        std::fprintf(stderr, "tavis-studio: %s\n", qPrintable(problem));
        return kWrongUsage;
    }
    avs::studio::Application studio(*options);
    studio.show();
    return QApplication::exec();
}
