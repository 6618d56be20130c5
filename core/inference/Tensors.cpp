// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/Tensors.h"

#include "core/nn/imagebind/AudioTransform.h"

#include <algorithm>

namespace avs::inference {

torch::Tensor toTensor(const imaging::RgbImage& image)
{
    auto* bytes = const_cast<std::uint8_t*>(image.pixels.data());
    return torch::from_blob(bytes, {image.height, image.width, 3}, torch::kByte)
        .permute({2, 0, 1})
        .contiguous();
}

torch::Tensor toTensor(const imaging::LabelMap& labels)
{
    auto* bytes = const_cast<std::uint8_t*>(labels.pixels.data());
    return torch::from_blob(bytes, {labels.height, labels.width}, torch::kByte).clone();
}

imaging::LabelMap toLabelMap(const torch::Tensor& labels)
{
    imaging::LabelMap map(static_cast<int>(labels.size(1)), static_cast<int>(labels.size(0)));
    const auto bytes = labels.to(torch::kCPU, torch::kByte).contiguous();
    std::copy_n(bytes.data_ptr<std::uint8_t>(), map.pixels.size(), map.pixels.begin());
    return map;
}

torch::Tensor toTensor(const LogitMap& logits)
{
    return toTensor(logits.values).view({logits.height, logits.width});
}

LogitMap toLogitMap(const torch::Tensor& logits)
{
    return {static_cast<int>(logits.size(1)), static_cast<int>(logits.size(0)), toFloats(logits.flatten())};
}

torch::Tensor toTensor(const std::vector<float>& values)
{
    auto* data = const_cast<float*>(values.data());
    return torch::from_blob(data, {static_cast<std::int64_t>(values.size())}, torch::kFloat).clone();
}

std::vector<float> toFloats(const torch::Tensor& values)
{
    const auto floats = values.to(torch::kCPU, torch::kFloat).contiguous();
    return {floats.data_ptr<float>(), floats.data_ptr<float>() + floats.numel()};
}

torch::Tensor melAround(std::span<const float> sound16k, double seconds)
{
    const auto size = static_cast<std::int64_t>(sound16k.size());
    const auto centre = static_cast<std::int64_t>(seconds * kModelRateHz);
    const auto latest = std::max<std::int64_t>(0, size - nn::kClipSamples);
    const auto begin = std::clamp<std::int64_t>(centre - nn::kClipSamples / 2, 0, latest);
    const auto count = std::min(nn::kClipSamples, size - begin);
    // The transform pads a short sound with mel columns that no silence has, so silence is put in as samples.
    auto window = torch::zeros({nn::kClipSamples});
    std::copy_n(sound16k.data() + begin, count, window.data_ptr<float>());
    return nn::melOfWindow(window);
}

} // namespace avs::inference
