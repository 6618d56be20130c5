// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/bench/StageBench.h"

#include <torch/cuda.h>

#include <algorithm>
#include <chrono>

namespace avs::nn {

namespace {

using Clock = std::chrono::steady_clock;

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

} // namespace

std::vector<StageTime> benchStages(TavisImpl& model, torch::Device device, int runs, int classes,
                                   std::int64_t height, std::int64_t width)
{
    torch::InferenceMode inference;
    const auto side = model.options().imageSize;
    const auto& audio = *model.options().imagebind.audio;
    const auto random = [&](torch::IntArrayRef shape) { return torch::rand(shape, torch::device(device)); };
    const TavisImpl::Input input{random({1, 3, side, side}), random({1, 3, side, side}),
                                 random({1, 1, audio.melBins, audio.frames})};
    const auto context = model.options().imagebind.text->contextLength;
    const auto classTexts = model.embedClasses(
        torch::randint(1, 100, {classes, context}, torch::dtype(torch::kLong).device(device)));

    std::vector<StageTime> stages;
    std::vector<std::vector<double>> times;
    std::vector<double> sums;
    constexpr int kWarmUp = 3;
    for (int run = -kWarmUp; run < runs; ++run) {
        std::size_t stage = 0;
        auto last = Clock::now();
        const auto begin = last;
        const auto mark = [&](const char* name) {
            if (device.is_cuda())
                torch::cuda::synchronize();
            const auto now = Clock::now();
            if (run == -kWarmUp) {
                stages.push_back({name, 0});
                times.emplace_back();
            }
            if (run >= 0)
                times[stage].push_back(std::chrono::duration<double, std::milli>(now - last).count());
            last = now;
            ++stage;
        };
        (void)segmentFrames(model, input, classTexts, height, width, mark);
        if (run >= 0)
            sums.push_back(std::chrono::duration<double, std::milli>(last - begin).count());
    }
    for (std::size_t i = 0; i < stages.size(); ++i)
        stages[i].medianMs = median(times[i]);
    stages.push_back({"whole step", median(sums)});
    return stages;
}

} // namespace avs::nn
