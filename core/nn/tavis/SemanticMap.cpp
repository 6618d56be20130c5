// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/tavis/SemanticMap.h"

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

Json SemanticOptions::toJson() const
{
    return Json::Object{{"audio_weight", audioWeight},
                        {"min_probability", minProbability},
                        {"gate", gate == Gate::Binary ? "binary" : "queries"}};
}

SemanticMap semanticMap(const torch::Tensor& audioProb, const torch::Tensor& imageProb, const torch::Tensor& queryMasks,
                        const torch::Tensor& binaryMask, const SemanticOptions& options)
{
    SemanticMap out;
    const auto pA = audioProb.to(torch::kCPU, torch::kFloat);
    const auto pV = imageProb.to(torch::kCPU, torch::kFloat);
    const auto p = options.audioWeight * pA + (1 - options.audioWeight) * pV;
    const auto best = p.max(-1);
    const auto masks = queryMasks.sigmoid().to(torch::kCPU, torch::kFloat); // [Q, H, W]

    for (std::int64_t q = 0; q < p.size(0); ++q) {
        const auto c = std::get<1>(best)[q].item<std::int64_t>();
        const auto probability = std::get<0>(best)[q].item<double>();
        if (c == 0 || probability < options.minProbability || masks[q].max().item<double>() <= 0.5)
            continue;
        out.objects.push_back({q, c, probability, pA[q][c].item<double>(), pV[q][c].item<double>()});
    }
    const auto height = masks.size(1);
    const auto width = masks.size(2);
    if (out.objects.empty()) {
        out.labels = torch::zeros({height, width}, torch::kByte);
        return out;
    }

    std::vector<torch::Tensor> inside, score;
    std::vector<std::int64_t> classes;
    for (const auto& object : out.objects) {
        inside.push_back(masks[object.query]);
        score.push_back(masks[object.query] * object.probability);
        classes.push_back(object.classIndex);
    }
    const auto winner = torch::stack(score).argmax(0); // [H, W]
    const auto label = torch::tensor(classes, torch::kLong).index_select(0, winner.flatten()).view({height, width});
    const auto foreground = options.gate == SemanticOptions::Gate::Binary
                                ? (binaryMask.to(torch::kCPU) > 0)
                                : (std::get<0>(torch::stack(inside).max(0)) > 0.5);
    out.labels = (label * foreground).to(torch::kByte);
    return out;
}

} // namespace avs::nn
