// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Commands.h"
#include "app/cli/DatasetArguments.h"
#include "app/cli/Terminal.h"
#include "core/formats/DatasetCheck.h"
#include "core/synthesis/DatasetSynthesis.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cstdio>
#include <map>

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

struct CheckArguments
{
    DatasetArguments dataset;
    formats::DatasetCheckOptions options;
    bool json = false;
};

QJsonObject summaryOf(const formats::DatasetReport& found)
{
    QJsonObject summary;
    const auto counts = found.counts();
    for (std::size_t kind = 0; kind < counts.size(); ++kind)
        if (counts[kind] > 0)
            summary[formats::problemName(static_cast<formats::ProblemKind>(kind))] = counts[kind];
    return summary;
}

void printJson(const formats::AvsDataset& dataset, const formats::DatasetReport& found)
{
    QJsonArray problems;
    for (const auto& p : found.problems)
        problems.append(QJsonObject{{"kind", formats::problemName(p.kind)},
                                    {"clip", p.clip},
                                    {"file", p.file},
                                    {"sentence", p.sentence}});
    const QJsonObject all{{"data", dataset.root},        {"layout", formats::layoutName(dataset.layout)},
                          {"clip_count", found.clips},   {"frame_count", static_cast<qint64>(found.frames)},
                          {"summary", summaryOf(found)}, {"findings", problems}};
    std::fputs(QJsonDocument(all).toJson().constData(), stdout);
}

void printText(const formats::AvsDataset& dataset, const formats::DatasetReport& found)
{
    for (const auto& p : found.problems)
        std::printf("%-15s %s\n", qPrintable(formats::problemName(p.kind)), qPrintable(p.sentence));
    std::printf("%s, %d clips, %lld frames: ", qPrintable(formats::layoutName(dataset.layout)), found.clips,
                static_cast<long long>(found.frames));
    const QJsonObject summary = summaryOf(found);
    QStringList counts;
    for (auto kind = summary.begin(); kind != summary.end(); ++kind)
        counts.push_back(QStringLiteral("%1 %2").arg(kind.value().toInt()).arg(kind.key()));
    std::printf("%s\n", counts.isEmpty() ? "nothing found" : qPrintable(counts.join(QStringLiteral(", "))));
}

int check(const CheckArguments& arguments, const std::stop_token& stop)
{
    const auto dataset = formats::openAvsDataset(arguments.dataset.rootPath(), arguments.dataset.options());
    if (!dataset)
        return report(dataset.error());
    const auto found = [&] {
        ProgressLine progress;
        return formats::checkDataset(
            *dataset, arguments.options,
            [&](int clips, int all) {
                progress.show(all > 0 ? static_cast<double>(clips) / all : 1,
                              QStringLiteral("%1 of %2 clips").arg(clips).arg(all));
            },
            stop);
    }();
    if (!found)
        return report(found.error());
    if (arguments.json)
        printJson(*dataset, *found);
    else
        printText(*dataset, *found);
    const bool isClean = std::all_of(found->problems.begin(), found->problems.end(), [](const auto& problem) {
        return problem.kind == formats::ProblemKind::EmptySplit; // as its maker may have wanted
    });
    return isClean ? kOk : kFailed;
}

void addCheck(CLI::App& dataset, Action& action)
{
    auto arguments = std::make_shared<CheckArguments>();
    auto* command = dataset.add_subcommand(
        "check",
        "Read every picture, mask and sound and list what is wrong. Ends with 0 when nothing is but a "
        "split without clips, 1 when something was found or the data set cannot be opened");
    arguments->dataset.addTo(*command);
    command
        ->add_option("--stray", arguments->options.strayPixels,
                     "mask regions of fewer pixels than this are listed as stray")
        ->capture_default_str();
    command->add_option("--threads", arguments->options.threads)
        ->capture_default_str()
        ->check(CLI::Range(1, 256));
    command->add_flag("--json", arguments->json, "as JSON, with the file of each finding");
    command->callback([=, &action] {
        arguments->options.needsAllSplits = arguments->dataset.splitList.empty();
        action = [=](const std::stop_token& stop) { return check(*arguments, stop); };
    });
}

void addSynthesize(CLI::App& dataset, Action& action)
{
    struct Arguments
    {
        std::string folder;
        std::string split;
        synthesis::SynthesisOptions options;
    };
    auto arguments = std::make_shared<Arguments>();
    auto& o = arguments->options;
    auto* command = dataset.add_subcommand(
        "synthesize", "Compose clips of drawn things that move and sound, with exact masks");
    command->add_option("folder", arguments->folder, "where to write; made if missing")->required();
    const std::map<std::string, formats::AvsLayout> layouts{{"semantic", formats::AvsLayout::Semantic},
                                                            {"s4", formats::AvsLayout::SingleSource},
                                                            {"ms3", formats::AvsLayout::MultiSource}};
    command
        ->add_option("--layout", o.layout,
                     "of the folder: semantic (AVSBench-semantic; default), s4 or ms3 (AVSBench-object)")
        ->transform(CLI::CheckedTransformer(layouts));
    command->add_option("--clips", o.clips)->capture_default_str()->check(CLI::Range(1, 1000000));
    command->add_option("--seed", o.seed, "same seed, same bytes")->capture_default_str();
    command->add_option("--seconds", o.clip.durationSeconds, "length of a clip")->capture_default_str();
    command
        ->add_option(
            "--interval", o.clip.labelInterval,
            "seconds between labelled frames; readers of this layout take frame k for second k, so for "
            "other intervals than 1 keep clips as short as the 2 s that the model hears")
        ->capture_default_str();
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

} // namespace

void addDatasetCommand(CLI::App& app, Action& action)
{
    auto* dataset = app.add_subcommand("dataset", "Make and check data sets");
    dataset->require_subcommand(1);
    addSynthesize(*dataset, action);
    addCheck(*dataset, action);
}

} // namespace avs::cli
