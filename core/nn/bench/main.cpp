// SPDX-License-Identifier: GPL-3.0-or-later
// tavis-nn-bench CONFIG.json [--device cpu|cuda] [--runs N]: one inference step, stage by stage, with random
// weights. Needs neither Qt nor a screen, so it also runs on a GPU server.
#include "core/nn/CudaLibrary.h"
#include "core/nn/bench/StageBench.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

int main(int argc, char** argv)
{
    using namespace avs::nn;
    std::string config;
    std::string deviceName = "cpu";
    int runs = 20;
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        if (argument == "--device" && i + 1 < argc)
            deviceName = argv[++i];
        else if (argument == "--runs" && i + 1 < argc)
            runs = std::max(1, std::atoi(argv[++i]));
        else
            config = argument;
    }
    if (config.empty()) {
        std::fprintf(stderr, "usage: tavis-nn-bench CONFIG.json [--device cpu|cuda] [--runs N]\n");
        return 2;
    }
    try {
        const torch::Device device(deviceName);
        if (device.is_cuda() && !loadCudaLibrary()) {
            std::fprintf(stderr, "tavis-nn-bench: no usable NVIDIA GPU here\n");
            return 1;
        }
        Tavis model(TavisOptions::fromJson(Json::parseFile(config).at("model")));
        model->eval();
        model->to(device);
        for (const auto& stage :
             benchStages(*model, device, runs, /*classes=*/71, /*height=*/720, /*width=*/1280))
            std::printf("%-34s %9.2f ms\n", stage.stage.c_str(), stage.medianMs);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "tavis-nn-bench: %s\n", error.what());
        return 1;
    }
    return 0;
}
