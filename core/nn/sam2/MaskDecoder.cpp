// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/sam2/MaskDecoder.h"

#include "core/nn/Precision.h"
#include "core/nn/sam2/JsonInts.h"

#include <ATen/ATen.h>
#include <torch/nn/modules/container/modulelist.h>

namespace avs::nn {

namespace {

constexpr std::int64_t kObjScoreTokens = 1;
constexpr std::int64_t kIouTokens = 1;

torch::nn::ConvTranspose2d doubling(std::int64_t in, std::int64_t out)
{
    return torch::nn::ConvTranspose2d(torch::nn::ConvTranspose2dOptions(in, out, 2).stride(2));
}

torch::nn::Conv2d pointwise(std::int64_t in, std::int64_t out)
{
    return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, 1));
}

/// x [R, C, H, W] + maps [I, C, H, W], each map for R / I consecutive rows, without copies of the maps.
torch::Tensor addPerImage(const torch::Tensor& x, const torch::Tensor& maps)
{
    const auto images = maps.size(0);
    TORCH_CHECK(images > 0 && x.size(0) % images == 0, "mask decoder: ", x.size(0), " objects on ", images,
                " images");
    return (x.unflatten(0, {images, x.size(0) / images}) + maps.unsqueeze(1)).flatten(0, 1);
}

/// [N, C, h, w] -> [N, h·w, C]
torch::Tensor toSequence(const torch::Tensor& map)
{
    return map.flatten(2).transpose(1, 2);
}

/// Image and dense prompts -> [R, h·w, C]
torch::Tensor promptedImage(const torch::Tensor& image, const torch::Tensor& dense)
{
    const auto images = image.size(0);
    const auto objects = dense.size(0);
    TORCH_CHECK(images > 0 && objects % images == 0, "mask decoder: ", objects, " objects on ", images,
                " images");
    // Contiguous before the sum, so that the (larger) sum is too and every Linear takes it without a copy.
    const auto perImage = toSequence(image).contiguous().unsqueeze(1); // [I, 1, h·w, C]
    const auto perObject = dense.dim() == 2 ? dense.unsqueeze(1) : toSequence(dense);
    return (perImage + perObject.unflatten(0, {images, objects / images})).flatten(0, 1);
}

std::vector<Mlp> mlps(std::int64_t count, const MlpOptions& options)
{
    std::vector<Mlp> list;
    for (std::int64_t i = 0; i < count; ++i)
        list.emplace_back(options);
    return list;
}

torch::nn::ModuleList asList(const std::vector<Mlp>& modules)
{
    torch::nn::ModuleList list;
    for (const auto& module : modules)
        list->push_back(module);
    return list;
}

} // namespace

MaskDecoderOptions MaskDecoderOptions::fromJson(const Json& json)
{
    for (const auto* flag : {"use_high_res_features", "pred_obj_scores", "pred_obj_scores_mlp"})
        requireFlag(json, flag, true);
    MaskDecoderOptions options;
    options.dim = json.intOr("transformer_dim", options.dim);
    options.mlpDim = json.intOr("mlp_dim", options.mlpDim);
    options.heads = json.intOr("num_heads", options.heads);
    options.depth = json.intOr("transformer_depth", options.depth);
    options.multimasks = json.intOr("num_multimask_outputs", options.multimasks);
    options.iouHeadDepth = json.intOr("iou_head_depth", options.iouHeadDepth);
    options.iouHeadHidden = json.intOr("iou_head_hidden_dim", options.iouHeadHidden);
    options.iouSigmoid = json.boolOr("iou_prediction_use_sigmoid", options.iouSigmoid);
    options.multimaskTokens = json.boolOr("use_multimask_token_for_obj_ptr", options.multimaskTokens);
    options.dynamicMultimask = json.boolOr("dynamic_multimask_via_stability", options.dynamicMultimask);
    options.stabilityDelta = json.doubleOr("dynamic_multimask_stability_delta", options.stabilityDelta);
    options.stabilityThreshold =
        json.doubleOr("dynamic_multimask_stability_thresh", options.stabilityThreshold);
    options.tavisExtras = json.boolOr("tavis_extras", options.tavisExtras);
    return options;
}

MaskUpscalingImpl::MaskUpscalingImpl(std::int64_t dim)
    : m_first(register_module("0", doubling(dim, dim / 4)))
    , m_norm(register_module("1", LayerNorm2d(dim / 4)))
    , m_second(register_module("3", doubling(dim / 4, dim / 8)))
{}

torch::Tensor MaskUpscalingImpl::forward(const torch::Tensor& x, const torch::Tensor& highRes0,
                                         const torch::Tensor& highRes1)
{
    const auto half = at::gelu(m_norm(addPerImage(m_first(x), highRes1))); // [R, C/4, 2h, 2w]
    return at::gelu(addPerImage(m_second(half), highRes0));                // [R, C/8, 4h, 4w]
}

