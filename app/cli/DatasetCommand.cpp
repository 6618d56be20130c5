// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Commands.h"
#include "app/cli/Terminal.h"
#include "core/synthesis/DatasetSynthesis.h"

#include <cstdio>

namespace avs::cli {

namespace {

int synthesize(const synthesis::SynthesisOptions& options, const std::stop_token& stop)
{
    {
        ProgressLine progress;
        const auto done = synthesis::synthesizeDataset(
            options,
            [&](int clips, int all) {
                progress.show(static_cast<double>(clips) / all,
                              QStringLiteral("%1 of %2 clips").arg(clips).arg(all));
            },
            stop);
        if (!done)
            return report(done.error());
    }
    std::printf("%s\n", qPrintable(options.folder));
    return kOk;
}

} // namespace

void addDatasetCommand(CLI::App& app, Action& action)
{
    auto* dataset = app.add_subcommand("dataset", "Make data sets");
    dataset->require_subcommand(1);

    struct Arguments
    {
        std::string folder;
        std::string split;
        synthesis::SynthesisOptions options;
    };
    auto arguments = std::make_shared<Arguments>();
    auto& o = arguments->options;
    auto* command = dataset->add_subcommand(
        "synthesize",
        "Compose clips of drawn things that move and sound, with exact masks, in AVSBench-semantic layout");
    command->add_option("folder", arguments->folder, "where to write; made if missing")->required();
    command->add_option("--clips", o.clips)->capture_default_str()->check(CLI::Range(1, 1000000));
    command->add_option("--seed", o.seed, "same seed, same bytes")->capture_default_str();
    command->add_option("--seconds", o.clip.durationSeconds, "length of a clip")->capture_default_str();
    command->add_option("--split", arguments->split, "put all clips into this split")
        ->check(CLI::IsMember({"train", "val", "test"}));
    command->add_option("--val", o.valFraction, "share of the clips in the split val")
        ->capture_default_str()
        ->check(CLI::Range(0.0, 1.0));
    command->add_option("--train", o.trainFraction, "share of the clips in the split train; the rest is test")
        ->capture_default_str()
        ->check(CLI::Range(0.0, 1.0));
    command->add_option("--videos", o.videos, "how many clips also get an .mp4; -1 for all")
        ->capture_default_str();
    command->callback([=, &action] {
        arguments->options.folder = QString::fromStdString(arguments->folder);
        arguments->options.split = QString::fromStdString(arguments->split);
        action = [=](std::stop_token stop) { return synthesize(arguments->options, stop); };
    });
}

} // namespace avs::cli
