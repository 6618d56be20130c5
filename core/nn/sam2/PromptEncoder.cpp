// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/sam2/PromptEncoder.h"

#include "core/nn/Precision.h"
#include "core/nn/sam2/JsonInts.h"

#include <ATen/ATen.h>

#include <numbers>

namespace avs::nn {

namespace {

constexpr std::int64_t kLabels = 4;
constexpr std::int64_t kFirstCorner = 2;
constexpr std::int64_t kLastCorner = 3;
constexpr std::int64_t kNoPoint = -1;

torch::nn::Conv2d halving(std::int64_t in, std::int64_t out)
{
    return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, 2).stride(2));
}

} // namespace

PromptEncoderOptions PromptEncoderOptions::fromJson(const Json& json)
{
    PromptEncoderOptions options;
    options.dim = json.intOr("embed_dim", options.dim);
    options.gridSize = intsOr(json, "image_embedding_size", options.gridSize);
    options.imageSize = intsOr(json, "input_image_size", options.imageSize);
    options.maskChannels = json.intOr("mask_in_chans", options.maskChannels);
    if (options.gridSize.size() != 2 || options.imageSize.size() != 2)
        throw JsonError("image_embedding_size and input_image_size must be two numbers each");
    return options;
}

FourierPositionsImpl::FourierPositionsImpl(std::int64_t dim)
    : m_matrix(register_buffer("positional_encoding_gaussian_matrix", torch::randn({2, dim / 2})))
{}

torch::Tensor FourierPositionsImpl::forward(const torch::Tensor& coordinates)
{
    const ExactScope exact; // bfloat16 would round positions to a 256th of the picture
    const auto angles =
        at::matmul((coordinates * 2 - 1).to(m_matrix.scalar_type()), m_matrix) * (2 * std::numbers::pi);
    return at::cat({angles.sin(), angles.cos()}, -1);
}

MaskDownscalingImpl::MaskDownscalingImpl(std::int64_t channels, std::int64_t dim)
    : m_conv0(register_module("0", halving(1, channels / 4)))
    , m_norm0(register_module("1", LayerNorm2d(channels / 4)))
    , m_conv1(register_module("3", halving(channels / 4, channels)))
    , m_norm1(register_module("4", LayerNorm2d(channels)))
    , m_conv2(register_module("6", torch::nn::Conv2d(torch::nn::Conv2dOptions(channels, dim, 1))))
{}

torch::Tensor MaskDownscalingImpl::forward(const torch::Tensor& masks)
{
    const auto half = at::gelu(m_norm0(m_conv0(masks)));   // [B, channels/4, 2h, 2w]
    const auto quarter = at::gelu(m_norm1(m_conv1(half))); // [B, channels, h, w]
    return m_conv2(quarter);                               // [B, dim, h, w]
}

PromptEncoderImpl::PromptEncoderImpl(const PromptEncoderOptions& options)
    : m_options(options)
    , m_positions(register_module("pe_layer", FourierPositions(options.dim)))
{
    for (std::int64_t i = 0; i < kLabels; ++i) {
        m_labels.emplace_back(1, options.dim);
        m_pointEmbeddings->push_back(m_labels.back());
    }
    register_module("point_embeddings", m_pointEmbeddings);
    m_notAPoint = register_module("not_a_point_embed", torch::nn::Embedding(1, options.dim));
    m_maskDownscaling =
        register_module("mask_downscaling", MaskDownscaling(options.maskChannels, options.dim));
    m_noMask = register_module("no_mask_embed", torch::nn::Embedding(1, options.dim));
}

torch::Tensor PromptEncoderImpl::densePositions()
{
    const auto& like = m_noMask->weight;
    const auto rows = m_options.gridSize[0];
    const auto columns = m_options.gridSize[1];
    const auto y = (at::arange(rows, like.options()) + 0.5) / rows;
    const auto x = (at::arange(columns, like.options()) + 0.5) / columns;
    const auto centres =
        at::stack({x.unsqueeze(0).expand({rows, columns}), y.unsqueeze(1).expand({rows, columns})}, 2);
    return m_positions(centres).permute({2, 0, 1}).unsqueeze(0);
}

torch::Tensor PromptEncoderImpl::encodePixels(const torch::Tensor& points)
{
    const auto share = [&](std::int64_t axis, std::int64_t size) {
        return (points.select(-1, axis) + 0.5) / static_cast<double>(size);
    };
    return m_positions(at::stack({share(0, m_options.imageSize[1]), share(1, m_options.imageSize[0])}, -1));
}

torch::Tensor PromptEncoderImpl::encodePoints(const Prompts& prompts)
{
    TORCH_CHECK(prompts.labels.defined() && prompts.labels.sizes() == prompts.points.sizes().slice(0, 2),
                "prompt encoder: every point needs a label");
    auto points = prompts.points;
    auto labels = prompts.labels;
    if (!prompts.boxes.defined()) {
        points = at::cat({points, points.new_zeros({points.size(0), 1, 2})}, 1);
        labels = at::cat({labels, labels.new_full({labels.size(0), 1}, kNoPoint)}, 1);
    }
    const auto encoded = encodePixels(points);
    const auto label = labels.unsqueeze(2);
    auto result = at::where(label == kNoPoint, m_notAPoint->weight, encoded);
    for (std::int64_t i = 0; i < kLabels; ++i)
        result = at::where(label == i, encoded + m_labels[static_cast<std::size_t>(i)]->weight, result);
    return result;
}

torch::Tensor PromptEncoderImpl::encodeBoxes(const torch::Tensor& boxes)
{
    const auto corners = at::cat({m_labels[kFirstCorner]->weight, m_labels[kLastCorner]->weight});
    return encodePixels(boxes.reshape({-1, 2, 2})) + corners;
}

PromptEmbeddings PromptEncoderImpl::forward(const Prompts& prompts)
{
    std::int64_t batch = 1;
    for (const auto& given : {prompts.points, prompts.boxes, prompts.masks})
        if (given.defined())
            batch = given.size(0);
    const auto& like = m_noMask->weight;

    std::vector<torch::Tensor> sparse;
    if (prompts.points.defined())
        sparse.push_back(encodePoints(prompts));
    if (prompts.boxes.defined())
        sparse.push_back(encodeBoxes(prompts.boxes));
    PromptEmbeddings embeddings;
    embeddings.sparse =
        sparse.empty() ? at::zeros({batch, 0, m_options.dim}, like.options()) : at::cat(sparse, 1);
    embeddings.dense =
        prompts.masks.defined()
            ? m_maskDownscaling(prompts.masks)
            : like.view({1, -1, 1, 1}).expand({batch, -1, m_options.gridSize[0], m_options.gridSize[1]});
    return embeddings;
}

} // namespace avs::nn
