// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Arguments.h"

#include "core/inference/ClassNames.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace avs::cli {

void ModelArguments::addTo(CLI::App& command)
{
    command.add_option("--model", model,
                       "weights: what `tavis train` wrote, or a released TAViS checkpoint (.pth); default: "
                       "the tiny model that comes with the program");
    command.add_option(
        "--config", config,
        "configuration (.json) of weights that have none in them; default: that of the released "
        "model");
    command.add_option("--device", device, "auto, cpu or cuda")
        ->capture_default_str()
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}));
}

void ModelArguments::addClassesTo(CLI::App& command)
{
    // A file that is not there is a failure, a list that is none a wrong command line.
    const auto isList = [](const std::string& given) {
        const auto names = inference::readClassList(QString::fromStdString(given));
        return names || names.error().code != base::ErrorCode::Invalid ? std::string()
                                                                       : names.error().message.toStdString();
    };
    command
        .add_option("--classes", classes,
                    "what to tell apart, in your own words: \"dog,acoustic guitar\", or a file (one name a "
                    "line, or JSON); default: the model's own classes, or AVSBench's 71")
        ->check(CLI::Validator(isList, ""));
    const auto hasPlace = [](const std::string& given) {
        return given.find("{}") == std::string::npos ? "it has no {} where the class's name goes"
                                                     : std::string();
    };
    command
        .add_option(
            "--template", templates,
            "what a class's name becomes a text by, in place of {}; repeatable: the texts are averaged")
        ->allow_extra_args(false)
        ->capture_default_str()
        ->check(CLI::Validator(hasPlace, ""));
}

QString vocabularyPath()
{
    const auto path = inference::findDataFile(QStringLiteral("bpe_simple_vocab_16e6.txt"));
    return path.isEmpty() ? QStringLiteral("bpe_simple_vocab_16e6.txt") : path;
}

base::Result<std::unique_ptr<inference::ModelSession>> ModelArguments::load(std::stop_token stop) const
{
    const auto choice = inference::parseDeviceChoice(QString::fromStdString(device));
    if (!choice)
        return choice.error();
    auto path = QString::fromStdString(model);
    if (path.isEmpty())
        path = inference::findDataFile(QStringLiteral("models/tavis-tiny.safetensors"));
    if (path.isEmpty())
        return base::Error{base::ErrorCode::NotFound,
                           QCoreApplication::translate("cli",
                                                       "The tiny model models/tavis-tiny.safetensors is not "
                                                       "beside the program. Name a model with --model."),
                           {},
                           {}};
    inference::LoadOptions options;
    if (!config.empty())
        options.configPath = findConfig(QString::fromStdString(config));
    options.templates.clear();
    for (const auto& each : templates)
        options.templates.append(QString::fromStdString(each));
    if (!classes.empty()) {
        auto names = inference::readClassList(QString::fromStdString(classes));
        if (!names)
            return names.error();
        options.classNames = std::move(*names);
    }
    return inference::ModelSession::load(path, vocabularyPath(), *choice, std::move(stop), options);
}

QString findConfig(const QString& given)
{
    if (QFileInfo::exists(given))
        return given;
    const auto known = inference::findDataFile(QStringLiteral("config/%1.json").arg(given));
    return known.isEmpty() ? given : known;
}

} // namespace avs::cli
