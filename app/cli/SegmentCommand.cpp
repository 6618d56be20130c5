// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Arguments.h"
#include "app/cli/Commands.h"
#include "app/cli/Terminal.h"
#include "core/formats/SegmentationWriter.h"
#include "core/media/ClipInfo.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

#include <cstdio>
#include <map>
#include <optional>
#include <set>

namespace avs::cli {

namespace {

struct SegmentArguments
{
    std::string clip;
    std::string out;
    double step = 1.0;
    std::string mode = "per-frame";
    bool everyFrame = false;
    std::string carrier;
    double opacity = imaging::kDefaultOverlayOpacity;
    std::string noSound = "run";
    bool allMasks = false;
    bool json = false;
    ModelArguments model;
};

/// One run of the command.
class Segmenting
{
public:
    /// `carrier`: of the masks of every frame; null: the model's own SAM 2.
    Segmenting(const SegmentArguments& arguments, inference::ModelSession& session,
               inference::MaskCarrier* carrier, formats::SegmentationWriter& writer,
               const media::ClipInfo& clip)
        : m_arguments(arguments)
        , m_session(session)
        , m_carrier(carrier)
        , m_writer(writer)
        , m_clip(clip)
    {
        m_timer.start();
    }

    int run(const std::stop_token& stop)
    {
        auto done = findSteps(stop);
        if (done)
            done = writeRest(stop);
        if (m_arguments.json)
            std::fputs(QJsonDocument(summary(done.has_value())).toJson().constData(), stdout);
        return done ? kOk : giveUp(done.error());
    }

private:
    base::Result<void> findSteps(const std::stop_token& stop)
    {
        ProgressLine progress;
        if (!m_clip.hasAudio && m_arguments.noSound == "run")
            progress.say(QStringLiteral("%1 has no sound; the model is given silence.").arg(m_clip.path));
        // A step that cannot be written ends the run as Ctrl-C does, and then says why.
        std::stop_source halt;
        const std::stop_callback passOn(stop, [&] { halt.request_stop(); });
        std::optional<base::Error> unwritten;
        inference::SegmentOptions options;
        options.stepSeconds = m_arguments.step;
        options.needsSound = m_arguments.noSound == "refuse";
        options.evidence = m_arguments.allMasks; // else what is written needs none
        options.memory = m_arguments.mode == "clip";
        const auto write = [&](const auto& found) {
            if (auto added = m_writer.add(found); !added && !unwritten) {
                unwritten = added.error();
                halt.request_stop();
            }
        };
        options.carrier = m_carrier;
        if (m_arguments.everyFrame)
            options.everyFrame = [&](const inference::FramePredictionPtr& frame) { write(*frame); };
        const auto done = m_session.segmentClip(
            m_clip.path, options,
            [&](const inference::StepPredictionPtr& step, int total) {
                m_total = total;
                write(*step);
                if (unwritten)
                    return;
                show(*step, progress);
                progress.show(static_cast<double>(step->step + 1) / total,
                              QStringLiteral("segmenting on %1").arg(m_session.info().device));
            },
            halt.get_token());
        if (unwritten)
            return *unwritten;
        return done ? base::Result<void>() : done.error();
    }

    void show(const inference::StepPrediction& step, ProgressLine& progress)
    {
        std::set<QString> names;
        for (const auto& object : step.objects)
            names.insert(m_session.info().classNames[static_cast<std::size_t>(object.classIndex)]);
        for (const auto& name : names) {
            ++m_found[name].steps;
            m_found[name].seconds += (step.end - step.begin).seconds();
        }
        const QStringList list(names.begin(), names.end());
        if (!m_arguments.json)
            progress.print(QStringLiteral("%1 s  %2")
                               .arg(step.time.seconds(), 7, 'f', 2)
                               .arg(list.isEmpty() ? QStringLiteral("–") : list.join(QStringLiteral(", "))));
    }

