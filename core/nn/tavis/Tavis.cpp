// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/tavis/Tavis.h"

#include "core/nn/sam2/FillHoles.h"

#include <torch/nn/functional/upsampling.h>
#include <torch/nn/init.h>

namespace avs::nn {

namespace F = torch::nn::functional;

namespace {

torch::Tensor resizeBilinear(const torch::Tensor& x, std::int64_t side)
{
    return F::interpolate(x, F::InterpolateFuncOptions()
                                 .size(std::vector<std::int64_t>{side, side})
                                 .mode(torch::kBilinear)
                                 .align_corners(false));
}

/// Mean over kernel × kernel pixels, zeros outside counted: average pooling with stride 1 and padding kernel
/// / 2, as two products with a band matrix. Pooling itself visits kernel² pixels for each one: seconds at 75
/// × 75.
torch::Tensor boxBlur(const torch::Tensor& x, std::int64_t kernel)
{
    const auto side = x.size(-1);
    const auto at = torch::arange(side, x.options());
    const auto band =
        ((at.unsqueeze(0) - at.unsqueeze(1)).abs() <= static_cast<double>(kernel / 2)).to(x.dtype()) /
        static_cast<double>(kernel); // symmetric
    return band.matmul(x).matmul(band);
}

} // namespace

TavisImpl::TavisImpl(const TavisOptions& options)
    : m_options(options)
{
    const auto& o = m_options;
    // The bridge's parts stand beside SAM 2's in the published files, not in a module of their own.
    m_bridge = TextBridge(o.bridge);
    for (auto& child : m_bridge->named_children())
        register_module(child.key(), child.value());
    imagebind = register_module("imagebind", ImageBind(o.imagebind));
    image_encoder = register_module("image_encoder", ImageEncoder(o.imageEncoder));
    sam_prompt_encoder = register_module("sam_prompt_encoder", PromptEncoder(o.promptEncoder));
    sam_mask_decoder = register_module("sam_mask_decoder", MaskDecoder(o.maskDecoder));
    no_mem_embed = register_parameter("no_mem_embed", torch::empty({1, 1, o.bridge.embedDim}));
    torch::nn::init::normal_(no_mem_embed, 0, 0.02);
    if (o.memory) {
        m_memory = Sam2Memory(*o.memory);
        m_memory->registerIn(*this);
    }
    if (o.legacyUnusedModules)
        registerLegacyModules();
}

void TavisImpl::registerLegacyModules()
{
    const auto& b = m_options.bridge;
    const auto audioTokens = m_options.imagebind.audio->tokens();
    constexpr std::int64_t heads = 4;
    register_module("no_mask_embed", torch::nn::Embedding(1, b.embedDim));
    register_module("text_prompt_all", torch::nn::Embedding(1, b.textDim));
    register_module("query_fea_H", torch::nn::Embedding(b.queries, audioTokens));
    register_module("query_embed_H", torch::nn::Embedding(b.queries, audioTokens));
    torch::nn::ModuleList acrossTokens, acrossText;
    for (std::int64_t i = 0; i < b.layers; ++i)
        acrossTokens->push_back(
            CrossAttentionLayer(CrossAttentionLayerOptions{.dim = audioTokens, .heads = heads}));
    for (std::int64_t i = 0; i < b.layers / 2; ++i)
        acrossText->push_back(
            CrossAttentionLayer(CrossAttentionLayerOptions{.dim = b.textDim, .heads = heads}));
    register_module("transformer_cross_attention_layers_H", acrossTokens);
    register_module("transformer_CA", acrossText);
    const auto loss = register_module("CEloss", std::make_shared<torch::nn::Module>());
    loss->register_buffer("weight", torch::ones({m_options.legacyClasses}));
}

TavisImpl::Output TavisImpl::forward(const Input& input, const StageMark& mark)
{
    Output out;
    const auto features = encode(out, input, mark);
    decodeMasks(out, features);
    if (mark)
        mark("mask decoder");
    return out;
}

ImageFeatures TavisImpl::encode(Output& out, const Input& input, const StageMark& mark)
{
    const auto done = [&](const char* stage) {
        if (mark)
            mark(stage);
    };
    const auto towers = input.towers ? *input.towers : encodeTowers(input, mark);
    const auto queries =
        m_bridge->decompose(towers.audioTokens, towers.audioCls, m_options.releaseBatchMixing);
    auto text =
        imagebind->encodePseudoText(queries.pseudoProb, queries.pseudoEmbeddings); // eos [(Q+1)·N, Dt]
    if (m_options.releaseDetach)
        text.eos = text.eos.detach();
    out.prompts = m_bridge->prompts(queries, towers.audioTokens, towers.audioCls, towers.visionCls, text.eos);
    done("query decomposition, text bridge");

    auto features = input.features ? *input.features : image_encoder(input.image, out.prompts.hiera);
    done("SAM 2 image encoder");

    const auto frames = towers.audioCls.size(0);
    const auto q = m_options.bridge.queries;
    out.visionCls = towers.visionCls;
    out.audioCls = towers.audioCls;
    out.queryAudio = queries.audio;
    out.pseudoText = torch::cat(
        {text.eos.slice(0, 0, frames * q).view({frames, q, -1}), text.eos.slice(0, frames * q).unsqueeze(1)},
        1); // [N, Q+1, Dt]
    return features;
}

MaskDecoderOutput TavisImpl::decode(const Pixels& pixels, const TextBridgeImpl::Prompts& prompts,
                                    std::int64_t firstFrame, std::int64_t frames)
{
    const auto objects = m_options.bridge.queries + 1;
    const auto dim = m_options.bridge.embedDim;
    const auto rows = frames * objects;
    MaskDecoderInput in;
    in.imageEmbedding = pixels.embedding;
    in.imagePositions = sam_prompt_encoder->densePositions();
    in.sparsePrompts = prompts.sparse.narrow(0, firstFrame, frames).reshape({rows, 1, dim});
    in.densePrompts = prompts.dense.narrow(0, firstFrame, frames)
                          .unsqueeze(1)
                          .expand({frames, objects, dim})
                          .reshape({rows, dim});
    in.highRes0 = pixels.highRes0;
    in.highRes1 = pixels.highRes1;
    return sam_mask_decoder->forward(in);
}

TavisImpl::TowerFeatures TavisImpl::encodeTowers(const Input& input, const StageMark& mark)
{
    TowerFeatures towers;
    if (input.mel.defined()) {
        const auto audio = imagebind->encodeAudio(input.mel);
        towers.audioTokens = audio.tokens; // [N, La, Da]
        towers.audioCls = audio.cls;       // [N, Da]
        if (mark)
            mark("ImageBind audio");
    }
    if (input.initialImage.defined()) {
        const auto small = resizeBilinear(input.initialImage, m_options.visionSize);
        towers.visionCls = imagebind->encodeVision(small).cls; // [N, Dv]
        if (mark)
            mark("ImageBind vision");
    }
    return towers;
}

ImageFeatures TavisImpl::encodeImage(const torch::Tensor& image, const torch::Tensor& audioTokens)
{
    return image_encoder(image, m_bridge->hieraPrompt(audioTokens));
}

void TavisImpl::decodeMasks(Output& out, const ImageFeatures& features)
{
    out.imageFeatures = features.maps[2]; // [N, D, S/16, S/16]
    const Pixels pixels{out.imageFeatures + no_mem_embed.view({1, -1, 1, 1}),
                        sam_mask_decoder->projectStride4(features.maps[0]),
                        sam_mask_decoder->projectStride8(features.maps[1])};
    out.decoder = decode(pixels, out.prompts, 0, out.imageFeatures.size(0));
    finish(out, bestOf(sam_mask_decoder->select(out.decoder, m_options.multimask)));
}

void TavisImpl::finish(Output& out, const BestMasks& best)
{
    const auto frames = out.prompts.sparse.size(0);
    const auto objects = m_options.bridge.queries + 1;
    const auto side = best.masks.size(-1);
    out.lowResMasks = best.masks.view({frames, objects, side, side});
    if (m_options.fillHoleArea > 0 && !is_training())
        out.lowResMasks = fillHoles(out.lowResMasks, m_options.fillHoleArea);
    out.predictedIou = best.ious.view({frames, objects});
    out.objectScore = out.decoder.objectScores.view({frames, objects});

    const auto masks = resizeBilinear(out.lowResMasks, m_options.imageSize); // [N, Q+1, S, S]
    out.queryMasks = masks.slice(1, 0, objects - 1);
    out.binaryMask = masks.select(1, objects - 1);
}

torch::Tensor TavisImpl::embedMaskedImages(const torch::Tensor& initialImage, const torch::Tensor& masks)
{
    const auto n = masks.size(0);
    const auto q = masks.size(1);
    const auto side = masks.size(-1);
    const auto inside = masks.sigmoid().unsqueeze(2); // [N, Q, 1, S, S]
    const auto outside = 1 - inside;
    const auto image = initialImage.unsqueeze(1); // [N, 1, 3, S, S]
    const auto blurred = boxBlur((image * outside).reshape({n * q, 3, side, side}), m_options.blurKernel);
    const auto composite =
        (image * inside).reshape({n * q, 3, side, side}) + blurred * outside.reshape({n * q, 1, side, side});
    return imagebind->encodeVision(resizeBilinear(composite, m_options.visionSize)).embedding;
}

torch::Tensor TavisImpl::embedQueryAudio(const torch::Tensor& queryAudio)
{
    return imagebind->embedAudioTokens(queryAudio);
}

TavisImpl::ClassTexts TavisImpl::embedClasses(const torch::Tensor& tokens)
{
    const auto text = imagebind->encodeText(tokens);
    return {text.embedding, text.eos};
}

torch::Tensor classProbabilities(const torch::Tensor& embeddings, const TavisImpl::ClassTexts& classes,
                                 double logitFactor)
{
    return (similarity(embeddings, classes.embedding) * logitFactor).softmax(-1);
}

std::vector<FrameSegmentation> segmentFrames(TavisImpl& model, const TavisImpl::Input& input,
                                             const TavisImpl::ClassTexts& classes, std::int64_t height,
                                             std::int64_t width, const TavisImpl::StageMark& mark,
                                             ClipMemory* memory)
{
    const auto out = memory ? model.forwardClip(input, *memory, mark) : model.forward(input, mark);
    const auto frames = out.queryMasks.size(0);
    const auto queries = out.queryMasks.size(1);
    const auto perFrame = [&](const torch::Tensor& rows) { // [N·Q, …] -> [N, Q, …] on the CPU
        return rows.unflatten(0, {frames, queries}).to(torch::kCPU, torch::kFloat);
    };
    const auto& semantic = model.options().semantic;
    const auto sound = model.embedQueryAudio(out.queryAudio);                       // [N·Q, De]
    const auto sight = model.embedMaskedImages(input.initialImage, out.queryMasks); // [N·Q, De]
    const auto audioProb = perFrame(classProbabilities(sound, classes, semantic.audioLogitFactor));
    const auto imageProb = perFrame(classProbabilities(sight, classes, semantic.imageLogitFactor));
    if (mark)
        mark("classes from sound and image");

    // To the CPU once, not frame by frame: each transfer from a GPU waits for it.
    const auto toCpu = [](const torch::Tensor& x) { return x.to(torch::kCPU, torch::kFloat); };
    const auto queryAudio = perFrame(sound);
    const auto maskedImages = perFrame(sight);
    const auto queryMasks = toCpu(out.queryMasks);
    const auto binaryMask = toCpu(out.binaryMask);
    const auto predictedIou = toCpu(out.predictedIou);
    const auto objectScore = toCpu(out.objectScore);
    const auto pseudoText = toCpu(out.pseudoText);
    const auto soundPrompt = toCpu(out.prompts.hiera);
    std::vector<FrameSegmentation> result;
    for (std::int64_t n = 0; n < frames; ++n) {
        result.push_back({semanticMap(audioProb[n], imageProb[n], out.queryMasks[n], out.binaryMask[n],
                                      height, width, semantic),
                          queryMasks[n], binaryMask[n], predictedIou[n], objectScore[n], audioProb[n],
                          imageProb[n], queryAudio[n], maskedImages[n], pseudoText[n], soundPrompt[n]});
    }
    if (mark)
        mark("label map");
    return result;
}

} // namespace avs::nn
