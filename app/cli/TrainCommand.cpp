// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Arguments.h"
#include "app/cli/Commands.h"
#include "app/cli/Terminal.h"
#include "core/training/RunFolder.h"
#include "core/training/Trainer.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <cstdio>
#include <optional>
#include <vector>

namespace avs::cli {

namespace {

struct TrainArguments
{
    std::string dataset;
    std::string out;
    std::string resume;
    std::string config = "tiny";
    std::string startFrom;
    std::string sam2;
    std::string imagebind;
    std::string device = "auto";
    std::string cache;
    double cacheGb = 20;
    std::string half;
    std::vector<std::string> stages;
    int maxSteps = 0;
    bool json = false;
};

training::TrainOptions optionsFrom(const TrainArguments& a)
{
    const auto text = [](const std::string& s) { return QString::fromStdString(s); };
    training::TrainOptions options;
    options.configPath = findConfig(text(a.config));
    options.datasetRoot = text(a.dataset);
    options.resume = !a.resume.empty();
    options.outputFolder = text(options.resume ? a.resume : a.out);
    options.vocabularyPath = vocabularyPath();
    options.start = {text(a.startFrom), text(a.sam2), text(a.imagebind)};
    for (const auto& stage : a.stages)
        options.stages.append(text(stage));
    options.maxSteps = a.maxSteps;
    options.featureCache = text(a.cache);
    options.featureCacheGb = a.cacheGb;
    return options;
}

/// A bar for each stage, since a step of one takes another time than a step of the next; a resumed one begins
/// where it was, so that the time left is reckoned from what was done now.
class TrainingBar
{
public:
    void show(const training::TrainProgress& p)
    {
        if (!m_line || p.stage != m_stage) {
            m_line.emplace();
            m_stage = p.stage;
            m_before = p.step - 1;
        }
        const auto text = QStringLiteral("%1, epoch %2 of %3, step %4 of %5, loss %6, %7 frames/s")
                              .arg(p.stage)
                              .arg(p.epoch)
                              .arg(p.epochs)
                              .arg(p.step)
                              .arg(p.steps)
                              .arg(p.loss, 0, 'f', 4)
                              .arg(p.samplesPerSecond, 0, 'f', 1);
        if (p.validation)
            m_line->say(QStringLiteral("%1; validation loss %2, mIoU %3 (binary), %4 (classes)")
                            .arg(text)
                            .arg(p.validation->loss, 0, 'f', 4)
                            .arg(p.validation->binaryMiou, 0, 'f', 4)
                            .arg(p.validation->foregroundMiou, 0, 'f', 4));
        m_line->show(static_cast<double>(p.step - m_before) / (p.steps - m_before), text);
    }

private:
    std::optional<ProgressLine> m_line;
    QString m_stage;
    int m_before = 0;
};

void printJson(const training::TrainSummary& summary, double seconds)
{
    QJsonObject json{{QStringLiteral("best"), summary.bestPath},
                     {QStringLiteral("last"), summary.lastPath},
                     {QStringLiteral("steps"), summary.steps},
                     {QStringLiteral("loss"), summary.lastLoss},
                     {QStringLiteral("stopped_early"), summary.stoppedEarly},
                     {QStringLiteral("other_classes"), summary.otherClasses},
                     {QStringLiteral("seconds"), seconds}};
    if (summary.best)
        json[QStringLiteral("validation")] =
            QJsonObject{{QStringLiteral("loss"), summary.best->loss},
                        {QStringLiteral("binary_miou"), summary.best->binaryMiou},
                        {QStringLiteral("foreground_miou"), summary.best->foregroundMiou}};
    std::printf("%s", QJsonDocument(json).toJson().constData());
}

void printSummary(const TrainArguments& arguments, const training::TrainSummary& summary, double seconds)
{
    if (summary.otherClasses)
        std::fprintf(stderr, "tavis: the model was begun with weights for another list of classes\n");
    if (arguments.json)
        printJson(summary, seconds);
    else
        std::printf("%s\n", qPrintable(summary.bestPath));
    std::fflush(stdout);
}

/// As a shell takes it for one word.
QString quoted(QString text)
{
    static const QRegularExpression plain(QStringLiteral("^[\\w./+:=@%,-]+\\z"));
    if (plain.match(text).hasMatch())
        return text;
    return u'\'' + text.replace(u'\'', QStringLiteral("'\\''")) + u'\'';
}

void sayHowToGoOn(const TrainArguments& arguments, const QString& folder)
{
    if (QFileInfo::exists(training::RunFolder::checkpointPath(folder)))
        std::fprintf(stderr, "tavis: to go on: tavis train %s --resume %s\n",
                     qPrintable(quoted(QString::fromStdString(arguments.dataset))),
                     qPrintable(quoted(folder)));
}

int exportHalf(const TrainArguments& arguments, const QString& from)
{
    const auto target = QString::fromStdString(arguments.half);
    if (auto written = training::exportHalfPrecision(from, target); !written)
        return report(written.error());
    if (!arguments.json)
        std::printf("%s\n", arguments.half.c_str());
    return kOk;
}

int train(const TrainArguments& arguments, const std::stop_token& stop)
{
    const auto halfFolder = QFileInfo(QString::fromStdString(arguments.half)).path();
    if (!arguments.half.empty() && !QFileInfo(halfFolder).isDir())
        return report({base::ErrorCode::NotFound,
                       QStringLiteral("There is no folder %1 for --half to write to.").arg(halfFolder),
                       {},
                       halfFolder},
                      kUsage);
    const auto device = inference::parseDeviceChoice(QString::fromStdString(arguments.device));
    if (!device)
        return report(device.error(), kUsage);
    auto options = optionsFrom(arguments);
    options.device = *device;
    QElapsedTimer timer;
    timer.start();
    const auto summary = [&] {
        TrainingBar bar;
        return training::train(
            options, [&](const training::TrainProgress& p) { bar.show(p); }, stop);
    }();
    if (!summary) {
        if (summary.error().code == base::ErrorCode::Cancelled)
            sayHowToGoOn(arguments, options.outputFolder);
        return report(summary.error());
    }
    printSummary(arguments, *summary, static_cast<double>(timer.elapsed()) / 1000);
    return arguments.half.empty() ? kOk : exportHalf(arguments, summary->bestPath);
}

} // namespace

void addTrainCommand(CLI::App& app, Action& action)
{
    auto arguments = std::make_shared<TrainArguments>();
    auto* command = app.add_subcommand("train", "Train a model, or go on with training one");
    command->add_option("dataset", arguments->dataset, "its root folder; splits train and val are used")
        ->required();
    auto* where = command->add_option_group("Run", "a new run, or one to go on with");
    where->add_option("--out", arguments->out, "folder for weights, checkpoint and log of a new run");
    auto* resume = where->add_option("--resume", arguments->resume,
                                     "folder of a run that was stopped or killed: goes on from its last "
                                     "checkpoint, with the configuration it began with");
    where->require_option(1);
    const auto forNewRuns = [&](CLI::Option* option) { return option->excludes(resume); };
    forNewRuns(command->add_option("--config", arguments->config,
                                   "configuration: a .json file, or \"tiny\" or \"tavis\""))
        ->capture_default_str();
    forNewRuns(command->add_option("--start-from", arguments->startFrom,
                                   "a TAViS model to begin with (.safetensors, or released as .pth)"));
    forNewRuns(command->add_option("--sam2", arguments->sam2, "SAM 2.0's weights to begin with (.pt)"));
    forNewRuns(
        command->add_option("--imagebind", arguments->imagebind, "ImageBind's weights to begin with (.pth)"));
    forNewRuns(
        command
            ->add_option("--stage", arguments->stages, "run only this stage of the configuration; repeatable")
            ->allow_extra_args(false));
    forNewRuns(command->add_option("--max-steps", arguments->maxSteps, "of each stage; 0: as configured"))
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command->add_option("--cache", arguments->cache,
                        "folder for what frozen encoders say of each frame, for this and later runs");
    command->add_option("--cache-gb", arguments->cacheGb, "how large that folder may become")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command->add_option("--half", arguments->half, "also write the best weights here, as float16");
    command->add_option("--device", arguments->device, "auto, cpu or cuda")
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
        ->capture_default_str();
    command->add_flag("--json", arguments->json, "print the summary as JSON");
    command->callback(
        [=, &action] { action = [=](std::stop_token stop) { return train(*arguments, stop); }; });
}

} // namespace avs::cli
