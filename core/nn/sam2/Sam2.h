// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/sam2/ImageEncoder.h"
#include "core/nn/sam2/MaskDecoder.h"
#include "core/nn/sam2/MemoryAttention.h"
#include "core/nn/sam2/MemoryEncoder.h"
#include "core/nn/sam2/PromptEncoder.h"

#include <string>

namespace avs::nn {

/// A whole SAM 2; the defaults, but for the trunk, are those of all published sizes (sam2.md §1).
struct Sam2Options
{
    std::string name = "SAM 2";
    std::int64_t imageSize = 1024; ///< S, side of the model's input; divisible by 32
    ImageEncoderOptions imageEncoder;
    MaskDecoderOptions maskDecoder{.dynamicMultimask = true};
    std::int64_t memoryLayers = 4;       ///< memory_attention_num_layers
    std::int64_t memoryFfnDim = 2048;    ///< memory_attention_ff
    std::int64_t memoryDim = 64;         ///< mem_dim
    std::int64_t numMaskmem = 7;         ///< frames that are remembered, the prompted one included
    std::int64_t maxObjectPointers = 16; ///< max_obj_ptrs_in_encoder
    std::int64_t maxConditioning = -1;   ///< max_cond_frames_in_attn; -1: all prompted frames
    bool absentEmbedding = false;        ///< no_obj_embed_spatial (2.1)
    bool pointerPositions = false;       ///< object pointers know how long ago they were (2.1)

    [[nodiscard]] std::int64_t dim() const { return imageEncoder.neck.dModel; }
    /// Throws JsonError.
    [[nodiscard]] static Sam2Options fromJson(const Json& json);
};

/// SAM 2 and 2.1 (facebookresearch/sam2 2b90b9f, modeling/sam2_base.py, Apache-2.0): what the predictors are
/// made of. Parameter names are those of the published checkpoints. One thread at a time. All of one image
/// and one object; S = imageSize, g = S/16, C = dim().
class Sam2Impl : public torch::nn::Module
{
public:
    explicit Sam2Impl(const Sam2Options& options);

    /// What is known of an image before anything is asked of it.
    struct Image
    {
        torch::Tensor features;  ///< [1, C, g, g]
        torch::Tensor positions; ///< [1, C, g, g]
        torch::Tensor highRes0;  ///< [1, C/8, 4g, 4g]
        torch::Tensor highRes1;  ///< [1, C/4, 2g, 2g]
    };
    /// image [1, 3, S, S], normalised.
    Image encode(const torch::Tensor& image);

    /// The decoder's answer, before one of its candidates is chosen.
    struct Answer
    {
        MaskCandidates candidates; ///< masks [1, M, S/4, S/4] logits, -1024 where the object is not there
        torch::Tensor objectScore; ///< [1, 1] logit: whether the object is in the picture
    };
    /// pixels: from withoutMemory() or withMemory(). points [1, N, 2] in pixels of the model's input and
    /// labels [1, N], both undefined for none; mask [1, 1, S/4, S/4] logits or undefined. `hideAbsent`: masks
    /// of an object that is not there are -1024.
    Answer decode(const Image& image, const torch::Tensor& pixels, const Prompts& prompts, bool multimask,
                  bool hideAbsent = true);

    /// One object on one frame.
    struct Object
    {
        torch::Tensor lowRes;  ///< [1, 1, S/4, S/4] logits
        torch::Tensor score;   ///< [1, 1] logit
        torch::Tensor pointer; ///< [1, C]
    };
    /// The best candidate and its pointer.
    Object choose(const Answer& answer);
    /// A given mask [1, 1, S, S] of 0 and 1, taken as it is.
    Object fromMask(const Image& image, const torch::Tensor& mask);

    torch::Tensor withoutMemory(const Image& image); ///< [1, C, g, g]
    torch::Tensor withMemory(const Image& image, const MemoryBank& memory);

    /// mask logits [1, 1, S, S] -> [1, memoryDim, g, g]. `prompted`: a person gave it, so its edge is hard.
    torch::Tensor encodeMemory(const Image& image, const torch::Tensor& mask, const torch::Tensor& score,
                               bool prompted);
    /// Positions of a remembered map [1, memoryDim, g, g]; `age`: frames since, 0 for a prompted frame.
    torch::Tensor memoryPositions(std::int64_t age);
    /// pointers [P, C], ages in frames [P] over `longest` -> tokens and positions [1, P·C/memoryDim,
    /// memoryDim].
    struct PointerTokens
    {
        torch::Tensor tokens;
        torch::Tensor positions;
    };
    PointerTokens pointerTokens(const torch::Tensor& pointers, const torch::Tensor& ages,
                                std::int64_t longest);

    torch::Tensor enlarge(const torch::Tensor& lowRes) const; ///< [1, 1, S/4, S/4] -> [1, 1, S, S]

    [[nodiscard]] const Sam2Options& options() const { return m_options; }

private:
    torch::Tensor hideAbsentPointer(const torch::Tensor& pointer, const torch::Tensor& present);

    Sam2Options m_options;
    SinePositionEncoding m_memorySine;
    ImageEncoder image_encoder = nullptr;
    PromptEncoder sam_prompt_encoder = nullptr;
    MaskDecoder sam_mask_decoder = nullptr;
    MemoryAttention memory_attention = nullptr;
    MemoryEncoder memory_encoder = nullptr;
    torch::nn::Conv2d mask_downsample = nullptr;
    Mlp obj_ptr_proj = nullptr;
    torch::nn::Linear obj_ptr_tpos_proj = nullptr; // empty in 2.0
    torch::Tensor maskmem_tpos_enc;
    torch::Tensor no_mem_embed;
    torch::Tensor no_obj_ptr;
    torch::Tensor no_obj_embed_spatial; // undefined in 2.0
};
TORCH_MODULE(Sam2);

} // namespace avs::nn
