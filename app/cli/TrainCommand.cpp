// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Arguments.h"
#include "app/cli/Commands.h"
#include "app/cli/Terminal.h"
#include "core/training/Trainer.h"

#include <cstdio>

namespace avs::cli {

namespace {

struct TrainArguments
{
    std::string config = "tiny";
    std::string dataset;
    std::string out;
    std::string start;
    std::string device = "auto";
    std::string half;
    std::vector<std::string> stages;
    int maxSteps = 0;
};

void show(ProgressLine& line, const training::TrainProgress& p)
{
    const auto text = QStringLiteral("%1, epoch %2 of %3, loss %4, %5 frames/s")
                          .arg(p.stage)
                          .arg(p.epoch)
                          .arg(p.epochs)
                          .arg(p.loss, 0, 'f', 4)
                          .arg(p.samplesPerSecond, 0, 'f', 1);
    if (p.validation)
        line.say(QStringLiteral("%1; validation loss %2, mIoU %3 (binary), %4 (classes)")
                     .arg(text)
                     .arg(p.validation->loss, 0, 'f', 4)
                     .arg(p.validation->binaryMiou, 0, 'f', 4)
                     .arg(p.validation->foregroundMiou, 0, 'f', 4));
    line.show(static_cast<double>(p.step) / p.steps, text);
}

int train(const TrainArguments& arguments, const std::stop_token& stop)
{
    const auto device = inference::parseDeviceChoice(QString::fromStdString(arguments.device));
    if (!device)
        return report(device.error(), kUsage);
    training::TrainOptions options;
    options.configPath = findConfig(QString::fromStdString(arguments.config));
    options.datasetRoot = QString::fromStdString(arguments.dataset);
    options.outputFolder = QString::fromStdString(arguments.out);
    options.vocabularyPath = vocabularyPath();
    options.startFrom = QString::fromStdString(arguments.start);
    for (const auto& stage : arguments.stages)
        options.stages.append(QString::fromStdString(stage));
    options.device = *device;
    options.maxSteps = arguments.maxSteps;
    base::Result<training::TrainSummary> summary = [&] {
        ProgressLine line;
        return training::train(
            options, [&](const training::TrainProgress& p) { show(line, p); }, stop);
    }();
    if (!summary)
        return report(summary.error());
    std::printf("%s\n", qPrintable(summary->bestPath));
    if (!arguments.half.empty()) {
        const auto target = QString::fromStdString(arguments.half);
        if (auto written = training::exportHalfPrecision(summary->bestPath, target); !written)
            return report(written.error());
        std::printf("%s\n", qPrintable(target));
    }
    return kOk;
}

} // namespace

void addTrainCommand(CLI::App& app, Action& action)
{
    auto arguments = std::make_shared<TrainArguments>();
    auto* command = app.add_subcommand("train", "Train a model on a data set in AVSBench-semantic layout");
    command->add_option("dataset", arguments->dataset, "its root folder; splits train and val are used")
        ->required();
    command->add_option("--out", arguments->out, "folder for weights and log")->required();
    command->add_option("--config", arguments->config, "configuration: a .json file, or \"tiny\"")
        ->capture_default_str();
    command->add_option("--start", arguments->start, "weights to begin with (.safetensors)");
    command->add_option("--stage", arguments->stages, "run only this stage of the configuration; repeatable");
    command->add_option("--half", arguments->half, "also write the best weights here, as float16");
    command->add_option("--max-steps", arguments->maxSteps, "of each stage; 0: as configured")
        ->capture_default_str();
    command->add_option("--device", arguments->device, "auto, cpu or cuda")->capture_default_str();
    command->callback(
        [=, &action] { action = [=](std::stop_token stop) { return train(*arguments, stop); }; });
}

} // namespace avs::cli
