// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/sam2/MemoryEncoder.h"

#include <ATen/ATen.h>

#include <string>

namespace avs::nn {

namespace {

constexpr std::int64_t kStride = 2;
constexpr std::int64_t kFuserExpansion = 4;
constexpr double kLayerScaleInit = 1e-6;

torch::nn::Conv2d pointwise(std::int64_t in, std::int64_t out)
{
    return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, 1));
}

void requireNumber(const Json& json, std::string_view key, std::int64_t value)
{
    if (json.intOr(key, value) != value)
        throw JsonError(std::string(key) + " must be " + std::to_string(value));
}

} // namespace

MemoryEncoderOptions MemoryEncoderOptions::fromJson(const Json& json)
{
    MemoryEncoderOptions options;
    options.dim = json.intOr("in_dim", options.dim);
    options.memoryDim = json.intOr("out_dim", options.memoryDim);
    if (json.contains("mask_downsampler")) {
        const auto& downsampler = json.at("mask_downsampler");
        requireNumber(downsampler, "kernel_size", 3);
        requireNumber(downsampler, "stride", kStride);
        requireNumber(downsampler, "padding", 1);
        options.maskStride = downsampler.intOr("total_stride", options.maskStride);
    }
    if (json.contains("fuser")) {
        const auto& fuser = json.at("fuser");
        requireNumber(fuser, "kernel_size", 7);
        requireNumber(fuser, "padding", 3);
        options.fuserLayers = fuser.intOr("num_layers", options.fuserLayers);
    }
    return options;
}

MaskDownsamplerImpl::MaskDownsamplerImpl(const MemoryEncoderOptions& options)
{
    // Registered under the indices of the original's Sequential, where a GELU follows each norm.
    auto encoder = std::make_shared<torch::nn::Module>();
    std::int64_t channels = 1;
    int index = 0;
    for (std::int64_t stride = 1; stride < options.maskStride; stride *= kStride) {
        const auto wider = channels * kStride * kStride;
        m_convs.emplace_back(torch::nn::Conv2dOptions(channels, wider, 3).stride(kStride).padding(1));
        m_norms.emplace_back(wider);
        encoder->register_module(std::to_string(index), m_convs.back());
        encoder->register_module(std::to_string(index + 1), m_norms.back());
        channels = wider;
        index += 3;
    }
    m_last = encoder->register_module(std::to_string(index), pointwise(channels, options.dim));
    register_module("encoder", encoder);
}

torch::Tensor MaskDownsamplerImpl::forward(torch::Tensor masks)
{
    for (std::size_t i = 0; i < m_convs.size(); ++i)
        masks = at::gelu(m_norms[i](m_convs[i](masks)));
    return m_last(masks);
}

FuserBlockImpl::FuserBlockImpl(std::int64_t dim)
    : m_gamma(register_parameter("gamma", torch::full({dim}, kLayerScaleInit)))
    , m_dwconv(register_module(
          "dwconv", torch::nn::Conv2d(torch::nn::Conv2dOptions(dim, dim, 7).padding(3).groups(dim))))
    , m_norm(register_module("norm", torch::nn::LayerNorm(torch::nn::LayerNormOptions({dim}).eps(1e-6))))
    , m_pwconv1(register_module("pwconv1", torch::nn::Linear(dim, kFuserExpansion * dim)))
    , m_pwconv2(register_module("pwconv2", torch::nn::Linear(kFuserExpansion * dim, dim)))
{}

torch::Tensor FuserBlockImpl::forward(const torch::Tensor& x)
{
    const auto y = m_norm(m_dwconv(x).permute({0, 2, 3, 1})); // [R, h, w, dim]
    return x + (m_gamma * m_pwconv2(at::gelu(m_pwconv1(y)))).permute({0, 3, 1, 2});
}

MemoryEncoderImpl::MemoryEncoderImpl(const MemoryEncoderOptions& options)
    : m_maskDownsampler(register_module("mask_downsampler", MaskDownsampler(options)))
    , m_pixFeatProj(register_module("pix_feat_proj", pointwise(options.dim, options.dim)))
    , m_positions(options.memoryDim)
{
    torch::nn::ModuleList layers;
    for (std::int64_t i = 0; i < options.fuserLayers; ++i) {
        m_fuserBlocks.emplace_back(options.dim);
        layers->push_back(m_fuserBlocks.back());
    }
    auto fuser = std::make_shared<torch::nn::Module>();
    fuser->register_module("layers", layers);
    register_module("fuser", fuser);
    if (options.memoryDim != options.dim)
        m_outProj = register_module("out_proj", pointwise(options.dim, options.memoryDim));
}

EncodedMemory MemoryEncoderImpl::forward(const torch::Tensor& imageFeatures, const torch::Tensor& masks,
                                         bool applySigmoid)
{
    const auto images = imageFeatures.size(0);
    const auto objects = masks.size(0);
    TORCH_CHECK(images > 0 && objects % images == 0, "memory encoder: ", objects, " masks on ", images,
                " images");
    const auto shape = m_maskDownsampler(applySigmoid ? at::sigmoid(masks) : masks); // [R, dim, h, w]
    const auto pixels = m_pixFeatProj(imageFeatures).unsqueeze(1);                   // [I, 1, dim, h, w]
    auto x = (shape.unflatten(0, {images, objects / images}) + pixels).flatten(0, 1);
    for (auto& block : m_fuserBlocks)
        x = block(x);
    if (m_outProj)
        x = m_outProj(x);
    return {.features = x, .positions = m_positions.at(x.size(2), x.size(3), x)};
}

} // namespace avs::nn
