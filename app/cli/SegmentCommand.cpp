// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Arguments.h"
#include "app/cli/Commands.h"
#include "app/cli/Terminal.h"
#include "core/formats/SegmentationWriter.h"
#include "core/media/ClipInfo.h"

#include <QStringList>

#include <cstdio>
#include <set>

namespace avs::cli {

namespace {

struct SegmentArguments
{
    std::string clip;
    std::string out;
    double step = 1.0;
    std::string mode = "per-frame";
    double opacity = imaging::kDefaultOverlayOpacity;
    ModelArguments model;
};

QString summary(const formats::SegmentationExport& found)
{
    QStringList lines;
    for (const auto& step : found.steps) {
        std::set<QString> names;
        for (const auto& object : step->objects)
            names.insert(found.model.classNames[object.classIndex]);
        const QStringList list(names.begin(), names.end());
        lines << QStringLiteral("%1 s  %2")
                     .arg(step->time.seconds(), 7, 'f', 2)
                     .arg(list.isEmpty() ? QStringLiteral("–") : list.join(QStringLiteral(", ")));
    }
    return lines.join(u'\n');
}

int segment(const SegmentArguments& arguments, const std::stop_token& stop)
{
    const auto clip = QString::fromStdString(arguments.clip);
    const auto info = media::probe(clip);
    if (!info)
        return report(info.error());
    auto session = arguments.model.load();
    if (!session)
        return report(session.error());

    formats::SegmentationExport found;
    found.clipPath = clip;
    found.model = (*session)->info();
    found.overlayOpacity = arguments.opacity;
    {
        ProgressLine progress;
        if (!info->hasAudio)
            progress.say(QStringLiteral("%1 has no sound; the model is given silence.").arg(clip));
        const auto done = (*session)->segmentClip(
            clip, {.stepSeconds = arguments.step, .memory = arguments.mode == "clip"},
            [&](inference::StepPredictionPtr step, int total) {
                found.steps.push_back(std::move(step));
                progress.show(static_cast<double>(found.steps.size()) / total,
                              QStringLiteral("segmenting on %1").arg(found.model.device));
            },
            stop);
        if (!done)
            return report(done.error());
    }
    {
        ProgressLine progress;
        const auto written = formats::writeSegmentation(
            found, QString::fromStdString(arguments.out),
            [&](double fraction) {
                progress.show(fraction, QStringLiteral("writing %1").arg(arguments.out.c_str()));
            },
            stop);
        if (!written)
            return report(written.error());
    }
    std::printf("%s\n", qPrintable(summary(found)));
    return kOk;
}

} // namespace

void addSegmentCommand(CLI::App& app, Action& action)
{
    auto arguments = std::make_shared<SegmentArguments>();
    auto* command = app.add_subcommand("segment", "Write which pixels of a clip sound, and as what");
    command->add_option("clip", arguments->clip, "video file")->required();
    command->add_option("--out", arguments->out, "folder for masks, segmentation.json and overlay.mp4")
        ->required();
    command->add_option("--step", arguments->step, "seconds between the moments looked at")
        ->capture_default_str()
        ->check(CLI::Range(0.04, 3600.0));
    command
        ->add_option("--mode", arguments->mode,
                     "per-frame: each moment by itself; clip: the model's memory of the moments before helps")
        ->capture_default_str()
        ->check(CLI::IsMember({"per-frame", "clip"}));
    command->add_option("--opacity", arguments->opacity, "of the masks in overlay.mp4")
        ->capture_default_str()
        ->check(CLI::Range(0.0, 1.0));
    arguments->model.addTo(*command);
    command->callback(
        [=, &action] { action = [=](std::stop_token stop) { return segment(*arguments, stop); }; });
}

} // namespace avs::cli
