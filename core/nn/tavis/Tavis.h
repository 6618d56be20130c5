// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/imagebind/ImageBind.h"
#include "core/nn/sam2/ImageEncoder.h"
#include "core/nn/sam2/MaskDecoder.h"
#include "core/nn/sam2/PromptEncoder.h"
#include "core/nn/sam2/Sam2.h"
#include "core/nn/tavis/ClipMemory.h"
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
    /// Which two seconds of a clip's sound go with its k-th of n moments (tavis.md §1.2).
    enum class AudioWindow
    {
        Centred,     ///< around the moment, shifted to lie inside the sound
        AvsBench,    ///< the k-th of n that are spread over the sound, the last ending with it
        AvsBenchOld, ///< of pytorchvideo before 2022-04: the k-th of n + 1 that are spread so
    };
    AudioWindow audioWindow = AudioWindow::Centred;

    /// SAM 2's memory parts, for forwardClip() and asSam2(); a model without them leaves this empty.
    using Memory = Sam2MemoryOptions;
    std::optional<Memory> memory;
    /// Two of the release's quirks, for comparisons only: queries of a batch attend to other frames' sound
    /// (tavis.md Q3), and no gradient passes the pseudo text (Q5).
    bool releaseBatchMixing = false;
    bool releaseDetach = false;
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
        torch::Tensor image;                        ///< [N, 3, S, S] normalised for SAM 2
        torch::Tensor initialImage;                 ///< [N, 3, S, S] in [0, 1]
        torch::Tensor mel;                          ///< [N, 1, mel bins, frames], see AudioTransform
        std::optional<TowerFeatures> towers = {};   ///< when known already: saves encodeTowers()
        std::optional<ImageFeatures> features = {}; ///< the same: saves encodeImage()
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
    /// SAM 2's image encoder with the prompts from sound: image and audioTokens as in Input. The part of a
    /// pass that stays the same while the encoder, `mlp_audio` and the audio tower do.
    ImageFeatures encodeImage(const torch::Tensor& image, const torch::Tensor& audioTokens);

    /// One pass for the next N frames of a clip, each decoded from its own prompts and from what `memory`
    /// holds of the frames before (the release's training `forward`, tavis.md §2.7). Needs memory parts. In
    /// training mode memory takes in the masks' sigmoids, else their outlines.
    Output forwardClip(const Input& input, ClipMemory& memory, const StageMark& mark = {});
    /// Remembers nothing yet. Needs memory parts.
    [[nodiscard]] ClipMemory newClipMemory() const;
    /// The SAM 2 within, over the same modules; what its encode() is given as sound is Prompts::hiera. Needs
    /// memory parts.
    [[nodiscard]] Sam2 asSam2() const;

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
    /// \name Parts, for going through them one by one.
    /// \{
    [[nodiscard]] TextBridge& bridge() { return m_bridge; }
    [[nodiscard]] ImageBind& imagebindTowers() { return imagebind; }
    [[nodiscard]] ImageEncoder& imageEncoder() { return image_encoder; }
    [[nodiscard]] PromptEncoder& promptEncoder() { return sam_prompt_encoder; }
    [[nodiscard]] MaskDecoder& maskDecoder() { return sam_mask_decoder; }
    [[nodiscard]] const torch::Tensor& noMemoryEmbedding() const { return no_mem_embed; }
    /// \}

private:
    void registerLegacyModules();
    /// Everything before the mask decoder.
    ImageFeatures encode(Output& out, const Input& input, const StageMark& mark);
    /// What the decoder sees of a picture.
    struct Pixels
    {
        torch::Tensor embedding; ///< [I, D, S/16, S/16]
        torch::Tensor highRes0;  ///< [I, D/8, S/4, S/4]
        torch::Tensor highRes1;  ///< [I, D/4, S/8, S/8]
    };
    MaskDecoderOutput decode(const Pixels& pixels, const TextBridgeImpl::Prompts& prompts,
                             std::int64_t firstFrame, std::int64_t frames);
    void decodeMasks(Output& out, const ImageFeatures& features);
    void decodeClip(Output& out, const ImageFeatures& features, ClipMemory& memory);
    /// Fills what follows from out.decoder and the chosen candidates.
    void finish(Output& out, const BestMasks& best);

    TavisOptions m_options;
    TextBridge m_bridge = nullptr; ///< its parts are registered here, under the release's top-level names
    ImageBind imagebind = nullptr;
    ImageEncoder image_encoder = nullptr;
    PromptEncoder sam_prompt_encoder = nullptr;
    MaskDecoder sam_mask_decoder = nullptr;
    Sam2Memory m_memory = nullptr; ///< the same; empty without memory parts
    torch::Tensor no_mem_embed;
};
TORCH_MODULE(Tavis);

/// embeddings [M, De] of queries by sound or by sight -> [M, C], rows sum to 1 (tavis.md §7). logitFactor:
/// see SemanticOptions.
[[nodiscard]] torch::Tensor classProbabilities(const torch::Tensor& embeddings,
                                               const TavisImpl::ClassTexts& classes, double logitFactor);

/// What a model says about one frame: float on the CPU.
struct FrameSegmentation
{
    SemanticMap semantic;       ///< labels [height, width], the frame's own size
    torch::Tensor queryMasks;   ///< [Q, S, S] logits
    torch::Tensor binaryMask;   ///< [S, S] logits
    torch::Tensor predictedIou; ///< [Q+1]
    torch::Tensor objectScore;  ///< [Q+1] logits
    torch::Tensor audioProb;    ///< [Q, C] from the audio queries
    torch::Tensor imageProb;    ///< [Q, C] from the masked images
    torch::Tensor queryAudio;   ///< [Q, De] in the joint space, times the audio logit scale
    torch::Tensor maskedImages; ///< [Q, De] in the joint space, unit length
    torch::Tensor pseudoText;   ///< [Q+1, Dt]
    torch::Tensor soundPrompt;  ///< Prompts::hiera [hieraPromptDim]
};
/// The whole of inference for N frames of one size: forward pass, classes of the queries from sound and from
/// their masked images (N·Q of them in one pass), label maps (logits are resized bilinearly, then
/// thresholded). With `memory` the frames are the next ones of a clip, see forwardClip(). Sets no gradient
/// mode.
[[nodiscard]] std::vector<FrameSegmentation> segmentFrames(TavisImpl& model, const TavisImpl::Input& input,
                                                           const TavisImpl::ClassTexts& classes,
                                                           std::int64_t height, std::int64_t width,
                                                           const TavisImpl::StageMark& mark = {},
                                                           ClipMemory* memory = nullptr);

} // namespace avs::nn
