// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/imagebind/FilterBank.h"

#include <torch/fft.h>

#include <cmath>
#include <limits>

namespace avs::nn {

namespace {

constexpr std::int64_t kFftPoints = 512;
constexpr double kPreEmphasis = 0.97;
constexpr double kLowHz = 20;
constexpr double kHighHz = static_cast<double>(kSampleRateHz) / 2;

double melOf(double frequencyHz)
{
    return 1127.0 * std::log(1.0 + frequencyHz / 700.0);
}

/// Weights [257, 128]. Single precision after the edges, as in torchaudio: in double the triangles' borders
/// would fall differently by rounding.
torch::Tensor makeTriangles()
{
    const double low = melOf(kLowHz);
    const double step = (melOf(kHighHz) - low) / static_cast<double>(kMelBins + 1);
    const auto bin = torch::arange(kMelBins, torch::kFloat).unsqueeze(1); // [128, 1]
    const auto left = low + bin * step;
    const auto centre = low + (bin + 1) * step;
    const auto right = low + (bin + 2) * step;
    const double binHz = static_cast<double>(kSampleRateHz) / static_cast<double>(kFftPoints);
    const auto frequency = torch::arange(kFftPoints / 2, torch::kFloat) * binHz;
    const auto mel = ((frequency / 700.0 + 1.0).log() * 1127.0).unsqueeze(0); // [1, 256]
    const auto up = (mel - left) / (centre - left);
    const auto down = (right - mel) / (right - centre);
    const auto triangles = torch::minimum(up, down).clamp_min(0);
    // The Nyquist bin belongs to no triangle.
    return torch::constant_pad_nd(triangles, {0, 1}).t().contiguous();
}

} // namespace

torch::Tensor kaldiFilterBank(const torch::Tensor& samples)
{
    TORCH_CHECK(samples.dim() == 1 && samples.size(0) >= kFrameSamples, "a filter bank needs at least ",
                kFrameSamples, " samples of one channel, not ", samples.sizes());
    static const auto window = torch::hann_window(kFrameSamples, /*periodic=*/false, torch::kFloat);
    static const auto triangles = makeTriangles();

    auto frames = samples.to(torch::kFloat).unfold(0, kFrameSamples, kShiftSamples); // [T, 400]
    frames = frames - frames.mean(1, /*keepdim=*/true);
    const auto previous = torch::cat({frames.slice(1, 0, 1), frames.slice(1, 0, kFrameSamples - 1)}, 1);
    frames = (frames - kPreEmphasis * previous) * window;
    const auto spectrum = torch::fft_rfft(frames, kFftPoints, 1).abs().square(); // [T, 257]
    return spectrum.matmul(triangles).clamp_min(std::numeric_limits<float>::epsilon()).log();
}

} // namespace avs::nn
