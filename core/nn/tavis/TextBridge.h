// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/Json.h"
#include "core/nn/Mlp.h"
#include "core/nn/tavis/CrossAttentionLayer.h"

#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/modules/embedding.h>

namespace avs::nn {

/// Sizes of the released model as defaults; their symbols are those of tavis.md §0.
struct TextBridgeOptions
{
    std::int64_t embedDim = 256;   ///< D, width of SAM 2's prompts
    std::int64_t audioDim = 768;   ///< Da, width of ImageBind's audio trunk
    std::int64_t textDim = 1024;   ///< Dt, width of the text trunk
    std::int64_t visionDim = 1280; ///< Dv, width of the vision trunk
    std::int64_t hieraPromptDim = 128;
    std::int64_t queries = 5;      ///< Q
    std::int64_t pseudoTokens = 6; ///< P
    std::int64_t layers = 4;       ///< N
    std::int64_t queryHeads = 8;
    std::int64_t audioHeads = 4;

    [[nodiscard]] static TextBridgeOptions fromJson(const Json& json);
};

/// ImageBind-based query decomposition (IBQD) and the text-bridged prompts: everything of TAViS between
/// ImageBind and SAM 2 (tavis.md §2.2–2.5; sam2_video_predictor.py of the release). Keys are the release's
/// top-level ones. N is the number of frames.
class TextBridgeImpl : public torch::nn::Module
{
public:
    explicit TextBridgeImpl(const TextBridgeOptions& options);

    struct Queries
    {
        torch::Tensor queryW;           ///< [N, Q, Da] output of the W stack
        torch::Tensor audioBias;        ///< [N, Q, Da]
        torch::Tensor audio;            ///< [N·Q, 1, Da] object-level audio queries, rows n·Q+q
        torch::Tensor pseudoProb;       ///< [(Q+1)·N, P]: N·Q query rows, then N whole-audio rows
        torch::Tensor pseudoEmbeddings; ///< [(Q+1)·N, P, Dt]
    };
    /// audioTokens [N, La, Da] and audioCls [N, Da] are ImageBind's trunk outputs. `releaseBatchMixing`
    /// repeats the release's pairing of queries with other frames' memory (tavis.md Q3), for comparisons
    /// only.
    Queries decompose(const torch::Tensor& audioTokens, const torch::Tensor& audioCls,
                      bool releaseBatchMixing = false);

    struct Prompts
    {
        torch::Tensor sparse; ///< [N, Q+1, D], the whole-audio prompt last
        torch::Tensor dense;  ///< [N, D], to be broadcast over the grid
        torch::Tensor hiera;  ///< [N, hieraPromptDim]
    };
    /// textOutput [(Q+1)·N, Dt]: what the text trunk gave for the pseudo text, in the order of `pseudoProb`.
    Prompts prompts(const Queries& queries, const torch::Tensor& audioTokens, const torch::Tensor& audioCls,
                    const torch::Tensor& visionCls, const torch::Tensor& textOutput);

    /// audioTokens [N, La, Da] -> Prompts::hiera alone.
    torch::Tensor hieraPrompt(const torch::Tensor& audioTokens);

    [[nodiscard]] const TextBridgeOptions& options() const { return m_options; }

private:
    TextBridgeOptions m_options;
    Mlp audio_MLP = nullptr;
    torch::nn::Linear mlp = nullptr;
    torch::nn::Linear mlp_audio = nullptr;
    torch::nn::Linear seperate_audio = nullptr; // the release's spelling
    torch::nn::Linear token_all = nullptr;
    torch::nn::Linear audio_to_text1 = nullptr;
    torch::nn::Linear audio_to_texte = nullptr;
    torch::nn::Linear text_a = nullptr;
    torch::nn::Linear down = nullptr;
    Mlp aggregate = nullptr;
    torch::nn::Embedding query_fea_W = nullptr;
    torch::nn::Embedding query_embed_W = nullptr;
    torch::nn::ModuleList transformer_cross_attention_layers_W;
    torch::nn::ModuleList transformer_cross_attention_audio;
};
TORCH_MODULE(TextBridge);

} // namespace avs::nn
