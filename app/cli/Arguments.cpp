// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Arguments.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace avs::cli {

void ModelArguments::addTo(CLI::App& command)
{
    command.add_option("--model", model,
                       "weights (.safetensors); default: the tiny model that comes with the program");
    command.add_option("--device", device, "auto, cpu or cuda")
        ->capture_default_str()
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}));
}

QString vocabularyPath()
{
    const auto path = inference::findDataFile(QStringLiteral("bpe_simple_vocab_16e6.txt"));
    return path.isEmpty() ? QStringLiteral("bpe_simple_vocab_16e6.txt") : path;
}

base::Result<std::unique_ptr<inference::ModelSession>> ModelArguments::load() const
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
    return inference::ModelSession::load(path, vocabularyPath(), *choice);
}

QString findConfig(const QString& given)
{
    if (QFileInfo::exists(given))
        return given;
    const auto known = inference::findDataFile(QStringLiteral("config/%1.json").arg(given));
    return known.isEmpty() ? given : known;
}

} // namespace avs::cli
