// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/tavis/SemanticMap.h"

#include "core/nn/image/ImageTransform.h"

namespace avs::nn {

namespace {

/// Of a key that is one of two words, the first of them when it is missing.
bool isSecond(const Json& json, const std::string& key, const std::string& first, const std::string& second)
{
    const auto word = json.stringOr(key, first);
    if (word != first && word != second)
        throw JsonError('"' + key + "\" is \"" + first + "\" or \"" + second + "\", not \"" + word + '"');
    return word == second;
}

} // namespace

SemanticOptions SemanticOptions::fromJson(const Json& json)
{
    SemanticOptions o;
    o.audioWeight = json.doubleOr("audio_weight", o.audioWeight);
    o.minProbability = json.doubleOr("min_probability", o.minProbability);
    o.audioLogitFactor = json.doubleOr("audio_logit_factor", o.audioLogitFactor);
    o.imageLogitFactor = json.doubleOr("image_logit_factor", o.imageLogitFactor);
    if (!(o.audioLogitFactor > 0 && o.imageLogitFactor > 0))
        throw JsonError("\"audio_logit_factor\" and \"image_logit_factor\" are above 0");
    o.gate = isSecond(json, "gate", "queries", "binary") ? Gate::Binary : Gate::Queries;
    o.rule = isSecond(json, "rule", "hard", "soft") ? Rule::Soft : Rule::Hard;
    return o;
}

namespace {

/// masks [K, h, w] -> [K, height, width] float
torch::Tensor enlarge(const torch::Tensor& masks, std::int64_t height, std::int64_t width)
{
    return enlargeMasks(masks.to(torch::kFloat).unsqueeze(0), height, width).squeeze(0);
}

/// The queries that have a class and a mask. pA, pV and their weighted mean p on the CPU.
std::vector<ClassifiedQuery> keptQueries(const torch::Tensor& pA, const torch::Tensor& pV,
                                         const torch::Tensor& p, const torch::Tensor& queryMasks,
                                         const SemanticOptions& options)
{
    std::vector<ClassifiedQuery> kept;
    const auto [probabilities, classes] = p.max(-1);
    // A logit above 0 is a probability above 0.5.
    const auto largest = queryMasks.amax({1, 2}).to(torch::kCPU, torch::kFloat);
    for (std::int64_t q = 0; q < p.size(0); ++q) {
        const auto c = classes[q].item<std::int64_t>();
        const auto probability = probabilities[q].item<double>();
        if (c != 0 && probability >= options.minProbability && largest[q].item<double>() > 0)
            kept.push_back({q, c, probability, pA[q][c].item<double>(), pV[q][c].item<double>()});
    }
    return kept;
}

/// Of the kept masks [K, H, W] the class of the one that is largest at each pixel, weighed by the queries'
/// probabilities or not -> [H, W] uint8. A mask at a time: a label map at a video's size is a million pixels.
torch::Tensor classOfLargest(const torch::Tensor& masks, const std::vector<ClassifiedQuery>& kept,
                             bool weighed)
{
    const auto score = [&](std::size_t k) {
        const auto mask = masks[static_cast<std::int64_t>(k)];
        return weighed ? mask.sigmoid().mul_(kept[k].probability) : mask;
    };
    auto labels = torch::full_like(masks[0], kept[0].classIndex, torch::kByte);
    auto best = kept.size() > 1 ? score(0) : torch::Tensor();
    for (std::size_t k = 1; k < kept.size(); ++k) {
        const auto next = score(k);
        labels.masked_fill_(next > best, kept[k].classIndex);
        best = torch::maximum(best, next);
    }
    return labels;
}

/// masks [Q, H, W] logits of all queries, p [Q, C] -> [H, W] uint8, no background. A stretch of pixels at a
/// time: the sums of all classes take C times a picture.
torch::Tensor classOfLargestSum(const torch::Tensor& masks, const torch::Tensor& p)
{
    constexpr std::int64_t kPixels = 1 << 16;
    const auto classes = p.slice(1, 1).t().to(masks.device()); // [C - 1, Q]
    std::vector<torch::Tensor> labels;
    for (const auto& part : masks.flatten(1).split(kPixels, 1))
        labels.push_back((classes.matmul(part.sigmoid()).argmax(0) + 1).to(torch::kByte));
    return torch::cat(labels).view({masks.size(1), masks.size(2)});
}

/// For each class on the map that no kept query is likeliest to be, the query that is most likely it.
void addRest(SemanticMap& map, const torch::Tensor& pA, const torch::Tensor& pV, const torch::Tensor& p)
{
    auto shown = map.labels.flatten().to(torch::kLong).bincount({}, p.size(1));
    for (const auto& object : map.objects)
        shown[object.classIndex] = 0;
    for (std::int64_t c = 1; c < p.size(1); ++c) {
        if (shown[c].item<std::int64_t>() == 0)
            continue;
        const auto q = p.select(1, c).argmax().item<std::int64_t>();
        map.objects.push_back(
            {q, c, p[q][c].item<double>(), pA[q][c].item<double>(), pV[q][c].item<double>()});
    }
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
    out.objects = keptQueries(pA, pV, p, queryMasks, options);
    if (out.objects.empty()) {
        out.labels = torch::zeros({height, width}, torch::kByte);
        return out;
    }
    const bool soft = options.rule == SemanticOptions::Rule::Soft;
    std::vector<std::int64_t> kept;
    for (const auto& object : out.objects)
        kept.push_back(object.query);
    const auto rows = torch::tensor(kept, torch::kLong).to(queryMasks.device());
    // Resizing is most of the work at a video's own size, so only what is needed is resized.
    const auto large = enlarge(soft ? queryMasks : queryMasks.index_select(0, rows), height, width);
    const auto masks = soft ? large.index_select(0, rows) : large; // [K, height, width]
    const auto inSome = masks.amax(0) > 0;
    auto foreground = inSome;
    if (options.gate == SemanticOptions::Gate::Binary)
        foreground = enlarge(binaryMask.unsqueeze(0), height, width)[0] > 0;
    torch::Tensor labels;
    if (soft) {
        labels = classOfLargestSum(large, p);
    } else {
        labels = classOfLargest(masks, out.objects, /*weighed=*/true);
        if (options.gate == SemanticOptions::Gate::Binary)
            labels = torch::where(inSome, labels, classOfLargest(masks, out.objects, /*weighed=*/false));
    }
    out.labels = labels.masked_fill_(foreground.logical_not(), 0).to(torch::kCPU);
    if (soft)
        addRest(out, pA, pV, p);
    return out;
}

} // namespace avs::nn
