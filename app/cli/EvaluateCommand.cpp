// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Arguments.h"
#include "app/cli/Commands.h"
#include "app/cli/DatasetArguments.h"
#include "app/cli/Terminal.h"
#include "core/formats/Files.h"
#include "core/training/Evaluation.h"

#include <QDir>
#include <QJsonDocument>

#include <cstdio>
#include <map>

namespace avs::cli {

namespace {

using analysis::SemanticMeans;
using training::EvaluateOptions;
using training::EvaluationReport;

struct EvaluateArguments
{
    DatasetArguments dataset;
    std::string split = "test";
    std::string size = "224";
    std::string csvFolder;
    bool json = false;
    EvaluateOptions options;
    ModelArguments model;
};

void row(const char* name, double j, double f)
{
    std::printf("%-44s %7.4f %7.4f %7.4f\n", name, j, f, (j + f) / 2);
}

void rows(const char* name, const SemanticMeans& means)
{
    row(name, means.miou, means.f);
    row("  without background", means.foregroundMiou, means.foregroundF);
}

QString protocolOf(const EvaluateOptions& options)
{
    const QString size = options.scoreSize == EvaluateOptions::kNative
                             ? QStringLiteral("masks at the frames' own size")
                             : QStringLiteral("masks at %1×%1").arg(options.scoreSize);
    const QString input = options.fInput == analysis::FInput::Probability ? QStringLiteral("probabilities")
                                                                          : QStringLiteral("logits");
    return QStringLiteral("%1; F over 255 thresholds of %2, %3 clip(s) a batch")
        .arg(size, input)
        .arg(options.clipsPerBatch);
}

void printClasses(const EvaluationReport& report)
{
    std::printf("\n%-24s %6s %9s %9s %9s %9s\n", "class", "clips", "binary J", "binary F", "class J",
                "class F");
    for (const auto& c : report.classes) {
        std::printf("%-24s %6d", qPrintable(c.name), c.clips);
        for (const double score : {c.binaryMiou, c.binaryF, c.iou, c.f}) {
            if (score < 0)
                std::printf(" %9s", "-");
            else
                std::printf(" %9.4f", score);
        }
        std::printf("\n");
    }
}

void printReport(const EvaluationReport& report)
{
    const QString split = report.options.split.isEmpty() ? QStringLiteral("all listed clips")
                                                         : QStringLiteral("split ") + report.options.split;
    std::printf("data      %s, %s: %zu clips, %lld frames\n", qPrintable(report.layout), qPrintable(split),
                report.clips.size(), static_cast<long long>(report.frameCount()));
    std::printf("protocol  %s\n\n", qPrintable(protocolOf(report.options)));
    std::printf("%-44s %7s %7s %7s\n", "", "J", "F", "J&F");
    row("binary mIoU (M_J) and F (M_F)", report.binary.miou(), report.binary.f());
    row("  all pixels pooled", report.binary.pooledIou(), report.binary.pooledF());
    if (report.semantic) {
        using Frames = analysis::AvsScores::Frames;
        rows("semantic, as AVSBench (padded to 10 frames)", report.semantic->published(Frames::WithPadding));
        row("  real frames only, as COMBO", report.semantic->published(Frames::Real).miou,
            report.semantic->published(Frames::Real).f);
        rows("semantic, classes that occur", report.semantic->occurring());
        rows("semantic, all pixels pooled", report.semantic->pooled());
    }
    printClasses(report);
    for (const QString& remark : report.remarks)
        std::fprintf(stderr, "%s\n", qPrintable(remark));
}

base::Result<void> writeTables(const EvaluationReport& report, const QString& folder)
{
    if (auto made = formats::makeFolder(folder); !made)
        return made;
    const QDir out(folder);
    if (auto written =
            formats::writeFile(out.filePath(QStringLiteral("clips.csv")), training::clipTable(report));
        !written)
        return written;
    return formats::writeFile(out.filePath(QStringLiteral("classes.csv")), training::classTable(report));
}

int evaluate(const EvaluateArguments& arguments, const std::stop_token& stop)
{
    auto session = arguments.model.load(stop);
    if (!session)
        return report(session.error());
    const auto scores = [&] {
        ProgressLine line;
        return training::evaluate(
            **session, arguments.options,
            [&](int done, int all) {
                line.show(static_cast<double>(done) / all,
                          QStringLiteral("%1 of %2 clips").arg(done).arg(all));
            },
            stop);
    }();
    if (!scores)
        return report(scores.error());
    if (!arguments.csvFolder.empty())
        if (auto written = writeTables(*scores, QString::fromStdString(arguments.csvFolder)); !written)
            return report(written.error());
    if (!arguments.json) {
        printReport(*scores);
        return kOk;
    }
    QJsonObject all = training::toJson(*scores);
    const auto& info = (*session)->info();
    all["model"] = QJsonObject{{"name", info.name}, {"path", info.path}, {"sha256", info.sha256}};
    std::fputs(QJsonDocument(all).toJson().constData(), stdout);
    return kOk;
}

void addProtocol(CLI::App& command, EvaluateArguments& arguments)
{
    const auto isSize = [](const std::string& given) {
        bool isNumber = false;
        const int side = QString::fromStdString(given).toInt(&isNumber);
        return given == "native" || (isNumber && side >= 1 && side <= 4096)
                   ? std::string()
                   : "it is \"native\" or the side of a square, 1 to 4096 pixels";
    };
    command
        .add_option("--metrics-size", arguments.size,
                    "on which masks are compared: a square of so many pixels, or native (the frames' own)")
        ->capture_default_str()
        ->check(CLI::Validator(isSize, "SIDE|native"));
    command
        .add_option("--f-batch", arguments.options.clipsPerBatch,
                    "clips whose curves are averaged before F's maximum is taken: AVSBench 4, AVSegFormer 2, "
                    "TAViS 1")
        ->capture_default_str()
        ->check(CLI::Range(1, 1000000));
    const std::map<std::string, analysis::FInput> inputs{{"prob", analysis::FInput::Probability},
                                                         {"logits", analysis::FInput::Logit}};
    command
        .add_option("--f-input", arguments.options.fInput,
                    "what F's thresholds are compared with: prob (AVSBench; default) or logits (as TAViS "
                    "released it)")
        ->transform(CLI::CheckedTransformer(inputs));
}

} // namespace

void addEvaluateCommand(CLI::App& app, Action& action)
{
    auto arguments = std::make_shared<EvaluateArguments>();
    auto* command = app.add_subcommand(
        "evaluate", "Score a model on a data set, as AVSBench does and without its quirks beside it");
    arguments->dataset.addTo(*command);
    auto* split =
        command->add_option("--split", arguments->split, "train, val or test")->capture_default_str();
    split->excludes("--split-list");
    addProtocol(*command, *arguments);
    const std::map<std::string, training::SoundCondition> conditions{
        {"own", training::SoundCondition::Own},
        {"swapped", training::SoundCondition::Swapped},
        {"silent", training::SoundCondition::Silent}};
    command
        ->add_option("--sound", arguments->options.sound,
                     "what the model hears: own, swapped (another clip's) or silent")
        ->transform(CLI::CheckedTransformer(conditions));
    command->add_flag("--json", arguments->json, "everything, with each class and clip, as JSON");
    command->add_option("--csv-dir", arguments->csvFolder, "folder to write clips.csv and classes.csv into");
    arguments->model.addTo(*command);
    command->callback([=, &action] {
        auto& options = arguments->options;
        options.datasetRoot = arguments->dataset.rootPath();
        options.dataset = arguments->dataset.options();
        options.split =
            options.dataset.splitList.isEmpty() ? QString::fromStdString(arguments->split) : QString();
        options.scoreSize = QString::fromStdString(arguments->size).toInt(); // 0, kNative, for "native"
        action = [=](std::stop_token stop) { return evaluate(*arguments, stop); };
    });
}

} // namespace avs::cli
