// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/Json.h"
#include "core/nn/sam2/Hiera.h"

#include <torch/nn/module.h>
#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

#include <vector>

namespace avs::nn {

/// Defaults: TAViS's release (Hiera-L and one generator more than it has blocks).
struct AudioPromptGeneratorOptions
{
    std::vector<std::int64_t> embedDims{144, 288, 576,
                                        1152};     ///< embed_dim: input widths that occur in the trunk
    std::vector<std::int64_t> depths{3, 6, 36, 4}; ///< depth: how many prompts of each width
    std::int64_t audioDim = 128;                   ///< aud_in_dim
    std::int64_t hiddenDim = 512;                  ///< aud_hidden_dim

    [[nodiscard]] static AudioPromptGeneratorOptions fromJson(const Json& json);

    /// One prompt per block of `trunk`, each as wide as the block's input. extraLastUnused adds the one more
    /// of the last width that the release has and never uses (needed to load its weights).
    [[nodiscard]] static AudioPromptGeneratorOptions
    forTrunk(const HieraOptions& trunk, std::int64_t audioDim, std::int64_t hiddenDim, bool extraLastUnused);
};

/// TAViS's adapter in the image encoder: from the sound of a frame, one vector for each block of the trunk.
/// Source: Sssssuperior/TAViS 00212fe (MIT), image_encoder.py. Parameters `lightweight_mlp_{i}.0`,
/// `shared_mlp.{i}` (which, despite the name, shares nothing).
class AudioPromptGeneratorImpl : public torch::nn::Module
{
public:
    explicit AudioPromptGeneratorImpl(const AudioPromptGeneratorOptions& options);

    /// audio [B, audioDim] -> prompt i [B, width_i]; only the first `count` when given (not negative).
    std::vector<torch::Tensor> forward(const torch::Tensor& audio, std::int64_t count = -1);

    [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(m_widen.size()); }

private:
    std::vector<torch::nn::Linear> m_narrow;
    std::vector<torch::nn::Linear> m_widen;
    torch::nn::ModuleList m_sharedMlp;
};
TORCH_MODULE(AudioPromptGenerator);

} // namespace avs::nn
