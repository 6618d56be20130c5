// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/imagebind/ImageBind.h"
#include "core/nn/sam2/ImageEncoder.h"
#include "core/nn/sam2/MaskDecoder.h"
#include "core/nn/sam2/MemoryAttention.h"
#include "core/nn/sam2/MemoryEncoder.h"
#include "core/nn/sam2/PromptEncoder.h"
#include "core/nn/tavis/SemanticMap.h"
#include "core/nn/tavis/TextBridge.h"

#include <functional>
#include <optional>
#include <string>

namespace avs::nn {

/// Every size of the model; the defaults are the released one (tavis.md §9).
struct TavisOptions
{
    std::string name = "TAViS";
    std::int64_t imageSize = 224;  ///< S, side of SAM 2's input; divisible by 32
    std::int64_t visionSize = 112; ///< side of what ImageBind's vision tower sees
    std::int64_t blurKernel = 75;  ///< odd side of the box filter behind masked images
    ImageBindOptions imagebind;
    ImageEncoderOptions imageEncoder;
    TextBridgeOptions bridge;
    PromptEncoderOptions promptEncoder;
    MaskDecoderOptions maskDecoder;
    bool multimask = true; ///< best of decoder masks 1 … 3 by predicted IoU; false: mask 0
    std::int64_t fillHoleArea = 8;
    SemanticOptions semantic;

    /// SAM 2's memory parts. Frames are segmented one by one, as the released evaluation does, so they only
    /// matter for loading a full checkpoint strictly; a model without them leaves this empty.
    struct Memory
    {
        std::int64_t numMaskmem = 7;
        MemoryAttentionOptions attention;
        MemoryEncoderOptions encoder;
    };
    std::optional<Memory> memory;
    /// Registers the layers that the release stores and never uses, with its `legacyClasses` loss weights.
    bool legacyUnusedModules = false;
    std::int64_t legacyClasses = 71;

    /// Throws JsonError naming the key that is missing or wrong.
    [[nodiscard]] static TavisOptions fromJson(const Json& json);
};

/// TAViS (ICCV 2025): ImageBind and SAM 2 bridged by text. Parameter names are those of the released
/// checkpoints. One thread at a time; follows the device and dtype of its parameters. N frames, Q object
/// queries, S = imageSize.
class TavisImpl : public torch::nn::Module
{
public:
    explicit TavisImpl(const TavisOptions& options);

    /// ImageBind's trunk outputs (tavis.md §2.1): the part of a pass that stays the same while its towers do.
    struct TowerFeatures
    {
        torch::Tensor audioTokens; ///< [N, La, Da]
        torch::Tensor audioCls;    ///< [N, Da]
        torch::Tensor visionCls;   ///< [N, Dv]
    };
    struct Input
    {
        torch::Tensor image;                      ///< [N, 3, S, S] normalised for SAM 2
        torch::Tensor initialImage;               ///< [N, 3, S, S] in [0, 1]
        torch::Tensor mel;                        ///< [N, 1, mel bins, frames], see AudioTransform
        std::optional<TowerFeatures> towers = {}; ///< when known already: saves encodeTowers()
    };
    struct Output
    {
        torch::Tensor queryMasks;   ///< [N, Q, S, S] logits of the object queries
        torch::Tensor binaryMask;   ///< [N, S, S] logits of everything that sounds
        torch::Tensor lowResMasks;  ///< [N, Q+1, S/4, S/4], the whole-audio object last
        torch::Tensor predictedIou; ///< [N, Q+1]
        torch::Tensor objectScore;  ///< [N, Q+1] logits
        torch::Tensor queryAudio;   ///< [N·Q, 1, Da]
        torch::Tensor pseudoText;   ///< [N, Q+1, Dt]
        TextBridgeImpl::Prompts prompts;
        torch::Tensor visionCls, audioCls; ///< ImageBind's trunk outputs [N, Dv], [N, Da]
        torch::Tensor imageFeatures;       ///< [N, D, S/16, S/16]
        MaskDecoderOutput decoder;         ///< all candidates, rows n·(Q+1)+object
    };
    /// Told the name of each stage when it is done; for benchmarks.
    using StageMark = std::function<void(const char* stage)>;
    /// One pass for N independent frames (the release's `infer`, tavis.md §2).
    Output forward(const Input& input, const StageMark& mark = {});
    /// The first part of forward(), of what `input` has: its mel, its initialImage, or both.
    TowerFeatures encodeTowers(const Input& input, const StageMark& mark = {});

    /// What each query's masked image looks like to ImageBind (tavis.md §2.10): initialImage [N, 3, S, S] and
    /// masks [N, Q, S, S] logits -> unit vectors [N·Q, De]. Differentiable in the masks.
    torch::Tensor embedMaskedImages(const torch::Tensor& initialImage, const torch::Tensor& masks);
    /// queryAudio of a forward pass -> [N·Q, De], unit length times the audio logit scale.
    torch::Tensor embedQueryAudio(const torch::Tensor& queryAudio);

    struct ClassTexts
    {
        torch::Tensor embedding; ///< [C, De], unit length times the text logit scale
        torch::Tensor trunk;     ///< [C, Dt] text trunk output at the end token
    };
    /// tokens [C, context] int64, from ClipTokenizer.
    ClassTexts embedClasses(const torch::Tensor& tokens);

    [[nodiscard]] const TavisOptions& options() const { return m_options; }
    [[nodiscard]] ImageBind& imagebindTowers() { return imagebind; }
    [[nodiscard]] MaskDecoder& maskDecoder() { return sam_mask_decoder; }

private:
    void registerMemory(const TavisOptions::Memory& memory);
    void registerLegacyModules();
    void decodeMasks(Output& out, const ImageFeatures& features);

    TavisOptions m_options;
    TextBridge m_bridge = nullptr; ///< its parts are registered here, under the release's top-level names
    ImageBind imagebind = nullptr;
    ImageEncoder image_encoder = nullptr;
    PromptEncoder sam_prompt_encoder = nullptr;
    MaskDecoder sam_mask_decoder = nullptr;
    torch::Tensor no_mem_embed;
};
TORCH_MODULE(Tavis);

/// What a model says about one frame, at the frame's own size.
struct FrameSegmentation
{
    SemanticMap semantic;       ///< labels [height, width]
    torch::Tensor predictedIou; ///< [Q+1] on the CPU
    torch::Tensor objectScore;  ///< [Q+1] logits on the CPU
};
/// The whole of inference for N frames of one size: forward pass, classes of the queries from sound and from
/// their masked images, label maps (logits are resized bilinearly, then thresholded). Sets no gradient mode.
[[nodiscard]] std::vector<FrameSegmentation> segmentFrames(TavisImpl& model, const TavisImpl::Input& input,
                                                           const TavisImpl::ClassTexts& classes,
                                                           std::int64_t height, std::int64_t width,
                                                           const TavisImpl::StageMark& mark = {});

} // namespace avs::nn
