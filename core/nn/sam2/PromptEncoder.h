// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/Json.h"
#include "core/nn/sam2/LayerNorm2d.h"

#include <torch/nn/module.h>
#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/embedding.h>

#include <vector>

namespace avs::nn {

struct PromptEncoderOptions
{
    std::int64_t dim = 256;                          ///< embed_dim, divisible by 2
    std::vector<std::int64_t> gridSize{64, 64};      ///< image_embedding_size: rows, columns
    std::vector<std::int64_t> imageSize{1024, 1024}; ///< input_image_size: height, width in pixels
    std::int64_t maskChannels = 16;                  ///< mask_in_chans, divisible by 4

    [[nodiscard]] static PromptEncoderOptions fromJson(const Json& json);
};

/// Each may be undefined. Coordinates are pixels of the model's input, x before y; a pixel's centre is at
/// +0.5.
struct Prompts
{
    torch::Tensor points{}; ///< [B, N, 2]
    torch::Tensor labels{}; ///< int64 [B, N]: 1 on, 0 off, 2 and 3 first and last corner of a box, -1 nothing
    torch::Tensor boxes{};  ///< [B, 4]: x0, y0, x1, y1
    torch::Tensor masks{};  ///< logits [B, 1, 4·rows, 4·columns]
};

struct PromptEmbeddings
{
    torch::Tensor sparse; ///< [B, P, dim]
    torch::Tensor dense;  ///< [B, dim, rows, columns]
};

/// Random Fourier features of coordinates; buffer `positional_encoding_gaussian_matrix`.
class FourierPositionsImpl : public torch::nn::Module
{
public:
    explicit FourierPositionsImpl(std::int64_t dim);
    torch::Tensor forward(const torch::Tensor& coordinates); ///< [..., 2] in 0..1, x before y -> [..., dim]

private:
    torch::Tensor m_matrix;
};
TORCH_MODULE(FourierPositions);

/// Brings a mask to the grid: [B, 1, 4h, 4w] -> [B, dim, h, w].
class MaskDownscalingImpl : public torch::nn::Module
{
public:
    MaskDownscalingImpl(std::int64_t channels, std::int64_t dim);
    torch::Tensor forward(const torch::Tensor& masks);

private:
    torch::nn::Conv2d m_conv0{nullptr};
    LayerNorm2d m_norm0{nullptr};
    torch::nn::Conv2d m_conv1{nullptr};
    LayerNorm2d m_norm1{nullptr};
    torch::nn::Conv2d m_conv2{nullptr};
};
TORCH_MODULE(MaskDownscaling);

/// SAM 2's prompt encoder (sam/prompt_encoder.py, facebookresearch/sam2 2b90b9f, Apache-2.0).
class PromptEncoderImpl : public torch::nn::Module
{
public:
    explicit PromptEncoderImpl(const PromptEncoderOptions& options);

    /// Points without boxes get one more, of label -1. Without any prompt: B = 1 and P = 0.
    PromptEmbeddings forward(const Prompts& prompts);

    torch::Tensor densePositions(); ///< [1, dim, rows, columns]: the Fourier features of the grid's centres

    [[nodiscard]] const PromptEncoderOptions& options() const { return m_options; }

private:
    torch::Tensor encodePixels(const torch::Tensor& points);
    torch::Tensor encodePoints(const Prompts& prompts);
    torch::Tensor encodeBoxes(const torch::Tensor& boxes);

    PromptEncoderOptions m_options;
    FourierPositions m_positions{nullptr};
    torch::nn::ModuleList m_pointEmbeddings;
    std::vector<torch::nn::Embedding> m_labels; ///< off, on, first and last corner
    torch::nn::Embedding m_notAPoint{nullptr};
    MaskDownscaling m_maskDownscaling{nullptr};
    torch::nn::Embedding m_noMask{nullptr};
};
TORCH_MODULE(PromptEncoder);

} // namespace avs::nn
