// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/sam2/Sam2.h"

#include <torch/nn/functional/upsampling.h>
#include <torch/nn/init.h>

namespace avs::nn {

namespace F = torch::nn::functional;

namespace {

constexpr double kAbsentLogit = -1024;
// A given mask as the decoder's output would have it.
constexpr double kMaskScale = 20;
constexpr double kMaskBias = -10;

torch::Tensor bilinear(const torch::Tensor& x, std::int64_t side)
{
    return F::interpolate(x, F::InterpolateFuncOptions()
                                 .size(std::vector<std::int64_t>{side, side})
                                 .mode(torch::kBilinear)
                                 .align_corners(false));
}

torch::Tensor shrink(const torch::Tensor& x, std::int64_t side)
{
    return F::interpolate(x, F::InterpolateFuncOptions()
                                 .size(std::vector<std::int64_t>{side, side})
                                 .mode(torch::kBilinear)
                                 .align_corners(false)
                                 .antialias(true));
}

} // namespace

Sam2Options Sam2Options::fromJson(const Json& json)
{
    for (const auto* flag :
         {"use_mask_input_as_output_without_sam", "directly_add_no_mem_embed", "use_high_res_features_in_sam",
          "multimask_output_in_sam", "use_obj_ptrs_in_encoder", "only_obj_ptrs_in_the_past_for_eval",
          "pred_obj_scores", "pred_obj_scores_mlp", "fixed_no_obj_ptr", "multimask_output_for_tracking",
          "use_mlp_for_obj_ptr_proj", "binarize_mask_from_pts_for_mem_enc"})
        if (json.boolOr(flag, true) != true)
            throw JsonError(std::string(flag) + " must be true: the other way is not supported");
    Sam2Options o;
    o.name = json.stringOr("name", o.name);
    o.imageSize = json.intOr("image_size", o.imageSize);
    if (o.imageSize < 32 || o.imageSize % 32 != 0)
        throw JsonError("\"image_size\" is a multiple of 32, not " + std::to_string(o.imageSize));
    o.imageEncoder = ImageEncoderOptions::fromJson(json);
    o.maskDecoder.dim = o.dim();
    o.maskDecoder.mlpDim = json.intOr("sam_mask_decoder_mlp_dim", o.maskDecoder.mlpDim);
    o.maskDecoder.iouHeadHidden = json.intOr("sam_iou_head_hidden_dim", o.maskDecoder.iouHeadHidden);
    o.maskDecoder.dynamicMultimask = json.boolOr("dynamic_multimask_via_stability", true);
    auto& memory = o.memory;
    memory.attention.dim = memory.encoder.dim = o.dim();
    memory.attention.layers = json.intOr("memory_attention_num_layers", memory.attention.layers);
    memory.attention.ffnDim = json.intOr("memory_attention_ff", memory.attention.ffnDim);
    memory.attention.memoryDim = memory.encoder.memoryDim = json.intOr("mem_dim", memory.encoder.memoryDim);
    memory.numMaskmem = json.intOr("num_maskmem", memory.numMaskmem);
    memory.maxObjectPointers = json.intOr("max_obj_ptrs_in_encoder", memory.maxObjectPointers);
    memory.absentEmbedding = json.boolOr("no_obj_embed_spatial", memory.absentEmbedding);
    memory.pointerPositions = json.boolOr("add_tpos_enc_to_obj_ptrs", memory.pointerPositions);
    o.maxConditioning = json.intOr("max_cond_frames_in_attn", o.maxConditioning);
    if (memory.numMaskmem < 1 || memory.maxObjectPointers < 2)
        throw JsonError("\"num_maskmem\" is at least 1 and \"max_obj_ptrs_in_encoder\" at least 2");
    if (memory.encoder.memoryDim < 4 || o.dim() % memory.encoder.memoryDim != 0)
        throw JsonError("\"mem_dim\" must divide the width " + std::to_string(o.dim()));
    return o;
}

namespace {

Sam2Parts makeParts(const Sam2Options& o)
{
    const auto grid = o.imageSize / 16;
    Sam2Parts parts;
    parts.imageEncoder = ImageEncoder(o.imageEncoder);
    parts.promptEncoder = PromptEncoder(PromptEncoderOptions{
        .dim = o.dim(), .gridSize = {grid, grid}, .imageSize = {o.imageSize, o.imageSize}});
    parts.maskDecoder = MaskDecoder(o.maskDecoder);
    parts.memory = Sam2Memory(o.memory);
    parts.noMemoryEmbedding = torch::empty({1, 1, o.dim()});
    torch::nn::init::normal_(parts.noMemoryEmbedding, 0, 0.02);
    parts.noMemoryEmbedding.set_requires_grad(true);
    return parts;
}

} // namespace

Sam2Impl::Sam2Impl(const Sam2Options& options)
    : Sam2Impl(options, makeParts(options))
{}

Sam2Impl::Sam2Impl(const Sam2Options& options, Sam2Parts parts)
    : m_options(options)
    , image_encoder(register_module("image_encoder", std::move(parts.imageEncoder)))
    , sam_prompt_encoder(register_module("sam_prompt_encoder", std::move(parts.promptEncoder)))
    , sam_mask_decoder(register_module("sam_mask_decoder", std::move(parts.maskDecoder)))
    , m_memory(std::move(parts.memory))
    , no_mem_embed(register_parameter("no_mem_embed", parts.noMemoryEmbedding,
                                      parts.noMemoryEmbedding.requires_grad()))
{
    m_memory->registerIn(*this);
}

Sam2Impl::Image Sam2Impl::encode(const torch::Tensor& image, const torch::Tensor& sound)
{
    return prepare(image_encoder(image, sound));
}

Sam2Impl::Image Sam2Impl::prepare(const ImageFeatures& features)
{
    return {features.maps[2], features.positions[2], sam_mask_decoder->projectStride4(features.maps[0]),
            sam_mask_decoder->projectStride8(features.maps[1])};
}

Sam2Impl::Answer Sam2Impl::decode(const Image& image, const torch::Tensor& pixels, const Prompts& prompts,
                                  bool multimask, bool hideAbsent)
{
    auto asked = prompts;
    if (!asked.points.defined()) { // a point that is none stands for no clicks
        const auto objects = pixels.size(0);
        asked.points = torch::zeros({objects, 1, 2}, pixels.options());
        asked.labels = torch::full({objects, 1}, -1, pixels.options().dtype(torch::kLong));
    }
    const auto side = m_options.imageSize / 4;
    if (asked.masks.defined() && asked.masks.size(-1) != side)
        asked.masks = shrink(asked.masks, side);
    const auto embedded = sam_prompt_encoder(asked);
    const auto output =
        sam_mask_decoder(MaskDecoderInput{.imageEmbedding = pixels,
                                          .imagePositions = sam_prompt_encoder->densePositions(),
                                          .sparsePrompts = embedded.sparse,
                                          .densePrompts = embedded.dense,
                                          .highRes0 = image.highRes0,
                                          .highRes1 = image.highRes1});
    Answer answer{sam_mask_decoder->select(output, multimask), output.objectScores};
    if (hideAbsent)
        answer.candidates.masks = torch::where(
            m_memory->present(answer.objectScore).gt(0).unsqueeze(-1).unsqueeze(-1), answer.candidates.masks,
            torch::full({}, kAbsentLogit, answer.candidates.masks.options()));
    return answer;
}

Sam2Impl::Object Sam2Impl::choose(const Answer& answer)
{
    const auto best = bestOf(answer.candidates);
    return {best.masks, answer.objectScore,
            m_memory->pointers(best.tokens, m_memory->present(answer.objectScore))};
}

Sam2Impl::Object Sam2Impl::fromMask(const Image& image, const torch::Tensor& mask)
{
    const auto present = mask.flatten(1).gt(0).any(1, /*keepdim=*/true).to(mask.dtype());
    const auto lowRes = shrink(mask * kMaskScale + kMaskBias, m_options.imageSize / 4);
    const auto answer =
        decode(image, image.features, {.masks = m_memory->promptOf(mask)}, /*multimask=*/false);
    const auto tokens = bestOf(answer.candidates).tokens;
    return {lowRes, present * kMaskScale + kMaskBias,
            m_memory->pointers(tokens, present * m_memory->present(answer.objectScore))};
}

torch::Tensor Sam2Impl::withoutMemory(const Image& image)
{
    return image.features + no_mem_embed.view({1, -1, 1, 1});
}

torch::Tensor Sam2Impl::withMemory(const Image& image, const MemoryBank& memory)
{
    return m_memory->attend(image.features, image.positions, memory);
}

torch::Tensor Sam2Impl::encodeMemory(const Image& image, const torch::Tensor& mask,
                                     const torch::Tensor& score, bool prompted)
{
    return m_memory->encode(image.features, mask, score, /*hard=*/prompted);
}

torch::Tensor Sam2Impl::enlarge(const torch::Tensor& lowRes) const
{
    return bilinear(lowRes, m_options.imageSize);
}

} // namespace avs::nn
