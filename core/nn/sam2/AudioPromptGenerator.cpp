// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/sam2/AudioPromptGenerator.h"

#include "core/nn/sam2/JsonInts.h"

#include <ATen/ATen.h>
#include <torch/nn/init.h>

#include <algorithm>
#include <string>

namespace avs::nn {

namespace {

torch::nn::Linear smallLinear(std::int64_t in, std::int64_t out)
{
    torch::nn::Linear linear(in, out);
    torch::nn::init::normal_(linear->weight, 0, 0.02);
    torch::nn::init::zeros_(linear->bias);
    return linear;
}

} // namespace

AudioPromptGeneratorOptions AudioPromptGeneratorOptions::fromJson(const Json& json)
{
    AudioPromptGeneratorOptions options;
    options.embedDims = intsOr(json, "embed_dim", options.embedDims);
    options.depths = intsOr(json, "depth", options.depths);
    options.audioDim = json.intOr("aud_in_dim", options.audioDim);
    options.hiddenDim = json.intOr("aud_hidden_dim", options.hiddenDim);
    if (options.embedDims.size() != options.depths.size())
        throw JsonError("embed_dim and depth of the prompt generator must be equally long");
    return options;
}

AudioPromptGeneratorOptions AudioPromptGeneratorOptions::forTrunk(const HieraOptions& trunk,
                                                                  std::int64_t audioDim,
                                                                  std::int64_t hiddenDim,
                                                                  bool extraLastUnused)
{
    AudioPromptGeneratorOptions options;
    options.embedDims = trunk.stageWidths();
    options.depths.assign(options.embedDims.size(), 0);
    for (const auto& block : trunk.blocks()) {
        const auto stage = std::ranges::find(options.embedDims, block.width) - options.embedDims.begin();
        ++options.depths[static_cast<std::size_t>(stage)];
    }
    if (extraLastUnused)
        ++options.depths.back();
    options.audioDim = audioDim;
    options.hiddenDim = hiddenDim;
    return options;
}

AudioPromptGeneratorImpl::AudioPromptGeneratorImpl(const AudioPromptGeneratorOptions& options)
{
    for (std::size_t stage = 0; stage < options.embedDims.size(); ++stage) {
        for (std::int64_t i = 0; i < options.depths[stage]; ++i) {
            m_widen.push_back(smallLinear(options.hiddenDim, options.embedDims[stage]));
            m_sharedMlp->push_back(m_widen.back());
        }
    }
    register_module("shared_mlp", m_sharedMlp);
    for (std::size_t i = 0; i < m_widen.size(); ++i) {
        m_narrow.push_back(smallLinear(options.audioDim, options.hiddenDim));
        torch::nn::ModuleList holder; // the original's Sequential, whose GELU has no parameters
        holder->push_back(m_narrow.back());
        register_module("lightweight_mlp_" + std::to_string(i), holder);
    }
}

std::vector<torch::Tensor> AudioPromptGeneratorImpl::forward(const torch::Tensor& audio, std::int64_t count)
{
    const auto end = count < 0 ? m_widen.size() : static_cast<std::size_t>(std::min(count, size()));
    std::vector<torch::Tensor> prompts;
    prompts.reserve(end);
    for (std::size_t i = 0; i < end; ++i)
        prompts.push_back(m_widen[i](at::gelu(m_narrow[i](audio))));
    return prompts;
}

} // namespace avs::nn
