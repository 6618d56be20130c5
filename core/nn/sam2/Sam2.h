// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/sam2/ImageEncoder.h"
#include "core/nn/sam2/MaskDecoder.h"
#include "core/nn/sam2/PromptEncoder.h"
#include "core/nn/sam2/Sam2Memory.h"

#include <string>

namespace avs::nn {

/// A whole SAM 2; the defaults, but for the trunk, are those of all published sizes (sam2.md §1).
struct Sam2Options
{
    std::string name = "SAM 2";
    std::int64_t imageSize = 1024; ///< S, side of the model's input; divisible by 32
    ImageEncoderOptions imageEncoder;
    MaskDecoderOptions maskDecoder{.dynamicMultimask = true};
    Sam2MemoryOptions memory;
    std::int64_t maxConditioning = -1; ///< max_cond_frames_in_attn; -1: all prompted frames
    /// Tracked frames take the best of several candidates; false: the single mask.
    bool trackingMultimask = true;

    [[nodiscard]] std::int64_t dim() const { return imageEncoder.neck.dModel; }
    /// Throws JsonError.
    [[nodiscard]] static Sam2Options fromJson(const Json& json);
};

/// The modules of a SAM 2.
struct Sam2Parts
{
    ImageEncoder imageEncoder = nullptr;
    PromptEncoder promptEncoder = nullptr;
    MaskDecoder maskDecoder = nullptr;
    Sam2Memory memory = nullptr;
    torch::Tensor noMemoryEmbedding; ///< no_mem_embed [1, 1, C]
};

/// SAM 2 and 2.1 (facebookresearch/sam2 2b90b9f, modeling/sam2_base.py, Apache-2.0): what the predictors are
/// made of. Parameter names are those of the published checkpoints. One thread at a time. Shapes are
/// for one object on one image; R objects, each on an image of its own, have R in the place of each leading
/// 1 but that of positions. S = imageSize, g = S/16, C = dim().
class Sam2Impl : public torch::nn::Module
{
public:
    explicit Sam2Impl(const Sam2Options& options);
    /// A SAM 2 of parts that are also another model's: nothing is copied. `options` must be the parts' own.
    Sam2Impl(const Sam2Options& options, Sam2Parts parts);

    /// What is known of an image before anything is asked of it.
    struct Image
    {
        torch::Tensor features;  ///< [1, C, g, g]
        torch::Tensor positions; ///< [1, C, g, g]
        torch::Tensor highRes0;  ///< [1, C/8, 4g, 4g]
        torch::Tensor highRes1;  ///< [1, C/4, 2g, 2g]
    };
    /// image [1, 3, S, S], normalised; sound: what the encoder's prompt generator is given, undefined for an
    /// encoder without one.
    Image encode(const torch::Tensor& image, const torch::Tensor& sound = {});
    /// The same of what the image encoder gave.
    Image prepare(const ImageFeatures& features);

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
    [[nodiscard]] Sam2Memory& memory() { return m_memory; }

    torch::Tensor enlarge(const torch::Tensor& lowRes) const; ///< [1, 1, S/4, S/4] -> [1, 1, S, S]

    [[nodiscard]] const Sam2Options& options() const { return m_options; }

private:
    Sam2Options m_options;
    ImageEncoder image_encoder = nullptr;
    PromptEncoder sam_prompt_encoder = nullptr;
    MaskDecoder sam_mask_decoder = nullptr;
    Sam2Memory m_memory = nullptr; ///< its parts are registered here
    torch::Tensor no_mem_embed;
};
TORCH_MODULE(Sam2);

} // namespace avs::nn
