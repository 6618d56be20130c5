// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Commands.h"
#include "app/cli/Terminal.h"
#include "core/inference/WeightCheck.h"
#include "core/inference/Weights.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

#include <cstdio>

namespace avs::cli {

namespace {

using inference::WeightListing;

struct WeightsArguments
{
    std::string file;
    std::string target;
    std::string config;
    bool json = false;
};

void printJson(const WeightListing& listing)
{
    QJsonObject tensors;
    for (const auto& tensor : listing.tensors) {
        QJsonArray shape;
        for (const auto size : tensor.shape)
            shape.append(static_cast<qint64>(size));
        tensors[tensor.name] = QJsonObject{
            {"dtype", tensor.type}, {"shape", shape}, {"bytes", static_cast<qint64>(tensor.bytes)}};
    }
    QJsonObject metadata;
    for (const auto& [key, value] : listing.metadata)
        metadata[key] = value;
    const QJsonObject all{
        {"format", listing.format}, {"kind", listing.kind}, {"metadata", metadata}, {"tensors", tensors}};
    std::fputs(QJsonDocument(all).toJson().constData(), stdout);
}

void printTable(const WeightListing& listing)
{
    qint64 bytes = 0;
    for (const auto& tensor : listing.tensors) {
        QStringList shape;
        for (const auto size : tensor.shape)
            shape.append(QString::number(size));
        std::printf("%-9s %-22s %s\n", qPrintable(tensor.type),
                    qPrintable(QStringLiteral("[%1]").arg(shape.join(QStringLiteral(", ")))),
                    qPrintable(tensor.name));
        bytes += tensor.bytes;
    }
    for (const auto& [key, value] : listing.metadata)
        std::printf("%s = %s\n", qPrintable(key),
                    qPrintable(value.size() > 120 ? value.left(120) + QStringLiteral("…") : value));
    std::printf("%s: %s, %zu tensors, %.1f MB\n", qPrintable(listing.format), qPrintable(listing.kind),
                listing.tensors.size(), static_cast<double>(bytes) / 1e6);
}

int inspect(const WeightsArguments& arguments)
{
    const auto listing = inference::inspectWeights(QString::fromStdString(arguments.file));
    if (!listing)
        return report(listing.error());
    if (arguments.json)
        printJson(*listing);
    else
        printTable(*listing);
    return kOk;
}

int convert(const WeightsArguments& arguments)
{
    const auto done = inference::convertWeights(QString::fromStdString(arguments.file),
                                                QString::fromStdString(arguments.target));
    return done ? kOk : report(done.error());
}

void list(const char* title, const QStringList& items)
{
    for (const auto& item : items)
        std::printf("%s: %s\n", title, qPrintable(item));
}

int check(const WeightsArguments& arguments)
{
    const auto found = inference::checkWeights(QString::fromStdString(arguments.file),
                                               QString::fromStdString(arguments.config));
    if (!found)
        return report(found.error());
    if (arguments.json) {
        const QJsonObject all{{"model", found->model},
                              {"fits", found->fits()},
                              {"tensors", found->tensors},
                              {"skipped", found->skipped},
                              {"missing", QJsonArray::fromStringList(found->missing)},
                              {"unexpected", QJsonArray::fromStringList(found->unexpected)},
                              {"wrong_shape", QJsonArray::fromStringList(found->wrongShape)}};
        std::fputs(QJsonDocument(all).toJson().constData(), stdout);
        return found->fits() ? kOk : kFailed;
    }
    list("missing", found->missing);
    list("unexpected", found->unexpected);
    list("wrong shape", found->wrongShape);
    std::printf("%s: %d tensors, %s", qPrintable(found->model), found->tensors,
                found->fits() ? "complete" : "does not fit");
    if (found->skipped > 0)
        std::printf("; %d of towers that are not used are skipped", found->skipped);
    std::printf("\n");
    return found->fits() ? kOk : kFailed;
}

} // namespace

void addWeightsCommand(CLI::App& app, Action& action)
{
    auto* group =
        app.add_subcommand("weights", "Look into weight files (.safetensors, PyTorch's .pt and .pth)");
    group->require_subcommand(1);
    auto arguments = std::make_shared<WeightsArguments>();
    auto* inspecting =
        group->add_subcommand("inspect", "List the tensors of a file; nothing in it is executed");
    inspecting->add_option("file", arguments->file)->required();
    inspecting->add_flag("--json", arguments->json, "as JSON");
    inspecting->callback([=, &action] { action = [=](std::stop_token) { return inspect(*arguments); }; });
    auto* checking =
        group->add_subcommand("check", "Say which keys are missing, unexpected or of a wrong shape");
    checking->add_option("file", arguments->file)->required();
    checking->add_option("--config", arguments->config,
                         "configuration (.json); default: the file's own, or that of the published size");
    checking->add_flag("--json", arguments->json, "as JSON");
    checking->callback([=, &action] { action = [=](std::stop_token) { return check(*arguments); }; });
    auto* converting = group->add_subcommand("convert", "Write the same tensors as .safetensors");
    converting->add_option("file", arguments->file)->required();
    converting->add_option("--out", arguments->target, "the .safetensors file to write")->required();
    converting->callback([=, &action] { action = [=](std::stop_token) { return convert(*arguments); }; });
}

} // namespace avs::cli
