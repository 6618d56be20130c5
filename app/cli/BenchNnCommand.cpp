// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Arguments.h"
#include "app/cli/Commands.h"
#include "app/cli/Terminal.h"
#include "core/inference/NetworkBench.h"

#include <cstdio>

namespace avs::cli {

namespace {

struct BenchNnArguments
{
    std::string config = "tavis";
    std::string device = "auto";
    std::string precision = "auto";
    int runs = 5;
};

int bench(const BenchNnArguments& arguments, const std::stop_token& stop)
{
    const auto device = inference::parseDeviceChoice(QString::fromStdString(arguments.device));
    if (!device)
        return report(device.error(), kUsage);
    const auto found =
        inference::benchNetwork(findConfig(QString::fromStdString(arguments.config)), *device,
                                QString::fromStdString(arguments.precision), arguments.runs, stop);
    if (!found)
        return report(found.error());
    std::printf("%s, %.1f million parameters, %s on %s, median of %d\n", qPrintable(found->model),
                found->millionParameters, qPrintable(found->precision), qPrintable(found->device),
                arguments.runs);
    for (const auto& [part, ms] : found->medianMs)
        std::printf("%-34s %9.2f ms\n", qPrintable(part), ms);
    std::printf("%-34s %9.0f MB\n", "peak memory", found->peakMegabytes);
    return kOk;
}

} // namespace

void addBenchNnCommand(CLI::App& group, Action& action)
{
    auto arguments = std::make_shared<BenchNnArguments>();
    auto* command =
        group.add_subcommand("nn", "The parts of a network with random weights, and their peak memory");
    command
        ->add_option(
            "--config", arguments->config,
            "a configuration file, or the name of one: tavis, tiny, imagebind_huge, sam2.1_hiera_large, …")
        ->capture_default_str();
    command->add_option("--device", arguments->device, "auto, cpu or cuda")->capture_default_str();
    command
        ->add_option("--precision", arguments->precision,
                     "auto (bfloat16 on a GPU, else float32), float32, tf32 or bfloat16")
        ->capture_default_str()
        ->check(CLI::IsMember({"auto", "float32", "tf32", "bfloat16"}));
    command->add_option("--runs", arguments->runs)->capture_default_str()->check(CLI::Range(1, 1000));
    command->callback(
        [=, &action] { action = [=](std::stop_token stop) { return bench(*arguments, stop); }; });
}

} // namespace avs::cli
