// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/Results.h"

#include "core/inference/ModelSession.h"
#include "core/inference/Tensors.h"
#include "core/nn/image/ImageTransform.h"

#include <algorithm>

namespace avs::inference {

namespace {

/// audioProb, imageProb [Q, C]
void setClasses(StepPrediction& step, const nn::SemanticMap& map, const torch::Tensor& audioProb,
                const torch::Tensor& imageProb)
{
    for (std::size_t q = 0; q < step.queries.size(); ++q) {
        step.queries[q].audioProbabilities = toFloats(audioProb[static_cast<std::int64_t>(q)]);
        step.queries[q].imageProbabilities = toFloats(imageProb[static_cast<std::int64_t>(q)]);
    }
    step.labels = toLabelMap(map.labels);
    step.objects.clear();
    const auto areas = step.labels.areas();
    for (const auto& object : map.objects) {
        const auto area = areas[static_cast<std::size_t>(object.classIndex)];
        if (area == 0)
            continue;
        const auto& query = step.queries[static_cast<std::size_t>(object.query)];
        step.objects.push_back(
            {static_cast<int>(object.query), static_cast<int>(object.classIndex),
             static_cast<float>(object.probability), static_cast<float>(object.audioProbability),
             static_cast<float>(object.imageProbability), query.predictedIou, query.objectScore, area});
    }
}

} // namespace

StepPrediction toPrediction(const nn::FrameSegmentation& found, bool evidence)
{
    StepPrediction step;
    step.soundPrompt = toFloats(found.soundPrompt);
    const auto queries = found.queryMasks.size(0);
    const auto number = [](const torch::Tensor& x, std::int64_t i) { return x[i].item<float>(); };
    for (std::int64_t q = 0; q < queries; ++q) {
        QueryPrediction query;
        query.predictedIou = number(found.predictedIou, q);
        query.objectScore = number(found.objectScore, q);
        if (evidence) {
            query.logits = toLogitMap(found.queryMasks[q]);
            query.audioEmbedding = toFloats(found.queryAudio[q]);
            query.imageEmbedding = toFloats(found.maskedImages[q]);
            query.pseudoText = toFloats(found.pseudoText[q]);
        }
        step.queries.push_back(std::move(query));
    }
    step.predictedIou = number(found.predictedIou, queries);
    step.objectScore = number(found.objectScore, queries);
    if (evidence) {
        step.binaryLogits = toLogitMap(found.binaryMask);
        step.wholeSoundText = toFloats(found.pseudoText[queries]);
    }
    setClasses(step, found.semantic, found.audioProb, found.imageProb);
    return step;
}

bool hasEvidence(const StepPrediction& step)
{
    return !step.queries.empty() && !step.binaryLogits.values.empty() && !step.labels.isEmpty() &&
           std::all_of(step.queries.begin(), step.queries.end(), [](const QueryPrediction& query) {
               return !query.logits.values.empty() && !query.audioEmbedding.empty() &&
                      !query.imageEmbedding.empty();
           });
}

StepPrediction withClasses(const StepPrediction& step, const nn::TavisImpl::ClassTexts& classes,
                           const nn::SemanticOptions& options)
{
    std::vector<torch::Tensor> sound, sight, masks;
    for (const auto& query : step.queries) {
        sound.push_back(toTensor(query.audioEmbedding));
        sight.push_back(toTensor(query.imageEmbedding));
        masks.push_back(toTensor(query.logits));
    }
    const nn::TavisImpl::ClassTexts texts{classes.embedding.to(torch::kCPU), {}};
    const auto audioProb = nn::classProbabilities(torch::stack(sound), texts, options.audioLogitFactor);
    const auto imageProb = nn::classProbabilities(torch::stack(sight), texts, options.imageLogitFactor);
    StepPrediction out = step;
    setClasses(out,
               nn::semanticMap(audioProb, imageProb, torch::stack(masks), toTensor(step.binaryLogits),
                               step.labels.height(), step.labels.width(), options),
               audioProb, imageProb);
    return out;
}

imaging::LabelMap maskOf(const LogitMap& logits, int width, int height)
{
    const auto mask = toTensor(logits).unsqueeze(0).unsqueeze(0);
    return toLabelMap((nn::enlargeMasks(mask, height, width) > 0)[0][0]);
}

} // namespace avs::inference
