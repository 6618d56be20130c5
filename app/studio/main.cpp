// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/Application.h"
#include "app/studio/ProcessAge.h"
#include "translations/Translations.h"
#include "ui/main/Settings.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QSettings>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <set>
#include <string_view>

namespace {

constexpr int kWrongUsage = 2;

/// What the program was started with.
class CommandLine
{
    Q_DECLARE_TR_FUNCTIONS(CommandLine)

public:
    /// Ends the program for --help and --version. Empty when the arguments are wrong: then `problem` says
    /// how.
    static std::optional<avs::studio::StudioOptions> parse(const QCoreApplication& app, QString& problem)
    {
        QCommandLineParser parser;
        parser.setApplicationDescription(tr("Finds, pixel by pixel, what in a video makes the sound."));
        parser.addHelpOption();
        parser.addVersionOption();
        const QCommandLineOption model(
            "model", tr("The model to use (.safetensors); else that of the settings."), "file");
        const QCommandLineOption device(
            "device", tr("Where the model runs: auto, cpu or cuda; else as in the settings."), "device",
            "auto");
        const QCommandLineOption theme(
            "theme", tr("Colours: system, light or dark; else those of the settings."), "theme");
        const QCommandLineOption exitWhenUsable(
            "exit-when-usable", tr("Print the milliseconds until the window can be used, then quit."));
        parser.addOptions({model, device, theme, exitWhenUsable});
        parser.addPositionalArgument("clip", tr("A video, or a folder whose first video is opened."),
                                     "[clip]");
        parser.process(app);

        avs::studio::StudioOptions options;
        options.clip = parser.positionalArguments().value(0);
        options.modelPath = parser.value(model);
        options.exitWhenUsable = parser.isSet(exitWhenUsable);
        const auto wantedDevice = avs::inference::parseDeviceChoice(parser.value(device));
        if (!wantedDevice) {
            problem = wantedDevice.error().message;
            return std::nullopt;
        }
        if (parser.isSet(device))
            options.device = *wantedDevice;
        if (parser.isSet(theme)) {
            options.theme = avs::widgets::parseThemeChoice(parser.value(theme));
            if (!options.theme) {
                problem = tr("“%1” is not a theme: use system, light or dark.").arg(parser.value(theme));
                return std::nullopt;
            }
        }
        if (parser.positionalArguments().size() > 1) {
            problem = tr("Give one file or folder only.");
            return std::nullopt;
        }
        return options;
    }
};

bool asksForText(int argc, char* argv[])
{
    const std::set<std::string_view> kText = {"-h", "--help", "--help-all", "-v", "--version"};
    return std::any_of(argv + 1, argv + argc, [&](const char* argument) { return kText.contains(argument); });
}

} // namespace

int main(int argc, char* argv[])
{
    (void)avs::studio::processAgeMs();
    if (asksForText(argc, argv))
        qputenv("QT_QPA_PLATFORM", "offscreen"); // which needs no screen
    QApplication app(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("TAViS"));
    QCoreApplication::setApplicationName(QStringLiteral("TAViS Studio"));
    QCoreApplication::setApplicationVersion(QStringLiteral(AVS_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("tavis-studio"));

    avs::translations::Translator translator;
    translator.setLanguage(QSettings().value(avs::main::kLanguageKey).toString());

    QString problem;
    const auto options = CommandLine::parse(app, problem);
    if (!options) {
        std::fprintf(stderr, "tavis-studio: %s\n", qPrintable(problem));
        return kWrongUsage;
    }
    avs::studio::Application studio(*options, &translator);
    studio.show();
    return QApplication::exec();
}
