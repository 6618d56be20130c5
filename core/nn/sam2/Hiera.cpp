// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/sam2/Hiera.h"

#include "core/nn/sam2/JsonInts.h"

#include <ATen/ATen.h>
#include <torch/nn/functional/upsampling.h>
#include <torch/nn/init.h>

#include <algorithm>

namespace avs::nn {

namespace {

constexpr std::int64_t kWindowPositions = 8; ///< side of pos_embed_window in every published model

torch::Tensor positionParameter(std::int64_t channels, std::int64_t height, std::int64_t width)
{
    auto values = torch::empty({1, channels, height, width});
    torch::nn::init::normal_(values, 0, 0.02);
    return values;
}

} // namespace

HieraOptions HieraOptions::fromJson(const Json& json)
{
    HieraOptions options;
    options.embedDim = json.intOr("embed_dim", options.embedDim);
    options.heads = json.intOr("num_heads", options.heads);
    options.stages = intsOr(json, "stages", options.stages);
    options.globalBlocks = intsOr(json, "global_att_blocks", options.globalBlocks);
    options.windows = intsOr(json, "window_spec", options.windows);
    options.positionGrid = intsOr(json, "window_pos_embed_bkg_spatial_size", options.positionGrid);
    options.pooledStages = json.intOr("q_pool", options.pooledStages);
    if (intsOr(json, "q_stride", {2, 2}) != std::vector<std::int64_t>{2, 2})
        throw JsonError("q_stride must be [2, 2]");
    if (options.stages.empty() || options.stages.size() != options.windows.size())
        throw JsonError("stages and window_spec must have one number for each stage");
    if (options.positionGrid.size() != 2)
        throw JsonError("window_pos_embed_bkg_spatial_size must be two numbers");
    return options;
}

std::vector<HieraBlockOptions> HieraOptions::blocks() const
{
    std::vector<HieraBlockOptions> list;
    auto width = embedDim;
    auto blockHeads = heads;
    for (std::size_t stage = 0; stage < stages.size(); ++stage) {
        for (std::int64_t i = 0; i < stages[stage]; ++i) {
            const bool firstOfLaterStage = stage > 0 && i == 0;
            HieraBlockOptions block;
            block.width = width;
            if (firstOfLaterStage) {
                width *= 2;
                blockHeads *= 2;
            }
            block.outWidth = width;
            block.heads = blockHeads;
            // The first block of a stage still sees the previous stage's resolution, so it takes its window.
            block.window = windows[firstOfLaterStage ? stage - 1 : stage];
            if (std::ranges::count(globalBlocks, static_cast<std::int64_t>(list.size())) > 0)
                block.window = 0;
            block.pooled = firstOfLaterStage && static_cast<std::int64_t>(stage) <= pooledStages;
            list.push_back(block);
        }
    }
    return list;
}

std::vector<std::int64_t> HieraOptions::stageWidths() const
{
    std::vector<std::int64_t> widths;
    for (std::size_t stage = 0; stage < stages.size(); ++stage)
        widths.push_back(embedDim << stage);
    return widths;
}

PatchEmbedImpl::PatchEmbedImpl(std::int64_t width)
    : m_proj(register_module("proj",
                             torch::nn::Conv2d(torch::nn::Conv2dOptions(3, width, 7).stride(4).padding(3))))
{}

torch::Tensor PatchEmbedImpl::forward(const torch::Tensor& image)
{
    // A channels-last image makes the convolution write the order that the blocks want.
    return m_proj(image.contiguous(at::MemoryFormat::ChannelsLast)).permute({0, 2, 3, 1}).contiguous();
}

HieraImpl::HieraImpl(const HieraOptions& options)
    : m_options(options)
    , m_posEmbed(
          register_parameter("pos_embed", positionParameter(options.embedDim, options.positionGrid.at(0),
                                                            options.positionGrid.at(1))))
    , m_posEmbedWindow(register_parameter(
          "pos_embed_window", positionParameter(options.embedDim, kWindowPositions, kWindowPositions)))
    , m_patchEmbed(register_module("patch_embed", PatchEmbed(options.embedDim)))
{
    for (const auto& block : options.blocks()) {
        m_typedBlocks.emplace_back(block);
        m_blocks->push_back(m_typedBlocks.back());
    }
    register_module("blocks", m_blocks);
    std::size_t end = 0;
    for (const auto count : options.stages)
        m_stageEnds.push_back(end += static_cast<std::size_t>(count));
}

torch::Tensor HieraImpl::patchEmbedding(const torch::Tensor& image)
{
    return m_patchEmbed(image);
}

torch::Tensor HieraImpl::positionEmbedding(std::int64_t height, std::int64_t width)
{
    TORCH_CHECK(height % kWindowPositions == 0 && width % kWindowPositions == 0, "Hiera: a map of ", height,
                "x", width, " is not a multiple of ", kWindowPositions,
                "; image sides must be multiples of 32");
    namespace F = torch::nn::functional;
    const auto background = F::interpolate(m_posEmbed, F::InterpolateFuncOptions()
                                                           .size(std::vector<std::int64_t>{height, width})
                                                           .mode(torch::kBicubic)
                                                           .align_corners(false));
    const auto tiled = m_posEmbedWindow.repeat({1, 1, height / kWindowPositions, width / kWindowPositions});
    return (background + tiled).permute({0, 2, 3, 1});
}

std::vector<torch::Tensor> HieraImpl::forward(const torch::Tensor& image,
                                              std::span<const torch::Tensor> prompts)
{
    TORCH_CHECK(prompts.empty() || prompts.size() >= m_typedBlocks.size(), "Hiera: ", prompts.size(),
                " prompts for ", m_typedBlocks.size(), " blocks");
    auto x = patchEmbedding(image); // [B, H/4, W/4, C]
    x = x + positionEmbedding(x.size(1), x.size(2));

    std::vector<torch::Tensor> maps;
    for (std::size_t i = 0; i < m_typedBlocks.size(); ++i) {
        if (!prompts.empty())
            x = x + prompts[i].unsqueeze(1).unsqueeze(1);
        x = m_typedBlocks[i](x);
        if (i + 1 == m_stageEnds[maps.size()])
            maps.push_back(x.permute({0, 3, 1, 2}));
    }
    return maps;
}

} // namespace avs::nn