MaskDecoderImpl::MaskDecoderImpl(const MaskDecoderOptions& options)
    : m_options(options)
{
    const auto dim = options.dim;
    const auto maskTokens = 1 + options.multimasks;
    TORCH_CHECK(dim % 8 == 0, "mask decoder: the width must be divisible by 8, not ", dim);
    m_transformer = register_module(
        "transformer",
        TwoWayTransformer(TwoWayTransformerOptions{
            .depth = options.depth, .dim = dim, .heads = options.heads, .mlpDim = options.mlpDim}));
    m_iouToken = register_module("iou_token", torch::nn::Embedding(kIouTokens, dim));
    m_maskTokens = register_module("mask_tokens", torch::nn::Embedding(maskTokens, dim));
    m_objScoreToken = register_module("obj_score_token", torch::nn::Embedding(kObjScoreTokens, dim));
    m_upscaling = register_module("output_upscaling", MaskUpscaling(dim));
    m_convS0 = register_module("conv_s0", pointwise(dim, dim / 8));
    m_convS1 = register_module("conv_s1", pointwise(dim, dim / 4));
    m_hypernetworks = mlps(maskTokens, {.input = dim, .hidden = dim, .output = dim / 8});
    register_module("output_hypernetworks_mlps", asList(m_hypernetworks));
    m_iouHead = register_module("iou_prediction_head",
                                Mlp(MlpOptions{.input = dim,
                                               .hidden = options.iouHeadHidden,
                                               .output = maskTokens,
                                               .layers = static_cast<int>(options.iouHeadDepth),
                                               .sigmoidOutput = options.iouSigmoid}));
    m_objScoreHead =
        register_module("pred_obj_score_head", Mlp(MlpOptions{.input = dim, .hidden = dim, .output = 1}));
    if (options.tavisExtras) {
        m_decoderNorm =
            register_module("decoder_norm", torch::nn::LayerNorm(torch::nn::LayerNormOptions({dim})));
        m_audioScore =
            mlps(maskTokens, {.input = dim, .hidden = dim / 2, .output = 1, .sigmoidOutput = true});
        register_module("audio_score", asList(m_audioScore));
    }
}

torch::Tensor MaskDecoderImpl::projectStride4(const torch::Tensor& map)
{
    return m_convS0(map);
}

torch::Tensor MaskDecoderImpl::projectStride8(const torch::Tensor& map)
{
    return m_convS1(map);
}

torch::Tensor MaskDecoderImpl::tokens(const torch::Tensor& sparsePrompts) const
{
    const auto own = at::cat({m_objScoreToken->weight, m_iouToken->weight, m_maskTokens->weight});
    return at::cat({own.unsqueeze(0).expand({sparsePrompts.size(0), -1, -1}), sparsePrompts}, 1);
}

MaskDecoderOutput MaskDecoderImpl::forward(const MaskDecoderInput& input)
{
    const auto height = input.imageEmbedding.size(2);
    const auto width = input.imageEmbedding.size(3);
    const auto image = promptedImage(input.imageEmbedding, input.densePrompts); // [R, h·w, C]
    const auto positions = toSequence(input.imagePositions).contiguous();       // [1, h·w, C]
    const auto state = m_transformer(image, positions, tokens(input.sparsePrompts));

    MaskDecoderOutput output;
    output.objectScores = atLeastFloat(m_objScoreHead(state.tokens.select(1, 0)));
    output.all.ious = atLeastFloat(m_iouHead(state.tokens.select(1, kObjScoreTokens)));
    const auto firstMask = kObjScoreTokens + kIouTokens;
    output.all.tokens = state.tokens.slice(1, firstMask, firstMask + 1 + m_options.multimasks);

    const auto map = state.image.transpose(1, 2).unflatten(2, {height, width}); // [R, C, h, w]
    const auto pixels = m_upscaling(map, input.highRes0, input.highRes1);       // [R, C/8, 4h, 4w]
    std::vector<torch::Tensor> weights;
    for (std::size_t i = 0; i < m_hypernetworks.size(); ++i)
        weights.push_back(m_hypernetworks[i](output.all.tokens.select(1, static_cast<std::int64_t>(i))));
    // The maps lie channels-last in memory, so pixels times weights needs no copy in either direction.
    const auto sequence = toSequence(pixels); // [R, 16·h·w, C/8]
    output.all.masks = atLeastFloat(at::bmm(sequence, at::stack(weights, 2)))
                           .transpose(1, 2)
                           .contiguous()
                           .unflatten(2, {pixels.size(2), pixels.size(3)}); // [R, M, 4h, 4w]
    return output;
}

MaskCandidates MaskDecoderImpl::select(const MaskDecoderOutput& output, bool multimask) const
{
    const auto& all = output.all;
    const MaskCandidates several{.masks = all.masks.slice(1, 1), .ious = all.ious.slice(1, 1), .tokens = {}};
    const auto firstToken = all.tokens.slice(1, 0, 1);
    if (multimask)
        return {.masks = several.masks,
                .ious = several.ious,
                .tokens = m_options.multimaskTokens ? all.tokens.slice(1, 1) : firstToken};

    MaskCandidates single{
        .masks = all.masks.slice(1, 0, 1), .ious = all.ious.slice(1, 0, 1), .tokens = firstToken};
    if (m_options.dynamicMultimask && !is_training()) {
        const auto best = bestOf({.masks = several.masks, .ious = several.ious, .tokens = firstToken});
        const auto stable =
            (maskStability(single.masks, m_options.stabilityDelta) >= m_options.stabilityThreshold)
                .unsqueeze(1); // [R, 1]
        single.masks = at::where(stable.unsqueeze(2).unsqueeze(3), single.masks, best.masks);
        single.ious = at::where(stable, single.ious, best.ious);
    }
    return single;
}

torch::Tensor MaskDecoderImpl::audioScores(const torch::Tensor& tokens)
{
    TORCH_CHECK(!m_audioScore.empty(), "mask decoder: built without TAViS's extras");
    std::vector<torch::Tensor> scores;
    for (std::size_t i = 0; i < m_audioScore.size(); ++i)
        scores.push_back(m_audioScore[i](tokens.select(1, static_cast<std::int64_t>(i))));
    return at::stack(scores, 1);
}

} // namespace avs::nn
