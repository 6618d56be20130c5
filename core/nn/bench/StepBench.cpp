// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/bench/StepBench.h"

#include "core/nn/Precision.h"
#include "core/nn/bench/Straightforward.h"
#include "core/nn/image/ImageTransform.h"

#include <torch/cuda.h>

#include <algorithm>
#include <chrono>

namespace avs::nn {

namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point begin)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

void finish(torch::Device device)
{
    if (device.is_cuda())
        torch::cuda::synchronize();
}

TavisImpl::Input frameOf(const TavisImpl::Input& frames, std::int64_t n)
{
    const auto one = [n](const torch::Tensor& x) { return x.slice(0, n, n + 1); };
    return {one(frames.image), one(frames.initialImage), one(frames.mel)};
}

/// Mean IoU of the masks of two results for one frame, at the frame's own size.
double maskIou(const FrameSegmentation& a, const FrameSegmentation& b, std::int64_t height,
               std::int64_t width)
{
    const auto masks = [&](const FrameSegmentation& f) {
        const auto all = torch::cat({f.queryMasks, f.binaryMask.unsqueeze(0)}).unsqueeze(0);
        return enlargeMasks(all, height, width).squeeze(0) > 0;
    };
    const auto x = masks(a);
    const auto y = masks(b);
    const auto both = (x & y).sum({1, 2}).to(torch::kDouble);
    const auto either = (x | y).sum({1, 2}).to(torch::kDouble);
    return torch::where(either > 0, both / either.clamp_min(1), torch::ones_like(both)).mean().item<double>();
}

} // namespace

StepBench benchStep(TavisImpl& model, const TavisImpl::Input& frames, const torch::Tensor& classTokens,
                    std::int64_t height, std::int64_t width, const BenchRuns& runs)
{
    torch::InferenceMode inference;
    const auto device = frames.image.device();
    const auto count = frames.image.size(0);
    const auto classes = model.embedClasses(classTokens);
    StepBench out;

    std::vector<FrameSegmentation> quick;
    std::vector<double> times;
    {
        const PrecisionScope precision(device, defaultPrecision(device));
        out.stages = timeStages(
            [&](const TavisImpl::StageMark& mark) {
                (void)segmentFrames(model, frameOf(frames, 0), classes, height, width, mark);
            },
            device, runs, /*warmUp=*/1);
        for (int run = -1; run < runs.count; ++run) {
            runs.begin();
            const auto begin = Clock::now();
            quick = segmentFrames(model, frames, classes, height, width);
            finish(device);
            if (run >= 0)
                times.push_back(since(begin) / static_cast<double>(count));
        }
    }
    out.stepMs = median(times);

    times.clear();
    double iou = 0;
    const PrecisionScope precision(device, Precision::Float32);
    for (int run = 0; run < std::max<int>(runs.count, static_cast<int>(count)); ++run) {
        runs.begin();
        const auto n = run % count;
        const auto begin = Clock::now();
        const auto plain = segmentStraightforwardly(model, frameOf(frames, n), classTokens, height, width);
        finish(device);
        times.push_back(since(begin));
        if (run < count)
            iou += maskIou(quick[static_cast<std::size_t>(n)], plain, height, width);
    }
    out.straightforwardMs = median(times);
    out.maskIou = iou / static_cast<double>(count);
    return out;
}

} // namespace avs::nn
