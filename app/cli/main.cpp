// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Commands.h"
#include "app/cli/Terminal.h"
#include "translations/Translations.h"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <QCoreApplication>

#include <cstdio>
#include <exception>

int main(int argc, char** argv)
{
    using namespace avs::cli;
    const auto stop = stopOnInterrupt();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("tavis"));
    QCoreApplication::setApplicationVersion(QStringLiteral(TAVIS_VERSION));

    // English everywhere, so that what servers and scripts write can be read and compared by everyone.
    const avs::translations::Translator english;

    CLI::App app("TAViS: find, pixel by pixel, what in a video makes the sound");
    app.set_version_flag("--version", "tavis " TAVIS_VERSION);
    app.require_subcommand(1);
    Action action;
    addSegmentCommand(app, action);
    addEmbedCommand(app, action);
    addDatasetCommand(app, action);
    addTrainCommand(app, action);
    addEvaluateCommand(app, action);
    addWeightsCommand(app, action);
    addInfoCommand(app, action);
    addFramesCommand(app, action);
    addPeaksCommand(app, action);
    addBenchCommand(app, action);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? kOk : kUsage;
    }
    try {
        return action(stop);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "tavis: something went wrong that should not (%s). Please report it.\n",
                     error.what());
        return kFailed;
    }
}
