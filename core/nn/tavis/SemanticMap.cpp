// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/tavis/SemanticMap.h"

#include "core/nn/image/ImageTransform.h"

#include <cmath>

namespace avs::nn {

SemanticOptions SemanticOptions::fromJson(const Json& json)
{
    SemanticOptions o;
    o.audioWeight = json.doubleOr("audio_weight", o.audioWeight);
    o.minProbability = json.doubleOr("min_probability", o.minProbability);
    const auto gate = json.stringOr("gate", "queries");
    if (gate != "queries" && gate != "binary")
        throw JsonError("\"gate\" is \"queries\" or \"binary\", not \"" + gate + "\"");
    o.gate = gate == "binary" ? Gate::Binary : Gate::Queries;
    return o;
}

namespace {

/// masks [K, h, w] -> [K, height, width] on the CPU
torch::Tensor enlarge(const torch::Tensor& masks, std::int64_t height, std::int64_t width)
{
    return enlargeMasks(masks.unsqueeze(0), height, width).squeeze(0).to(torch::kCPU, torch::kFloat);
}

} // namespace

SemanticMap semanticMap(const torch::Tensor& audioProb, const torch::Tensor& imageProb,
                        const torch::Tensor& queryMasks, const torch::Tensor& binaryMask, std::int64_t height,
                        std::int64_t width, const SemanticOptions& options)
{
    SemanticMap out;
    const auto pA = audioProb.to(torch::kCPU, torch::kFloat);
    const auto pV = imageProb.to(torch::kCPU, torch::kFloat);
    const auto p = options.audioWeight * pA + (1 - options.audioWeight) * pV;
    const auto best = p.max(-1);
    const auto largest =
        queryMasks.amax({1, 2}).to(torch::kCPU); // a logit above 0 is a probability above 0.5

    std::vector<torch::Tensor> kept;
    for (std::int64_t q = 0; q < p.size(0); ++q) {
        const auto c = std::get<1>(best)[q].item<std::int64_t>();
        const auto probability = std::get<0>(best)[q].item<double>();
        if (c == 0 || probability < options.minProbability || largest[q].item<double>() <= 0)
            continue;
        out.objects.push_back({q, c, probability, pA[q][c].item<double>(), pV[q][c].item<double>()});
        kept.push_back(queryMasks[q]);
    }
    out.labels = torch::zeros({height, width}, torch::kByte);
    if (kept.empty())
        return out;

    // Resizing is most of the work at a video's own size, so only what was kept is resized.
    const auto masks = enlarge(torch::stack(kept), height, width); // [K, height, width]
    const bool binaryGate = options.gate == SemanticOptions::Gate::Binary;
    const auto gate = binaryGate ? enlarge(binaryMask.unsqueeze(0), height, width) : torch::Tensor();
    const auto pixels = height * width;
    const auto* logits = masks.data_ptr<float>();
    const auto* gateLogits = binaryGate ? gate.data_ptr<float>() : nullptr;
    auto* labels = out.labels.data_ptr<std::uint8_t>();
    for (std::int64_t i = 0; i < pixels; ++i) {
        bool foreground = binaryGate && gateLogits[i] > 0;
        for (std::size_t k = 0; !binaryGate && k < kept.size(); ++k)
            foreground = foreground || logits[static_cast<std::int64_t>(k) * pixels + i] > 0;
        if (!foreground)
            continue;
        double highest = -1;
        for (std::size_t k = 0; k < kept.size(); ++k) {
            const double logit = logits[static_cast<std::int64_t>(k) * pixels + i];
            const double score = out.objects[k].probability / (1 + std::exp(-logit));
            if (score > highest) {
                highest = score;
                labels[i] = static_cast<std::uint8_t>(out.objects[k].classIndex);
            }
        }
    }
    return out;
}

} // namespace avs::nn
