// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/Json.h"
#include "core/nn/sam2/LayerNorm2d.h"
#include "core/nn/sam2/SinePositionEncoding.h"

#include <torch/nn/module.h>
#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>

#include <vector>

namespace avs::nn {

struct MemoryEncoderOptions
{
    std::int64_t dim = 256;       ///< in_dim
    std::int64_t memoryDim = 64;  ///< out_dim, divisible by 4
    std::int64_t maskStride = 16; ///< mask_downsampler.total_stride, a power of 2
    std::int64_t fuserLayers = 2; ///< fuser.num_layers

    [[nodiscard]] static MemoryEncoderOptions fromJson(const Json& json);
};

/// Brings a mask to the grid by 3×3 convolutions of stride 2: [R, 1, H, W] -> [R, dim, H/stride, W/stride].
class MaskDownsamplerImpl : public torch::nn::Module
{
public:
    explicit MaskDownsamplerImpl(const MemoryEncoderOptions& options);
    torch::Tensor forward(torch::Tensor masks);

private:
    std::vector<torch::nn::Conv2d> m_convs;
    std::vector<LayerNorm2d> m_norms;
    torch::nn::Conv2d m_last{nullptr};
};
TORCH_MODULE(MaskDownsampler);

/// ConvNeXt block, [R, dim, h, w] -> the same shape.
class FuserBlockImpl : public torch::nn::Module
{
public:
    explicit FuserBlockImpl(std::int64_t dim);
    torch::Tensor forward(const torch::Tensor& x);

private:
    torch::Tensor m_gamma;
    torch::nn::Conv2d m_dwconv{nullptr};
    torch::nn::LayerNorm m_norm{nullptr};
    torch::nn::Linear m_pwconv1{nullptr};
    torch::nn::Linear m_pwconv2{nullptr};
};
TORCH_MODULE(FuserBlock);

struct EncodedMemory
{
    torch::Tensor features;  ///< [R, memoryDim, h, w]
    torch::Tensor positions; ///< sine positions, [1, memoryDim, h, w]
};

/// SAM 2's memory encoder (memory_encoder.py, facebookresearch/sam2 2b90b9f, Apache-2.0).
class MemoryEncoderImpl : public torch::nn::Module
{
public:
    explicit MemoryEncoderImpl(const MemoryEncoderOptions& options);

    /// imageFeatures [R, dim, h, w], or [I, ...] with object r on image r / (R / I); masks [R, 1, h·stride,
    /// w·stride]: logits when `applySigmoid`, else already what the convolutions should see.
    EncodedMemory forward(const torch::Tensor& imageFeatures, const torch::Tensor& masks, bool applySigmoid);

    [[nodiscard]] MaskDownsampler& maskDownsampler() { return m_maskDownsampler; }

private:
    MaskDownsampler m_maskDownsampler{nullptr};
    torch::nn::Conv2d m_pixFeatProj{nullptr};
    std::vector<FuserBlock> m_fuserBlocks;
    torch::nn::Conv2d m_outProj{nullptr}; ///< none when the widths are equal
    SinePositionEncoding m_positions;
};
TORCH_MODULE(MemoryEncoder);

} // namespace avs::nn
