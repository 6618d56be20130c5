// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/bench/Straightforward.h"

#include "core/nn/sam2/FillHoles.h"

#include <torch/nn/functional/pooling.h>
#include <torch/nn/functional/upsampling.h>

#include <cmath>

namespace avs::nn {

namespace F = torch::nn::functional;

namespace {

torch::Tensor resize(const torch::Tensor& x, std::int64_t height, std::int64_t width)
{
    return F::interpolate(x, F::InterpolateFuncOptions()
                                 .size(std::vector<std::int64_t>{height, width})
                                 .mode(torch::kBilinear)
                                 .align_corners(false));
}

/// Each row of `queries` through the text tower by itself -> [Q+1, Dt].
torch::Tensor pseudoTexts(ImageBindImpl& imagebind, const TextBridgeImpl::Queries& queries)
{
    std::vector<torch::Tensor> rows;
    for (std::int64_t i = 0; i < queries.pseudoProb.size(0); ++i)
        rows.push_back(imagebind
                           .encodePseudoText(queries.pseudoProb.slice(0, i, i + 1),
                                             queries.pseudoEmbeddings.slice(0, i, i + 1),
                                             /*fillerTokens=*/true)
                           .eos);
    return torch::cat(rows);
}

struct Masks
{
    torch::Tensor logits;       ///< [Q+1, S, S]
    torch::Tensor predictedIou; ///< [Q+1]
    torch::Tensor objectScore;  ///< [Q+1]
};

Masks decodeMasks(TavisImpl& model, const ImageFeatures& features, const TextBridgeImpl::Prompts& prompts)
{
    const auto& o = model.options();
    const auto objects = o.bridge.queries + 1;
    const auto dim = o.bridge.embedDim;
    auto& decoder = model.maskDecoder();
    MaskDecoderInput in;
    in.imageEmbedding =
        features.maps[2].repeat({objects, 1, 1, 1}) + model.noMemoryEmbedding().view({1, dim, 1, 1});
    in.imagePositions = model.promptEncoder()->densePositions();
    in.sparsePrompts = prompts.sparse.view({objects, 1, dim});
    in.densePrompts = prompts.dense.view({1, dim, 1, 1}).expand_as(in.imageEmbedding);
    in.highRes0 = decoder->projectStride4(features.maps[0]).repeat({objects, 1, 1, 1});
    in.highRes1 = decoder->projectStride8(features.maps[1]).repeat({objects, 1, 1, 1});
    const auto output = decoder->forward(in);
    const auto best = bestOf(decoder->select(output, o.multimask));
    const auto filled = o.fillHoleArea > 0 ? fillHoles(best.masks, o.fillHoleArea) : best.masks;
    return {resize(filled, o.imageSize, o.imageSize).squeeze(1), best.ious.flatten(),
            output.objectScores.flatten()};
}

/// What one query's masked image is in the joint space (tavis.md §2.10) -> [1, De].
torch::Tensor embedMaskedImage(TavisImpl& model, const torch::Tensor& image, const torch::Tensor& mask)
{
    const auto& o = model.options();
    const auto inside = mask.sigmoid();
    const auto outside = 1 - inside;
    const auto blurred = F::avg_pool2d(
        image * outside, F::AvgPool2dFuncOptions(o.blurKernel).stride(1).padding(o.blurKernel / 2));
    const auto composite = image * inside + blurred * outside;
    return model.imagebindTowers()->encodeVision(resize(composite, o.visionSize, o.visionSize)).embedding;
}

/// tavis.md §7, pixel by pixel.
SemanticMap labelMap(const FrameSegmentation& frame, std::int64_t height, std::int64_t width,
                     const SemanticOptions& options)
{
    const auto enlarge = [&](const torch::Tensor& masks) { // [K, S, S]
        return resize(masks.unsqueeze(0), height, width).squeeze(0).contiguous();
    };
    const auto masks = enlarge(frame.queryMasks);
    const auto binary = enlarge(frame.binaryMask.unsqueeze(0));
    const bool byBinary = options.gate == SemanticOptions::Gate::Binary;
    SemanticMap out;
    for (std::int64_t q = 0; q < masks.size(0); ++q) {
        const auto p =
            options.audioWeight * frame.audioProb[q] + (1 - options.audioWeight) * frame.imageProb[q];
        const auto c = p.argmax().item<std::int64_t>();
        const auto probability = p[c].item<double>();
        if (c != 0 && probability >= options.minProbability && frame.queryMasks[q].max().item<double>() > 0)
            out.objects.push_back({q, c, probability, frame.audioProb[q][c].item<double>(),
                                   frame.imageProb[q][c].item<double>()});
    }
    out.labels = torch::zeros({height, width}, torch::kByte);
    const auto logits = masks.accessor<float, 3>();
    const auto sounding = binary.accessor<float, 3>();
    auto labels = out.labels.accessor<std::uint8_t, 2>();
    for (std::int64_t y = 0; y < height; ++y) {
        for (std::int64_t x = 0; x < width; ++x) {
            bool inSome = false;
            for (const auto& object : out.objects)
                inSome = inSome || logits[object.query][y][x] > 0;
            if (byBinary ? sounding[0][y][x] <= 0 : !inSome)
                continue;
            double best = -1;
            for (const auto& object : out.objects) {
                const double sigmoid = 1 / (1 + std::exp(-logits[object.query][y][x]));
                const double score = inSome ? object.probability * sigmoid : sigmoid;
                if (score > best) {
                    best = score;
                    labels[y][x] = static_cast<std::uint8_t>(object.classIndex);
                }
            }
        }
    }
    return out;
}

} // namespace

FrameSegmentation segmentStraightforwardly(TavisImpl& model, const TavisImpl::Input& input,
                                           const torch::Tensor& classTokens, std::int64_t height,
                                           std::int64_t width)
{
    TORCH_CHECK(input.image.size(0) == 1, "one frame at a time, not ", input.image.size(0));
    const auto& o = model.options();
    auto& imagebind = *model.imagebindTowers();
    const auto audio = imagebind.encodeAudio(input.mel);
    const auto vision = imagebind.encodeVision(resize(input.initialImage, o.visionSize, o.visionSize));
    const auto queries = model.bridge()->decompose(audio.tokens, audio.cls);
    const auto texts = pseudoTexts(imagebind, queries);
    const auto prompts = model.bridge()->prompts(queries, audio.tokens, audio.cls, vision.cls, texts);
    const auto masks = decodeMasks(model, model.imageEncoder()(input.image, prompts.hiera), prompts);

    std::vector<torch::Tensor> sound, sight;
    for (std::int64_t q = 0; q < o.bridge.queries; ++q) {
        sound.push_back(imagebind.embedAudioTokens(queries.audio.slice(0, q, q + 1)));
        sight.push_back(embedMaskedImage(model, input.initialImage, masks.logits[q]));
    }
    const auto classes = model.embedClasses(classTokens);
    const auto probabilities = [&](const torch::Tensor& x) {
        return x.mm(classes.embedding.t()).softmax(-1).to(torch::kCPU);
    };
    FrameSegmentation out;
    out.queryMasks = masks.logits.slice(0, 0, o.bridge.queries).to(torch::kCPU);
    out.binaryMask = masks.logits[o.bridge.queries].to(torch::kCPU);
    out.predictedIou = masks.predictedIou.to(torch::kCPU);
    out.objectScore = masks.objectScore.to(torch::kCPU);
    out.queryAudio = torch::cat(sound).to(torch::kCPU);
    out.maskedImages = torch::cat(sight).to(torch::kCPU);
    out.audioProb = probabilities(torch::cat(sound));
    out.imageProb = probabilities(torch::cat(sight));
    out.pseudoText = texts.to(torch::kCPU);
    out.semantic = labelMap(out, height, width, o.semantic);
    return out;
}

} // namespace avs::nn
