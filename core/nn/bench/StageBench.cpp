// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/bench/StageBench.h"

#include <torch/cuda.h>

#include <algorithm>
#include <chrono>

namespace avs::nn {

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

std::vector<StageTime> timeStages(const std::function<void(const TavisImpl::StageMark&)>& step,
                                  torch::Device device, const BenchRuns& runs, int warmUp)
{
    using Clock = std::chrono::steady_clock;
    using Milliseconds = std::chrono::duration<double, std::milli>;
    std::vector<StageTime> stages;
    std::vector<std::vector<double>> times;
    std::vector<double> sums;
    for (int run = -warmUp; run < runs.count; ++run) {
        runs.begin();
        std::size_t stage = 0;
        const auto begin = Clock::now();
        auto last = begin;
        step([&](const char* name) {
            if (device.is_cuda())
                torch::cuda::synchronize();
            const auto now = Clock::now();
            if (stage == stages.size()) {
                stages.push_back({name, 0});
                times.emplace_back();
            }
            if (run >= 0)
                times[stage].push_back(Milliseconds(now - last).count());
            last = now;
            ++stage;
        });
        if (run >= 0)
            sums.push_back(Milliseconds(last - begin).count());
    }
    for (std::size_t i = 0; i < stages.size(); ++i)
        stages[i].medianMs = median(times[i]);
    stages.push_back({"whole step", median(sums)});
    return stages;
}

std::vector<StageTime> benchStages(TavisImpl& model, torch::Device device, const BenchRuns& runs, int classes,
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
    constexpr int kWarmUp = 3;
    return timeStages(
        [&](const TavisImpl::StageMark& mark) {
            (void)segmentFrames(model, input, classTexts, height, width, mark);
        },
        device, runs, kWarmUp);
}

} // namespace avs::nn
