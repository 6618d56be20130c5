// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/tavis/Losses.h"

#include <torch/nn/functional/loss.h>

namespace avs::nn {

namespace F = torch::nn::functional;

TavisLossOptions TavisLossOptions::fromJson(const Json& json)
{
    TavisLossOptions o;
    o.a2t = json.doubleOr("a2t", o.a2t);
    o.v2t = json.doubleOr("v2t", o.v2t);
    o.queryBce = json.doubleOr("query_bce", o.queryBce);
    o.queryIou = json.doubleOr("query_iou", o.queryIou);
    o.textMse = json.doubleOr("text_mse", o.textMse);
    o.binaryBce = json.doubleOr("binary_bce", o.binaryBce);
    o.binaryIou = json.doubleOr("binary_iou", o.binaryIou);
    o.predictedIou = json.doubleOr("predicted_iou", o.predictedIou);
    o.backgroundWeight = json.doubleOr("background_weight", o.backgroundWeight);
    o.matcher.classCost = json.doubleOr("class_cost", o.matcher.classCost);
    o.matcher.maskCost = json.doubleOr("mask_cost", o.matcher.maskCost);
    o.matcher.diceCost = json.doubleOr("dice_cost", o.matcher.diceCost);
    o.matcher.points = json.intOr("points", o.matcher.points);
    return o;
}

torch::Tensor softIouLoss(const torch::Tensor& logits, const torch::Tensor& targets)
{
    const auto probability = logits.sigmoid();
    const auto intersection = (probability * targets).sum({1, 2});
    const auto both = (probability + targets).sum({1, 2}) - intersection;
    return (1 - intersection / (both + 1e-6)).mean();
}

torch::Tensor hardIou(const torch::Tensor& logits, const torch::Tensor& targets)
{
    const auto predicted = (logits > 0).to(logits.dtype());
    const auto intersection = (predicted * targets).sum({1, 2});
    const auto both = predicted.sum({1, 2}) + targets.sum({1, 2}) - intersection;
    // Nothing predicted where nothing is: right.
    return torch::where(both > 0, intersection / both.clamp_min(1), torch::ones_like(both));
}

namespace {

torch::Tensor matchedIndex(const std::vector<Match>& matches, std::int64_t Match::*member,
                           torch::Device device)
{
    std::vector<std::int64_t> values;
    values.reserve(matches.size());
    for (const auto& match : matches)
        values.push_back(match.*member);
    return torch::tensor(values, torch::kLong).to(device);
}

} // namespace

TavisLoss tavisLoss(const TavisLossInputs& in, const TavisLossOptions& options)
{
    const auto frames = in.queryMasks.size(0);
    const auto queries = in.queryMasks.size(1);
    const auto device = in.queryMasks.device();
    const auto audioLogits = in.audio.mm(in.text.t()); // [N·Q, C]
    const auto imageLogits = in.image.mm(in.text.t());

    TavisLoss out;
    out.matches = matchQueries(audioLogits.softmax(-1).view({frames, queries, -1}),
                               imageLogits.softmax(-1).view({frames, queries, -1}), in.queryMasks, in.labels,
                               options.matcher, in.points);
    out.targetClasses = torch::zeros({frames, queries}, torch::dtype(torch::kLong).device(device));

    const auto anything = (in.labels > 0).to(in.binaryMask.dtype());
    out.binaryBce = F::binary_cross_entropy_with_logits(in.binaryMask, anything);
    out.binaryIou = softIouLoss(in.binaryMask, anything);
    out.total = options.binaryBce * out.binaryBce + options.binaryIou * out.binaryIou;
    if (options.predictedIou > 0)
        out.total = out.total + options.predictedIou * F::mse_loss(in.predictedIou.select(1, queries),
                                                                   hardIou(in.binaryMask.detach(), anything));
    if (out.matches.empty())
        return out;

    const auto frame = matchedIndex(out.matches, &Match::frame, device);
    const auto query = matchedIndex(out.matches, &Match::query, device);
    const auto classId = matchedIndex(out.matches, &Match::classId, device);
    out.targetClasses.index_put_({frame, query}, classId);

    const auto count = static_cast<double>(out.matches.size());
    auto weight = torch::ones({in.text.size(0)}, audioLogits.options());
    weight[0] = options.backgroundWeight;
    const auto crossEntropy = F::CrossEntropyFuncOptions().weight(weight);
    const auto target = out.targetClasses.flatten();
    out.a2t = F::cross_entropy(audioLogits, target, crossEntropy) / count;
    out.v2t = F::cross_entropy(imageLogits, target, crossEntropy) / count;

    const auto masks = in.queryMasks.index({frame, query}); // [K, S, S]
    const auto truth = (in.labels.index_select(0, frame) == classId.view({-1, 1, 1})).to(masks.dtype());
    out.queryBce = F::binary_cross_entropy_with_logits(masks, truth);
    out.queryIou = softIouLoss(masks, truth);
    out.textMse = F::mse_loss(in.pseudoText, in.classText.index_select(0, target).view_as(in.pseudoText));

    out.total = out.total + options.a2t * out.a2t + options.v2t * out.v2t + options.queryBce * out.queryBce +
                options.queryIou * out.queryIou + options.textMse * out.textMse;
    if (options.predictedIou > 0)
        out.total = out.total + options.predictedIou * F::mse_loss(in.predictedIou.index({frame, query}),
                                                                   hardIou(masks.detach(), truth));
    return out;
}

} // namespace avs::nn
