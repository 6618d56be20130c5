// SPDX-License-Identifier: GPL-3.0-or-later
// tavis-nn-bench CONFIG.json [--device cpu|cuda] [--precision float32|tf32|bfloat16] [--runs N]: the parts of
// a TAViS, SAM 2 or ImageBind with random weights. Needs neither Qt nor a screen, so it also runs on a GPU
// server.
#include "core/nn/CudaLibrary.h"
#include "core/nn/bench/ModuleBench.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

int main(int argc, char** argv)
{
    using namespace avs::nn;
    std::string config;
    std::string deviceName = "cpu";
    std::string precisionName;
    int runs = 20;
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        if (argument == "--device" && i + 1 < argc)
            deviceName = argv[++i];
        else if (argument == "--precision" && i + 1 < argc)
            precisionName = argv[++i];
        else if (argument == "--runs" && i + 1 < argc)
            runs = std::max(1, std::atoi(argv[++i]));
        else
            config = argument;
    }
    if (config.empty()) {
        std::fprintf(stderr, "usage: tavis-nn-bench CONFIG.json [--device cpu|cuda] "
                             "[--precision float32|tf32|bfloat16] [--runs N]\n");
        return 2;
    }
    try {
        const torch::Device device(deviceName);
        if (device.is_cuda() && !loadCudaLibrary()) {
            std::fprintf(stderr, "tavis-nn-bench: no usable NVIDIA GPU here\n");
            return 1;
        }
        const auto precision =
            precisionName.empty() ? defaultPrecision(device) : parsePrecision(precisionName);
        if (!precision) {
            std::fprintf(stderr, "tavis-nn-bench: \"%s\" is not a precision\n", precisionName.c_str());
            return 2;
        }
        const auto bench = benchModules(Json::parseFile(config), device, *precision, {runs, {}});
        std::printf("%s, %.1f million parameters, %s, median of %d\n", bench.model.c_str(), bench.parameters,
                    std::string(nameOf(*precision)).c_str(), runs);
        for (const auto& stage : bench.times)
            std::printf("%-34s %9.2f ms\n", stage.stage.c_str(), stage.medianMs);
        std::printf("%-34s %9.0f MB\n", "peak memory", bench.peakMegabytes);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "tavis-nn-bench: %s\n", error.what());
        return 1;
    }
    return 0;
}
