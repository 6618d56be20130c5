// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/sam2/Sam2.h"

#include <torch/nn/functional/upsampling.h>
#include <torch/nn/init.h>

namespace avs::nn {

namespace F = torch::nn::functional;

namespace {

constexpr double kAbsentLogit = -1024;
// A mask, or the sigmoid of its logits, as the memory encoder and the decoder's output see it.
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

/// ages [P] -> [P, dim]: sines, then cosines.
torch::Tensor sineOf(const torch::Tensor& ages, std::int64_t dim)
{
    const auto half = dim / 2;
    const auto exponent =
        (torch::arange(half, ages.options()) / 2).floor() * (2.0 / static_cast<double>(half));
    const auto angles = ages.unsqueeze(-1) / torch::pow(10000.0, exponent);
    return torch::cat({angles.sin(), angles.cos()}, -1);
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
    o.memoryLayers = json.intOr("memory_attention_num_layers", o.memoryLayers);
    o.memoryFfnDim = json.intOr("memory_attention_ff", o.memoryFfnDim);
    o.memoryDim = json.intOr("mem_dim", o.memoryDim);
    o.numMaskmem = json.intOr("num_maskmem", o.numMaskmem);
    o.maxObjectPointers = json.intOr("max_obj_ptrs_in_encoder", o.maxObjectPointers);
    o.maxConditioning = json.intOr("max_cond_frames_in_attn", o.maxConditioning);
    o.absentEmbedding = json.boolOr("no_obj_embed_spatial", o.absentEmbedding);
    o.pointerPositions = json.boolOr("add_tpos_enc_to_obj_ptrs", o.pointerPositions);
    if (o.numMaskmem < 1 || o.maxObjectPointers < 2)
        throw JsonError("\"num_maskmem\" is at least 1 and \"max_obj_ptrs_in_encoder\" at least 2");
    if (o.memoryDim < 4 || o.dim() % o.memoryDim != 0)
        throw JsonError("\"mem_dim\" must divide the width " + std::to_string(o.dim()));
    return o;
}

Sam2Impl::Sam2Impl(const Sam2Options& options)
    : m_options(options)
    , m_memorySine(options.memoryDim)
{
    const auto& o = m_options;
    const auto grid = o.imageSize / 16;
    const auto dim = o.dim();
    const auto normal = [this](const char* name, torch::IntArrayRef shape) {
        auto parameter = register_parameter(name, torch::empty(shape));
        const torch::NoGradGuard noGrad;
        parameter.normal_(0, 0.02);
        return parameter;
    };
    image_encoder = register_module("image_encoder", ImageEncoder(o.imageEncoder));
    mask_downsample =
        register_module("mask_downsample", torch::nn::Conv2d(torch::nn::Conv2dOptions(1, 1, 4).stride(4)));
    memory_attention = register_module(
        "memory_attention",
        MemoryAttention(MemoryAttentionOptions{
            .dim = dim, .memoryDim = o.memoryDim, .layers = o.memoryLayers, .ffnDim = o.memoryFfnDim}));
    memory_encoder = register_module(
        "memory_encoder", MemoryEncoder(MemoryEncoderOptions{.dim = dim, .memoryDim = o.memoryDim}));
    maskmem_tpos_enc = normal("maskmem_tpos_enc", {o.numMaskmem, 1, 1, o.memoryDim});
    no_mem_embed = normal("no_mem_embed", {1, 1, dim});
    normal("no_mem_pos_enc", {1, 1, dim}); // in every checkpoint, without effect
    no_obj_ptr = normal("no_obj_ptr", {1, dim});
    if (o.absentEmbedding)
        no_obj_embed_spatial = normal("no_obj_embed_spatial", {1, o.memoryDim});
    sam_prompt_encoder =
        register_module("sam_prompt_encoder",
                        PromptEncoder(PromptEncoderOptions{
                            .dim = dim, .gridSize = {grid, grid}, .imageSize = {o.imageSize, o.imageSize}}));
    sam_mask_decoder = register_module("sam_mask_decoder", MaskDecoder(o.maskDecoder));
    obj_ptr_proj =
        register_module("obj_ptr_proj", Mlp(MlpOptions{.input = dim, .hidden = dim, .output = dim}));
    if (o.pointerPositions)
        obj_ptr_tpos_proj = register_module("obj_ptr_tpos_proj", torch::nn::Linear(dim, o.memoryDim));
}

Sam2Impl::Image Sam2Impl::encode(const torch::Tensor& image)
{
    const auto found = image_encoder(image);
    return {found.maps[2], found.positions[2], sam_mask_decoder->projectStride4(found.maps[0]),
            sam_mask_decoder->projectStride8(found.maps[1])};
}

Sam2Impl::Answer Sam2Impl::decode(const Image& image, const torch::Tensor& pixels, const Prompts& prompts,
                                  bool multimask, bool hideAbsent)
{
    auto asked = prompts;
    if (!asked.points.defined()) { // a point that is none stands for no clicks
        asked.points = torch::zeros({1, 1, 2}, pixels.options());
        asked.labels = torch::full({1, 1}, -1, pixels.options().dtype(torch::kLong));
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
        answer.candidates.masks =
            torch::where((answer.objectScore > 0).unsqueeze(-1).unsqueeze(-1), answer.candidates.masks,
                         torch::full({}, kAbsentLogit, answer.candidates.masks.options()));
    return answer;
}

torch::Tensor Sam2Impl::hideAbsentPointer(const torch::Tensor& pointer, const torch::Tensor& present)
{
    return present * pointer + (1 - present) * no_obj_ptr;
}

Sam2Impl::Object Sam2Impl::choose(const Answer& answer)
{
    const auto best = bestOf(answer.candidates);
    const auto present = (answer.objectScore > 0).to(best.tokens.dtype());
    return {best.masks, answer.objectScore, hideAbsentPointer(obj_ptr_proj(best.tokens), present)};
}

Sam2Impl::Object Sam2Impl::fromMask(const Image& image, const torch::Tensor& mask)
{
    const auto present = mask.flatten(1).gt(0).any(1, /*keepdim=*/true).to(mask.dtype());
    const auto lowRes = shrink(mask * kMaskScale + kMaskBias, m_options.imageSize / 4);
    const auto answer = decode(image, image.features, {.masks = mask_downsample(mask)}, /*multimask=*/false);
    return {lowRes, present * kMaskScale + kMaskBias, hideAbsentPointer(choose(answer).pointer, present)};
}

torch::Tensor Sam2Impl::withoutMemory(const Image& image)
{
    return image.features + no_mem_embed.view({1, -1, 1, 1});
}

torch::Tensor Sam2Impl::withMemory(const Image& image, const MemoryBank& memory)
{
    return memory_attention(image.features, image.positions, memory);
}

torch::Tensor Sam2Impl::encodeMemory(const Image& image, const torch::Tensor& mask,
                                     const torch::Tensor& score, bool prompted)
{
    const auto shape = prompted ? mask.gt(0).to(mask.dtype()) : mask.sigmoid();
    auto features =
        memory_encoder(image.features, shape * kMaskScale + kMaskBias, /*applySigmoid=*/false).features;
    if (no_obj_embed_spatial.defined()) {
        const auto absent = 1 - (score > 0).to(features.dtype());
        features = features + absent.unsqueeze(-1).unsqueeze(-1) * no_obj_embed_spatial.view({1, -1, 1, 1});
    }
    return features;
}

torch::Tensor Sam2Impl::memoryPositions(std::int64_t age)
{
    const auto grid = m_options.imageSize / 16;
    // The last entry is for prompted frames, the one of age n lies n - 1 from the front.
    const auto entry = maskmem_tpos_enc[age == 0 ? m_options.numMaskmem - 1 : age - 1];
    return m_memorySine.at(grid, grid, maskmem_tpos_enc) + entry.view({1, -1, 1, 1});
}

Sam2Impl::PointerTokens Sam2Impl::pointerTokens(const torch::Tensor& pointers, const torch::Tensor& ages,
                                                std::int64_t longest)
{
    const auto count = pointers.size(0);
    const auto parts = m_options.dim() / m_options.memoryDim;
    auto positions = torch::zeros({count, m_options.memoryDim}, pointers.options());
    if (m_options.pointerPositions)
        positions = obj_ptr_tpos_proj(sineOf(ages / static_cast<double>(longest), m_options.dim()));
    return {pointers.reshape({1, count * parts, m_options.memoryDim}),
            positions.repeat_interleave(parts, 0).unsqueeze(0)};
}

torch::Tensor Sam2Impl::enlarge(const torch::Tensor& lowRes) const
{
    return bilinear(lowRes, m_options.imageSize);
}

} // namespace avs::nn
