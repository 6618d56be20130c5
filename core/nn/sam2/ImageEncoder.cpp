// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/sam2/ImageEncoder.h"

namespace avs::nn {

ImageEncoderOptions ImageEncoderOptions::fromJson(const Json& json)
{
    ImageEncoderOptions options;
    if (json.contains("trunk"))
        options.trunk = HieraOptions::fromJson(json.at("trunk"));
    if (json.contains("neck"))
        options.neck = FpnNeckOptions::fromJson(json.at("neck"));
    options.scalp = json.intOr("scalp", options.scalp);
    if (json.contains("prompt_generator") && !json.at("prompt_generator").isNull())
        options.promptGenerator = AudioPromptGeneratorOptions::fromJson(json.at("prompt_generator"));
    return options;
}

ImageEncoderImpl::ImageEncoderImpl(const ImageEncoderOptions& options)
    : m_options(options)
    , m_trunk(register_module("trunk", Hiera(options.trunk)))
    , m_neck(register_module("neck", FpnNeck(options.neck, options.trunk.stageWidths())))
    , m_positions(options.neck.dModel)
{
    TORCH_CHECK(options.scalp >= 0 && options.scalp < static_cast<std::int64_t>(options.trunk.stages.size()),
                "image encoder: scalp ", options.scalp, " leaves no map");
    if (options.promptGenerator)
        m_promptGenerator =
            register_module("prompt_generator", AudioPromptGenerator(*options.promptGenerator));
}

std::vector<torch::Tensor> ImageEncoderImpl::prompts(const torch::Tensor& audio)
{
    TORCH_CHECK(!m_promptGenerator.is_empty(),
                "image encoder: sound was given, but there is no prompt generator");
    std::int64_t blocks = 0;
    for (const auto count : m_options.trunk.stages)
        blocks += count;
    return m_promptGenerator(audio, blocks);
}

ImageFeatures ImageEncoderImpl::forward(const torch::Tensor& image, const torch::Tensor& audio)
{
    std::vector<torch::Tensor> blockPrompts;
    if (audio.defined())
        blockPrompts = prompts(audio);
    ImageFeatures features;
    features.maps = m_neck(m_trunk(image, blockPrompts));
    features.maps.resize(features.maps.size() - static_cast<std::size_t>(m_options.scalp));
    addPositions(features);
    return features;
}

void ImageEncoderImpl::addPositions(ImageFeatures& features)
{
    features.positions.clear();
    for (const auto& map : features.maps)
        features.positions.push_back(m_positions.at(map.size(2), map.size(3), map));
}

} // namespace avs::nn
