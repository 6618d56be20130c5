// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/Json.h"
#include "core/nn/sam2/LayerNorm2d.h"
#include "core/nn/sam2/MaskSelection.h"
#include "core/nn/sam2/TwoWayTransformer.h"

#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/embedding.h>

#include <vector>

namespace avs::nn {

/// Field names in JSON are those of the original's constructor arguments.
struct MaskDecoderOptions
{
    std::int64_t dim = 256;           ///< transformer_dim; divisible by 8 and by twice the heads
    std::int64_t mlpDim = 2048;       ///< mlp_dim
    std::int64_t heads = 8;           ///< num_heads
    std::int64_t depth = 2;           ///< transformer_depth
    std::int64_t multimasks = 3;      ///< num_multimask_outputs: candidates beside the single mask
    std::int64_t iouHeadDepth = 3;    ///< iou_head_depth
    std::int64_t iouHeadHidden = 256; ///< iou_head_hidden_dim
    bool iouSigmoid = true;           ///< iou_prediction_use_sigmoid
    bool multimaskTokens = true;      ///< use_multimask_token_for_obj_ptr
    bool dynamicMultimask = false;    ///< dynamic_multimask_via_stability (evaluation mode only)
    double stabilityDelta = 0.05;     ///< dynamic_multimask_stability_delta
    double stabilityThreshold = 0.98; ///< dynamic_multimask_stability_thresh
    bool tavisExtras = false; ///< tavis_extras: TAViS's `audio_score` and `decoder_norm`, both without effect

    [[nodiscard]] static MaskDecoderOptions fromJson(const Json& json);
};

/// R objects on I images: R is a multiple of I, and object r belongs to image r / (R / I). Image maps may
/// also be given once per object (I = R), each by itself.
struct MaskDecoderInput
{
    torch::Tensor imageEmbedding; ///< [I, C, h, w]
    torch::Tensor imagePositions; ///< [1, C, h, w], from PromptEncoder::densePositions
    torch::Tensor sparsePrompts;  ///< [R, P, C]
    torch::Tensor densePrompts;   ///< [R, C, h, w], or [R, C] for one vector at every pixel
    torch::Tensor highRes0;       ///< [I, C/8, 4h, 4w], after projectStride4
    torch::Tensor highRes1;       ///< [I, C/4, 2h, 2w], after projectStride8
};

/// Everything the decoder predicts; candidate 0 is the single mask.
struct MaskDecoderOutput
{
    MaskCandidates all;         ///< M = 1 + multimasks candidates
    torch::Tensor objectScores; ///< logits [R, 1]
};

/// Four times the resolution: [R, C, h, w] -> [R, C/8, 4h, 4w], taking in the fine maps on the way.
class MaskUpscalingImpl : public torch::nn::Module
{
public:
    explicit MaskUpscalingImpl(std::int64_t dim);
    torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& highRes0,
                          const torch::Tensor& highRes1);

private:
    torch::nn::ConvTranspose2d m_first{nullptr};
    LayerNorm2d m_norm{nullptr};
    torch::nn::ConvTranspose2d m_second{nullptr};
};
TORCH_MODULE(MaskUpscaling);

/// SAM 2's mask decoder (sam/mask_decoder.py, facebookresearch/sam2 2b90b9f, Apache-2.0), which with several
/// objects per image is also TAViS's (Sssssuperior/TAViS 00212fe, MIT).
class MaskDecoderImpl : public torch::nn::Module
{
public:
    explicit MaskDecoderImpl(const MaskDecoderOptions& options);

    MaskDecoderOutput forward(const MaskDecoderInput& input);

    /// multimask: the candidates 1..; else one mask, which is candidate 0 or, with dynamicMultimask in
    /// evaluation mode and where that is unstable, the best of the others. Tokens follow multimaskTokens.
    [[nodiscard]] MaskCandidates select(const MaskDecoderOutput& output, bool multimask) const;

    torch::Tensor projectStride4(const torch::Tensor& map); ///< conv_s0: [I, C, H, W] -> [I, C/8, H, W]
    torch::Tensor projectStride8(const torch::Tensor& map); ///< conv_s1: [I, C, H, W] -> [I, C/4, H, W]

    /// TAViS's unused score of each candidate, in 0..1: tokens [R, 1 + multimasks, C] -> [R, 1 + multimasks,
    /// 1].
    torch::Tensor audioScores(const torch::Tensor& tokens);

    [[nodiscard]] const MaskDecoderOptions& options() const { return m_options; }
    void setDynamicMultimask(bool on) { m_options.dynamicMultimask = on; }

private:
    [[nodiscard]] torch::Tensor tokens(const torch::Tensor& sparsePrompts) const;

    MaskDecoderOptions m_options;
    TwoWayTransformer m_transformer{nullptr};
    torch::nn::Embedding m_iouToken{nullptr};
    torch::nn::Embedding m_maskTokens{nullptr};
    torch::nn::Embedding m_objScoreToken{nullptr};
    MaskUpscaling m_upscaling{nullptr};
    torch::nn::Conv2d m_convS0{nullptr};
    torch::nn::Conv2d m_convS1{nullptr};
    std::vector<Mlp> m_hypernetworks;
    Mlp m_iouHead{nullptr};
    Mlp m_objScoreHead{nullptr};
    torch::nn::LayerNorm m_decoderNorm{nullptr};
    std::vector<Mlp> m_audioScore;
};
TORCH_MODULE(MaskDecoder);

} // namespace avs::nn
