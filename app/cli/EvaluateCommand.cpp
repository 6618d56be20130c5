// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Arguments.h"
#include "app/cli/Commands.h"
#include "app/cli/Terminal.h"
#include "core/training/Evaluation.h"

#include <cstdio>
#include <map>

namespace avs::cli {

namespace {

struct EvaluateArguments
{
    std::string dataset;
    std::string split = "test";
    training::SoundCondition sound = training::SoundCondition::Own;
    ModelArguments model;
};

int evaluate(const EvaluateArguments& arguments, const std::stop_token& stop)
{
    auto session = arguments.model.load();
    if (!session)
        return report(session.error());
    training::EvaluateOptions options;
    options.datasetRoot = QString::fromStdString(arguments.dataset);
    options.split = QString::fromStdString(arguments.split);
    options.sound = arguments.sound;
    const auto scores = [&] {
        ProgressLine line;
        return training::evaluate(
            **session, options,
            [&](int done, int all) {
                line.show(static_cast<double>(done) / all,
                          QStringLiteral("%1 of %2 clips").arg(done).arg(all));
            },
            stop);
    }();
    if (!scores)
        return report(scores.error());
    std::printf("frames                    %lld\n", static_cast<long long>(scores->frameCount()));
    std::printf("binary mIoU               %.4f\n", scores->binaryMiou());
    std::printf("semantic mIoU             %.4f\n", scores->semanticMiou());
    std::printf("semantic mIoU, foreground %.4f\n", scores->foregroundMiou());
    const auto iou = scores->classIou();
    for (std::size_t c = 0; c < iou.size(); ++c) {
        if (iou[c] >= 0)
            std::printf("  %-23s %.4f\n", qPrintable((*session)->info().classNames[c]), iou[c]);
    }
    return kOk;
}

} // namespace

void addEvaluateCommand(CLI::App& app, Action& action)
{
    auto arguments = std::make_shared<EvaluateArguments>();
    auto* command = app.add_subcommand("evaluate", "Score a model on a data set in AVSBench-semantic layout");
    command->add_option("dataset", arguments->dataset, "its root folder")->required();
    command->add_option("--split", arguments->split)->capture_default_str();
    const std::map<std::string, training::SoundCondition> conditions{
        {"own", training::SoundCondition::Own},
        {"swapped", training::SoundCondition::Swapped},
        {"silent", training::SoundCondition::Silent}};
    command
        ->add_option("--sound", arguments->sound,
                     "what the model hears: own, swapped (another clip's) or silent")
        ->transform(CLI::CheckedTransformer(conditions));
    arguments->model.addTo(*command);
    command->callback(
        [=, &action] { action = [=](std::stop_token stop) { return evaluate(*arguments, stop); }; });
}

} // namespace avs::cli
