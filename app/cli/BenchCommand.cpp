// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Arguments.h"
#include "app/cli/Commands.h"
#include "app/cli/Terminal.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonDocument>
#include <QProcess>
#include <QStringList>

#include <algorithm>
#include <cstdio>
#include <vector>

namespace avs::cli {

namespace {

struct BenchArguments
{
    int runs = 20;
    std::string clip;
    bool window = true;
    ModelArguments model;
};

/// Starts the window beside this program and asks it when it could first be used.
int benchWindow(int runs, const std::stop_token& stop)
{
    const auto program = QCoreApplication::applicationDirPath() + QStringLiteral("/tavis-studio");
    if (!QFileInfo::exists(program)) {
        std::printf("start to usable window: tavis-studio is not beside tavis, so it was not measured\n");
        return kOk;
    }
    std::vector<double> times;
    for (int i = 0; i < runs; ++i) {
        if (stop.stop_requested())
            return kCancelled;
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(program, {QStringLiteral("--exit-when-usable")});
        if (!process.waitForFinished(60'000) || process.exitCode() != 0) {
            std::fprintf(
                stderr, "tavis: %s\n",
                qPrintable(QCoreApplication::translate(
                    "cli", "tavis-studio did not start. Without a screen, run this under xvfb-run.")));
            return kFailed;
        }
        const auto said = QJsonDocument::fromJson(process.readAllStandardOutput());
        times.push_back(said[QStringLiteral("usable_ms")].toDouble());
    }
    std::sort(times.begin(), times.end());
    std::printf("start to usable window             %9.0f ms (median of %d, %.0f to %.0f)\n",
                times[times.size() / 2], runs, times.front(), times.back());
    return kOk;
}

int bench(const BenchArguments& arguments, const std::stop_token& stop)
{
    auto session = arguments.model.load(stop);
    if (!session)
        return report(session.error());
    const auto clip = arguments.clip.empty() ? inference::findDataFile(QStringLiteral("demo/demo.mp4"))
                                             : QString::fromStdString(arguments.clip);
    const auto found = (*session)->bench(clip, arguments.runs, stop);
    if (!found)
        return report(found.error());
    const auto& info = (*session)->info();
    std::printf("%s on %s, one step of %s, median of %d\n", qPrintable(info.name), qPrintable(info.device),
                qPrintable(QFileInfo(clip).fileName()), arguments.runs);
    const auto line = [](const QString& what, double ms) {
        std::printf("%-34s %9.2f ms\n", qPrintable(what), ms);
    };
    for (const auto& [stage, ms] : found->stageMs)
        line(stage, ms);
    line(QStringLiteral("a step, %1 at a time").arg(found->batch), found->stepMs);
    line(QStringLiteral("the straightforward way"), found->straightforwardMs);
    std::printf("%-34s %9.2f (goal: 2 on a CPU, 8 on a GPU)\n", "times quicker",
                found->straightforwardMs / found->stepMs);
    std::printf("%-34s %9.4f (goal: 0.995)\n", "IoU of the two ways' masks", found->maskIou);
    constexpr int kWindowRuns = 5;
    return arguments.window ? benchWindow(kWindowRuns, stop) : kOk;
}

} // namespace

void addBenchCommand(CLI::App& app, Action& action)
{
    auto* group = app.add_subcommand("bench", "Measure this machine");
    group->require_subcommand(1);
    addBenchMediaCommand(*group, action);
    addBenchNnCommand(*group, action);
    auto arguments = std::make_shared<BenchArguments>();
    auto* command =
        group->add_subcommand("tavis", "One model step, stage by stage and against the straightforward way, "
                                       "and the time to a usable window");
    command->add_option("--runs", arguments->runs)->capture_default_str()->check(CLI::Range(1, 1000));
    command->add_option("--clip", arguments->clip, "video file; default: the demo clip");
    command->add_flag("!--no-window", arguments->window, "leave out the window, which needs a screen");
    arguments->model.addTo(*command);
    command->callback(
        [=, &action] { action = [=](std::stop_token stop) { return bench(*arguments, stop); }; });
}

} // namespace avs::cli
