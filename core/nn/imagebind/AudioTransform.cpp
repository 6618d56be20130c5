// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/imagebind/AudioTransform.h"

#include "core/nn/InputError.h"

#include <torch/nn/functional/conv.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace avs::nn {

namespace {

constexpr double kMean = -4.268;
constexpr double kStd = 9.138;
constexpr double kFilterWidth = 6;
constexpr double kRollOff = 0.99;

/// `value`·factor/divisor, rounded down, without rounding in between. value >= 0 with at most 52 fractional
/// bits; factor < 2³⁶.
std::int64_t floorOfProduct(double value, std::int64_t factor, std::int64_t divisor)
{
    const double whole = std::floor(value);
    const auto fraction = static_cast<std::int64_t>(std::ldexp(value - whole, 52));
    const std::int64_t high = fraction >> 26;
    const std::int64_t low = fraction & ((std::int64_t{1} << 26) - 1);
    const std::int64_t carried = (factor * high + ((factor * low) >> 26)) >> 26;
    return (static_cast<std::int64_t>(whole) * factor + carried) / divisor;
}

struct ResampleKernel
{
    std::int64_t from = 0; ///< both rates without their common divisor
    std::int64_t to = 0;
    std::int64_t width = 0;
    torch::Tensor taps; ///< [to, 1, from + 2·width]: one filter per output phase
};

ResampleKernel makeKernel(std::int64_t fromHz, std::int64_t toHz)
{
    const auto divisor = std::gcd(fromHz, toHz);
    ResampleKernel kernel{.from = fromHz / divisor, .to = toHz / divisor, .width = 0, .taps = {}};
    const auto from = static_cast<double>(kernel.from);
    const auto to = static_cast<double>(kernel.to);
    const double base = std::min(from, to) * kRollOff;
    kernel.width = static_cast<std::int64_t>(std::ceil(kFilterWidth * from / base));
    // In single precision and in torchaudio's order of operations.
    const auto index =
        torch::arange(-kernel.width, kernel.width + kernel.from, torch::kFloat).view({1, 1, -1}) / from;
    const auto phase = torch::arange(0, -kernel.to, -1, torch::kFloat).view({-1, 1, 1}) / to;
    const auto t = ((phase + index) * base).clamp(-kFilterWidth, kFilterWidth);
    const auto window = (t * std::numbers::pi / kFilterWidth / 2).cos().square();
    const auto angle = t * std::numbers::pi;
    const auto sinc = torch::where(angle == 0, torch::ones_like(angle), angle.sin() / angle);
    kernel.taps = sinc * window * (base / from);
    return kernel;
}

/// waveform [C, n]: sound that a mel spectrum can be made of.
void requireSound(const torch::Tensor& waveform)
{
    TORCH_CHECK(waveform.dim() == 2, "a waveform must be [C, n], not ", waveform.sizes());
    if (waveform.size(0) == 0 || waveform.size(1) < kFrameSamples)
        throw InputError(c10::str("a sound of ", waveform.size(0), " channels and ", waveform.size(1),
                                  " samples is too short: one channel and ", kFrameSamples,
                                  " samples are the least"));
    if (const auto bad = firstNotFinite(waveform))
        throw InputError("the sound has the sample " + *bad);
}

torch::Tensor padAndNormalise(const torch::Tensor& mel)
{
    const auto missing = kClipFrames - mel.size(-1);
    const auto padded =
        missing > 0 ? torch::constant_pad_nd(mel, {0, missing}) : mel.slice(-1, 0, kClipFrames);
    return (padded - kMean) / kStd;
}

} // namespace

torch::Tensor resample(const torch::Tensor& waveform, std::int64_t fromHz, std::int64_t toHz)
{
    TORCH_CHECK(waveform.dim() == 2 && fromHz > 0 && toHz > 0, "resample needs [C, n] and two rates, not ",
                waveform.sizes(), ", ", fromHz, " and ", toHz, " Hz");
    if (fromHz == toHz || waveform.size(1) == 0)
        return waveform;
    namespace F = torch::nn::functional;
    const auto kernel = makeKernel(fromHz, toHz);
    const auto length = waveform.size(1);
    auto x = torch::constant_pad_nd(waveform.to(torch::kFloat), {kernel.width, kernel.width + kernel.from});
    x = F::conv1d(x.unsqueeze(1), kernel.taps,
                  F::Conv1dFuncOptions().stride(kernel.from)); // [C, to, n/from + 1]
    x = x.transpose(1, 2).flatten(1);
    return x.slice(1, 0, (kernel.to * length + kernel.from - 1) / kernel.from).contiguous();
}

std::vector<SampleSpan> clipSpans(std::int64_t sampleCount, std::int64_t count, ClipSpacing spacing)
{
    TORCH_CHECK(sampleCount >= 0 && count > 0 && count < 1'000'000, "cannot take ", count, " clips of ",
                sampleCount, " samples");
    // The sampler knows the duration as a double and goes on in fractions, so a start can lie one sample
    // early.
    const double duration = static_cast<double>(sampleCount) / static_cast<double>(kSampleRateHz);
    const double spare = std::max(duration - 2.0, 0.0);
    const auto divisor = spacing == ClipSpacing::ByCount ? count : std::max<std::int64_t>(count - 1, 1);
    std::vector<SampleSpan> spans;
    for (std::int64_t k = 0; k < count; ++k) {
        const auto begin = floorOfProduct(spare, k * kSampleRateHz, divisor);
        spans.push_back({begin, begin + kClipSamples});
    }
    return spans;
}

torch::Tensor logMel(const torch::Tensor& waveform)
{
    requireSound(waveform);
    return kaldiFilterBank(waveform[0] - waveform.mean()).t().unsqueeze(0);
}

torch::Tensor melClip(const torch::Tensor& waveform)
{
    return padAndNormalise(logMel(waveform));
}

torch::Tensor melClips(const torch::Tensor& waveform, std::int64_t count, ClipSpacing spacing)
{
    requireSound(waveform);
    // The original takes each clip's mean away from the samples that all clips share, so later clips of an
    // overlapping pair see it too.
    const auto shared = waveform.to(torch::kFloat, /*non_blocking=*/false, /*copy=*/true);
    std::vector<torch::Tensor> clips;
    for (const auto& span : clipSpans(waveform.size(1), count, spacing)) {
        auto clip = shared.slice(1, span.begin, span.end); // cut to the sound
        clip -= clip.mean();
        clips.push_back(padAndNormalise(kaldiFilterBank(clip[0]).t().unsqueeze(0)));
    }
    return torch::stack(clips);
}

torch::Tensor melOfWindow(const torch::Tensor& mono)
{
    TORCH_CHECK(mono.dim() == 1, "a window of sound must be [n], not ", mono.sizes());
    const auto missing = kFrameSamples - mono.size(0);
    return melClip((missing > 0 ? torch::constant_pad_nd(mono, {0, missing}) : mono).unsqueeze(0));
}

} // namespace avs::nn
