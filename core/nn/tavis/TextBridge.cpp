// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/tavis/TextBridge.h"

namespace avs::nn {

TextBridgeOptions TextBridgeOptions::fromJson(const Json& json)
{
    TextBridgeOptions o;
    o.embedDim = json.intOr("embed_dim", o.embedDim);
    o.audioDim = json.intOr("audio_dim", o.audioDim);
    o.textDim = json.intOr("text_dim", o.textDim);
    o.visionDim = json.intOr("vision_dim", o.visionDim);
    o.hieraPromptDim = json.intOr("hiera_prompt_dim", o.embedDim / 2);
    o.queries = json.intOr("num_queries", o.queries);
    o.pseudoTokens = json.intOr("num_pseudo_tokens", o.pseudoTokens);
    o.layers = json.intOr("num_layers", o.layers);
    o.queryHeads = json.intOr("query_heads", o.queryHeads);
    o.audioHeads = json.intOr("audio_heads", o.audioHeads);
    return o;
}

TextBridgeImpl::TextBridgeImpl(const TextBridgeOptions& options)
    : m_options(options)
{
    const auto& o = m_options;
    const auto linear = [this](const char* name, std::int64_t in, std::int64_t out) {
        return register_module(name, torch::nn::Linear(in, out));
    };
    audio_MLP = register_module(
        "audio_MLP", Mlp(MlpOptions{.input = o.embedDim, .hidden = o.embedDim, .output = o.embedDim}));
    mlp = linear("mlp", o.audioDim, o.embedDim);
    mlp_audio = linear("mlp_audio", o.audioDim, o.hieraPromptDim);
    seperate_audio = linear("seperate_audio", o.audioDim, o.audioDim);
    token_all = linear("token_all", o.audioDim, o.embedDim);
    audio_to_text1 = linear("audio_to_text1", o.audioDim, o.pseudoTokens);
    audio_to_texte = linear("audio_to_texte", o.audioDim, o.pseudoTokens * o.textDim);
    text_a = linear("text_a", o.textDim, o.embedDim);
    down = linear("down", o.visionDim, o.embedDim);
    aggregate = register_module(
        "aggregate", Mlp(MlpOptions{.input = 2 * o.embedDim, .hidden = o.embedDim, .output = o.embedDim}));
    query_fea_W = register_module("query_fea_W", torch::nn::Embedding(o.queries, o.audioDim));
    query_embed_W = register_module("query_embed_W", torch::nn::Embedding(o.queries, o.audioDim));
    for (std::int64_t i = 0; i < o.layers; ++i) {
        transformer_cross_attention_layers_W->push_back(
            CrossAttentionLayer(CrossAttentionLayerOptions{.dim = o.audioDim, .heads = o.queryHeads}));
        transformer_cross_attention_audio->push_back(
            CrossAttentionLayer(CrossAttentionLayerOptions{.dim = o.audioDim, .heads = o.audioHeads}));
    }
    register_module("transformer_cross_attention_layers_W", transformer_cross_attention_layers_W);
    register_module("transformer_cross_attention_audio", transformer_cross_attention_audio);
}

TextBridgeImpl::Queries TextBridgeImpl::decompose(const torch::Tensor& audioTokens,
                                                  const torch::Tensor& audioCls, bool releaseBatchMixing)
{
    const auto n = audioTokens.size(0);
    const auto q = m_options.queries;
    const auto da = m_options.audioDim;
    Queries out;

    // Every W layer of the release starts again from the same query, so the last one alone decides (Q2).
    const auto start = query_fea_W->weight.unsqueeze(0).expand({n, q, da});
    out.queryW =
        transformer_cross_attention_layers_W[m_options.layers - 1]->as<CrossAttentionLayer>()->forward(
            start, audioTokens, query_embed_W->weight.unsqueeze(0)); // [N, Q, Da]

    out.audioBias = seperate_audio(out.queryW);
    auto audio = audioCls.unsqueeze(1) + out.audioBias; // [N, Q, Da]
    if (releaseBatchMixing) {
        audio = audio.reshape({n * q, 1, da});
        const auto memory = audioTokens.repeat({q, 1, 1}); // row r holds frame r mod N
        for (auto& layer : *transformer_cross_attention_audio)
            audio = layer->as<CrossAttentionLayer>()->forward(audio, memory);
    } else {
        // Queries do not see each other in cross-attention: Q rows of one frame are one sequence.
        for (auto& layer : *transformer_cross_attention_audio)
            audio = layer->as<CrossAttentionLayer>()->forward(audio, audioTokens);
    }
    out.audio = audio.reshape({n * q, 1, da});

    const auto spoken = torch::cat({out.audio.squeeze(1), audioCls}); // [(Q+1)·N, Da]
    out.pseudoProb = audio_to_text1(spoken);
    out.pseudoEmbeddings = audio_to_texte(spoken).view({-1, m_options.pseudoTokens, m_options.textDim});
    return out;
}

torch::Tensor TextBridgeImpl::hieraPrompt(const torch::Tensor& audioTokens)
{
    return mlp_audio(audioTokens).mean(1);
}

TextBridgeImpl::Prompts TextBridgeImpl::prompts(const Queries& queries, const torch::Tensor& audioTokens,
                                                const torch::Tensor& audioCls, const torch::Tensor& visionCls,
                                                const torch::Tensor& textOutput)
{
    const auto n = audioTokens.size(0);
    const auto q = m_options.queries;
    Prompts out;
    const auto textOfQueries = textOutput.slice(0, 0, n * q).view({n, q, m_options.textDim});
    const auto textOfWhole = textOutput.slice(0, n * q).unsqueeze(1);
    const auto text = text_a(torch::cat({textOfQueries, textOfWhole}, 1)); // [N, Q+1, D]
    const auto audio = torch::cat({audio_MLP(mlp(queries.queryW)), token_all(audioCls).unsqueeze(1)}, 1);
    out.sparse = aggregate(torch::cat({audio, text}, -1)); // [N, Q+1, D]
    out.dense = down(visionCls);                           // [N, D]
    out.hiera = hieraPrompt(audioTokens);                  // [N, hieraPromptDim]
    return out;
}

} // namespace avs::nn
