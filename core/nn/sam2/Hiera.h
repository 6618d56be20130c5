// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/Json.h"
#include "core/nn/sam2/HieraBlock.h"

#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/modules/conv.h>

#include <span>
#include <vector>

namespace avs::nn {

/// Defaults: SAM 2 Hiera-T. Field names in JSON are those of the original's configuration files.
struct HieraOptions
{
    std::int64_t embedDim = 96;                   ///< embed_dim: width of the first stage; doubles each stage
    std::int64_t heads = 1;                       ///< num_heads of the first stage; doubles each stage
    std::vector<std::int64_t> stages{1, 2, 7, 2}; ///< blocks of each stage
    std::vector<std::int64_t> globalBlocks{5, 7, 9}; ///< global_att_blocks: attention over the whole map
    std::vector<std::int64_t> windows{8, 4, 14, 7};  ///< window_spec, one of each stage
    std::vector<std::int64_t> positionGrid{7, 7};    ///< window_pos_embed_bkg_spatial_size
    std::int64_t pooledStages = 3; ///< q_pool: how many stages after the first halve the map

    [[nodiscard]] static HieraOptions fromJson(const Json& json);

    [[nodiscard]] std::vector<HieraBlockOptions> blocks() const;
    [[nodiscard]] std::vector<std::int64_t> stageWidths() const;
};

/// `proj`: 7×7 convolution, stride 4.
class PatchEmbedImpl : public torch::nn::Module
{
public:
    explicit PatchEmbedImpl(std::int64_t width);
    torch::Tensor forward(const torch::Tensor& image); ///< [B, 3, S, S'] -> [B, S/4, S'/4, width]

private:
    torch::nn::Conv2d m_proj{nullptr};
};
TORCH_MODULE(PatchEmbed);

/// SAM 2's image trunk (hieradet.py Hiera, facebookresearch/sam2 2b90b9f, Apache-2.0), with TAViS's prompts.
class HieraImpl : public torch::nn::Module
{
public:
    explicit HieraImpl(const HieraOptions& options);

    /// image [B, 3, H, W], normalised, sides multiples of 32. prompts: none, or at least one vector [B, width
    /// of block i] for each block i, added to every pixel of its input; more are passed over. Returns one map
    /// per stage, [B, C_s, H/4/2^s, W/4/2^s], fine to coarse, in channels-last memory.
    std::vector<torch::Tensor> forward(const torch::Tensor& image,
                                       std::span<const torch::Tensor> prompts = {});

    torch::Tensor patchEmbedding(const torch::Tensor& image); ///< [B, H/4, W/4, C], without positions
    torch::Tensor positionEmbedding(std::int64_t height, std::int64_t width); ///< [1, height, width, C]

    [[nodiscard]] const HieraOptions& options() const { return m_options; }

private:
    HieraOptions m_options;
    torch::Tensor m_posEmbed;
    torch::Tensor m_posEmbedWindow;
    PatchEmbed m_patchEmbed{nullptr};
    torch::nn::ModuleList m_blocks;
    std::vector<HieraBlock> m_typedBlocks;
    std::vector<std::size_t> m_stageEnds;
};
TORCH_MODULE(Hiera);

} // namespace avs::nn