    base::Result<void> writeRest(const std::stop_token& stop)
    {
        ProgressLine progress;
        return m_writer.finish(
            [&](double fraction) {
                progress.show(fraction, QStringLiteral("writing %1").arg(m_arguments.out.c_str()));
            },
            stop);
    }

    /// Says why, and keeps the steps that are whole.
    int giveUp(const base::Error& why)
    {
        const int code = report(why);
        const auto kept = m_writer.keepUnfinished();
        if (kept && *kept)
            std::fprintf(stderr, "tavis: %d of %d steps are in %s, without a film\n", m_writer.steps(),
                         m_total, m_arguments.out.c_str());
        return code;
    }

    [[nodiscard]] QJsonObject summary(bool complete) const
    {
        QJsonArray classes;
        for (const auto& [name, found] : m_found)
            classes.append(QJsonObject{{"name", name}, {"steps", found.steps}, {"seconds", found.seconds}});
        const auto& model = m_session.info();
        return {{"clip", m_clip.path},
                {"sound", m_clip.hasAudio},
                {"out", QString::fromStdString(m_arguments.out)},
                {"model", QJsonObject{{"name", model.name}, {"path", model.path}, {"sha256", model.sha256}}},
                {"device", model.device},
                {"steps", m_writer.steps()},
                {"complete", complete},
                {"classes", classes},
                {"elapsedSeconds", static_cast<double>(m_timer.elapsed()) / 1000}};
    }

    struct Found
    {
        int steps = 0;
        double seconds = 0;
    };
    const SegmentArguments& m_arguments;
    inference::ModelSession& m_session;
    inference::MaskCarrier* m_carrier;
    formats::SegmentationWriter& m_writer;
    const media::ClipInfo& m_clip;
    QElapsedTimer m_timer;
    std::map<QString, Found> m_found;
    int m_total = 0;
};

int segment(const SegmentArguments& arguments, const std::stop_token& stop)
{
    const auto clip = media::probe(QString::fromStdString(arguments.clip));
    if (!clip)
        return report(clip.error());
    auto session = arguments.model.load(stop);
    if (!session)
        return report(session.error());
    std::optional<inference::MaskCarrier> carrier;
    if (!arguments.carrier.empty()) {
        const auto device = inference::parseDeviceChoice(QString::fromStdString(arguments.model.device));
        if (!device)
            return report(device.error());
        auto opened = inference::MaskCarrier::open(QString::fromStdString(arguments.carrier), *device);
        if (!opened)
            return report(opened.error());
        carrier = std::move(*opened);
    }
    auto writer = formats::SegmentationWriter::create(QString::fromStdString(arguments.out), clip->path,
                                                      (*session)->info(), arguments.opacity);
    if (!writer)
        return report(writer.error());
    return Segmenting(arguments, **session, carrier ? &*carrier : nullptr, **writer, *clip).run(stop);
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
    auto* everyFrame =
        command->add_flag("--every-frame", arguments->everyFrame,
                          "carry the masks from the moments looked at to every frame, by SAM 2's memory");
    command
        ->add_option("--carrier", arguments->carrier,
                     "SAM 2 or 2.1 weights (.pt) that carry them instead of the model's own")
        ->needs(everyFrame);
    command->add_flag("--all-masks", arguments->allMasks,
                      "also write the mask of all that sounds (binary/) and of each object query (queries/)");
    command->add_option("--opacity", arguments->opacity, "of the masks in overlay.mp4")
        ->capture_default_str()
        ->check(CLI::Range(0.0, 1.0));
    command
        ->add_option("--no-sound", arguments->noSound,
                     "a clip without sound: run it on silence, or refuse it")
        ->capture_default_str()
        ->check(CLI::IsMember({"run", "refuse"}));
    command->add_flag("--json", arguments->json, "print a summary as JSON instead of a line for each step");
    arguments->model.addTo(*command);
    arguments->model.addClassesTo(*command);
    command->callback(
        [=, &action] { action = [=](std::stop_token stop) { return segment(*arguments, stop); }; });
}

} // namespace avs::cli
