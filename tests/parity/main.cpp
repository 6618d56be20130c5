// SPDX-License-Identifier: GPL-3.0-or-later
// tavis-parity [--device cpu|cuda] [CASE…]: compares core/nn with values made by the original
// implementations. Needs neither Qt nor a screen, so it also runs on a GPU server. The folder is
// $TAVIS_FIXTURES.
#include "core/nn/CudaLibrary.h"
#include "tests/parity/Parity.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

using namespace avs;

namespace {

bool runCase(const parity::Case& test, const std::string& folder, torch::Device device)
{
    try {
        torch::NoGradGuard noGrad;
        const auto fixture = parity::Fixture::load(folder + "/" + test.name, device);
        parity::Report report(fixture);
        test.run(fixture, report);
        bool passed = true;
        double largest = 0;
        for (const auto& d : report.deviations()) {
            largest = std::max(largest, d.largest);
            if (!d.passed()) {
                passed = false;
                std::printf("  %s: %s (largest deviation %.3g, %.3g over the tolerance)\n", d.name.c_str(),
                            d.problem.c_str(), d.largest, d.excess);
            }
        }
        for (const auto& name : report.unchecked()) {
            passed = false;
            std::printf("  %s: nothing was compared with it\n", name.c_str());
        }
        std::printf("%s %-34s %3zu values, largest deviation %.3g\n", passed ? "pass" : "FAIL",
                    test.name.c_str(), report.deviations().size(), largest);
        return passed;
    } catch (const std::exception& error) {
        std::printf("FAIL %-34s %s\n", test.name.c_str(), error.what());
        return false;
    }
}

} // namespace

int main(int argc, char** argv)
{
    torch::Device device = torch::kCPU;
    std::vector<std::string> wanted;
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        if (argument == "--device" && i + 1 < argc)
            device = torch::Device(argv[++i]);
        else
            wanted.push_back(argument);
    }
    if (device.is_cuda() && !nn::loadCudaLibrary()) {
        std::fprintf(stderr, "tavis-parity: no usable NVIDIA GPU here\n");
        return 2;
    }
    const auto folder = parity::fixtureFolder("tests/data/fixtures");

    auto cases = parity::imagebindCases();
    for (auto more : {parity::sam2Cases(), parity::tavisCases(), parity::tavisClipCases()})
        cases.insert(cases.end(), more.begin(), more.end());

    int failures = 0;
    int runs = 0;
    for (const auto& test : cases) {
        if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), test.name) == wanted.end())
            continue;
        if (wanted.empty() && !std::filesystem::exists(folder + "/" + test.name)) {
            std::printf("none %-34s not in %s\n", test.name.c_str(), folder.c_str());
            continue;
        }
        ++runs;
        failures += runCase(test, folder, device) ? 0 : 1;
    }
    std::printf("%d passed, %d failed\n", runs - failures, failures);
    return failures > 0 || runs == 0 ? 1 : 0;
}
