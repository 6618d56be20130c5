// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Arguments.h"
#include "app/cli/Commands.h"
#include "app/cli/Terminal.h"
#include "core/formats/ImageFile.h"
#include "core/inference/ClipSound.h"
#include "core/inference/EmbeddingFile.h"
#include "core/media/ClipInfo.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

#include <algorithm>
#include <cstdio>
#include <iterator>

namespace avs::cli {

namespace {

using inference::Embedding;
using Rows = std::vector<Embedding>;

struct EmbedArguments
{
    std::vector<std::string> files;
    std::string text;
    std::string out;
    double step = 1.0;
    bool json = false;
    ModelArguments model;
};

base::Result<void> embedClip(inference::ModelSession& model, const QString& path, double step, Rows& rows,
                             const std::stop_token& stop)
{
    ProgressLine progress;
    inference::SegmentOptions options;
    options.stepSeconds = step;
    const auto done = model.segmentClip(
        path, options,
        [&](const inference::StepPredictionPtr& found, int total) {
            auto more = inference::embeddingsOf(*found, path, model.info().classNames);
            std::move(more.begin(), more.end(), std::back_inserter(rows));
            progress.show(static_cast<double>(found->step + 1) / total,
                          QStringLiteral("embedding %1").arg(path));
        },
        stop);
    return done ? base::Result<void>() : done.error();
}

/// At the steps that begin before the sound's end is half a step away, and at the first.
base::Result<void> embedSound(inference::ModelSession& model, const QString& path, double step, Rows& rows,
                              const std::stop_token& stop)
{
    auto sound = inference::ClipSound::open(path, stop);
    if (!sound)
        return sound.error();
    for (int i = 0;; ++i) {
        const double at = (i + 0.5) * step;
        const auto heard = sound->around(at, stop);
        if (!heard)
            return heard.error();
        if (heard->empty())
            return base::Error{
                base::ErrorCode::Unsupported,
                QStringLiteral("%1 has no sound that can be heard; choose another file.").arg(path),
                {},
                path};
        // What a header says of the length is not asked: streamed and recorded files have none.
        const auto end = sound->endSeconds();
        if (i > 0 && end && at >= *end)
            return {};
        auto vector = model.embedSound(*heard, 0);
        if (!vector)
            return vector.error();
        rows.push_back({QStringLiteral("sound"), path, at, -1, {}, std::move(*vector)});
    }
}

base::Result<void> embedFile(inference::ModelSession& model, const QString& path, double step, Rows& rows,
                             const std::stop_token& stop)
{
    const auto suffix = QFileInfo(path).suffix().toLower();
    if (suffix == u"png" || suffix == u"jpg" || suffix == u"jpeg") {
        const auto image = formats::readRgb(path);
        if (!image)
            return image.error();
        auto vector = model.embedImage(*image);
        if (!vector)
            return vector.error();
        rows.push_back({QStringLiteral("image"), path, 0, -1, {}, std::move(*vector)});
        return {};
    }
    const auto info = media::probe(path);
    if (!info)
        return info.error();
    return info->hasVideo ? embedClip(model, path, step, rows, stop)
                          : embedSound(model, path, step, rows, stop);
}

base::Result<void> embedTexts(inference::ModelSession& model, const QString& texts, Rows& rows)
{
    std::vector<QString> list;
    for (const auto& text : texts.split(u',', Qt::SkipEmptyParts))
        if (const auto words = text.simplified(); !words.isEmpty())
            list.push_back(words);
    if (list.empty())
        return {};
    auto vectors = model.embedTexts(list);
    if (!vectors)
        return vectors.error();
    for (std::size_t i = 0; i < list.size(); ++i)
        rows.push_back({QStringLiteral("text"), {}, 0, -1, list[i], std::move((*vectors)[i])});
    return {};
}

void printJson(const Rows& rows, const QString& out, const inference::ModelInfo& model)
{
    QJsonObject kinds;
    for (const auto& row : rows)
        kinds[row.kind] = kinds[row.kind].toInt() + 1;
    const QJsonObject all{
        {"out", out},
        {"vectors", kinds},
        {"model", QJsonObject{{"name", model.name}, {"sha256", model.sha256}, {"device", model.device}}}};
    std::fputs(QJsonDocument(all).toJson().constData(), stdout);
}

int embed(const EmbedArguments& arguments, const std::stop_token& stop)
{
    const auto out = QString::fromStdString(arguments.out);
    if (const auto known = inference::checkEmbeddingPath(out); !known)
        return report(known.error(), known.error().code == base::ErrorCode::Invalid ? kUsage : kFailed);
    auto session = arguments.model.load(stop);
    if (!session)
        return report(session.error());
    auto& model = **session;
    Rows rows;
    for (const auto& file : arguments.files) {
        if (const auto done = embedFile(model, QString::fromStdString(file), arguments.step, rows, stop);
            !done)
            return report(done.error());
    }
    if (const auto done = embedTexts(model, QString::fromStdString(arguments.text), rows); !done)
        return report(done.error());
    auto classes = model.classEmbeddings();
    for (std::size_t i = 0; i < classes.size(); ++i)
        rows.push_back(
            {QStringLiteral("class_text"), {}, 0, -1, model.info().classNames[i], std::move(classes[i])});
    if (const auto written = inference::writeEmbeddings(out, rows); !written)
        return report(written.error());
    if (arguments.json)
        printJson(rows, out, model.info());
    else
        std::printf("%zu vectors in %s\n", rows.size(), arguments.out.c_str());
    return kOk;
}

} // namespace

void addEmbedCommand(CLI::App& app, Action& action)
{
    auto arguments = std::make_shared<EmbedArguments>();
    auto* command = app.add_subcommand(
        "embed", "Write the vectors behind a clip's masks, and those of pictures, sounds and texts");
    command->add_option("files", arguments->files,
                        "clips (audio queries, masked images and pseudo-texts of every step), pictures and "
                        "sound files");
    command->add_option("--text", arguments->text, "texts, with commas between");
    command->add_option("--out", arguments->out, "the .safetensors, .csv or .json file to write")->required();
    command->add_option("--step", arguments->step, "seconds between the moments of a clip or a sound")
        ->capture_default_str()
        ->check(CLI::Range(0.04, 3600.0));
    command->add_flag("--json", arguments->json, "print how many vectors of which kind there are as JSON");
    arguments->model.addTo(*command);
    arguments->model.addClassesTo(*command);
    command->callback(
        [=, &action] { action = [=](std::stop_token stop) { return embed(*arguments, stop); }; });
}

} // namespace avs::cli
