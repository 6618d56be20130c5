// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/Json.h"
#include "core/nn/sam2/AudioPromptGenerator.h"
#include "core/nn/sam2/FpnNeck.h"
#include "core/nn/sam2/Hiera.h"
#include "core/nn/sam2/SinePositionEncoding.h"

#include <optional>
#include <vector>

namespace avs::nn {

struct ImageEncoderOptions
{
    HieraOptions trunk;
    FpnNeckOptions neck;
    std::int64_t scalp = 1; ///< how many of the coarsest maps are dropped at the end
    std::optional<AudioPromptGeneratorOptions> promptGenerator; ///< prompt_generator: TAViS only

    /// Keys `trunk`, `neck`, `scalp`, `prompt_generator` (when missing: none).
    [[nodiscard]] static ImageEncoderOptions fromJson(const Json& json);
};

struct ImageFeatures
{
    std::vector<torch::Tensor> maps; ///< [B, dModel, S/4, S/4], [.., S/8, ..], [.., S/16, ..]: fine to coarse
    std::vector<torch::Tensor> positions; ///< sine positions of each map, [1, dModel, h, w]
};

/// Trunk, neck and, in TAViS, the prompts from sound. Keys `trunk.`, `neck.`, `prompt_generator.`.
class ImageEncoderImpl : public torch::nn::Module
{
public:
    explicit ImageEncoderImpl(const ImageEncoderOptions& options);

    /// image [B, 3, S, S'], normalised; audio [B, aud_in_dim], undefined for no prompts (needs a prompt
    /// generator).
    ImageFeatures forward(const torch::Tensor& image, const torch::Tensor& audio = {});

    /// Fills `positions`, which the maps' sizes decide.
    void addPositions(ImageFeatures& features);

    /// The trunk's prompts from sound, one of each block.
    std::vector<torch::Tensor> prompts(const torch::Tensor& audio);

    [[nodiscard]] Hiera& trunk() { return m_trunk; }
    [[nodiscard]] FpnNeck& neck() { return m_neck; }
    [[nodiscard]] AudioPromptGenerator& promptGenerator()
    {
        return m_promptGenerator;
    } ///< empty when there is none

private:
    ImageEncoderOptions m_options;
    Hiera m_trunk{nullptr};
    FpnNeck m_neck{nullptr};
    AudioPromptGenerator m_promptGenerator{nullptr};
    SinePositionEncoding m_positions;
};
TORCH_MODULE(ImageEncoder);

} // namespace avs::nn
