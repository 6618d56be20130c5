// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/imagebind/ImageBindOptions.h"

#include <torch/nn/module.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/embedding.h>
#include <torch/nn/modules/normalization.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

namespace avs::nn {

/// Learned positions of a tower with a cls token: `pos_embed` [1, 1 + L, dim].
class PositionEmbeddingImpl : public torch::nn::Module
{
public:
    /// `rows` × `columns` tokens.
    PositionEmbeddingImpl(std::int64_t rows, std::int64_t columns, std::int64_t dim);
    /// For a grid of that many tokens [1, 1 + rows·columns, dim]; bicubic between two square grids when it is
    /// not the one it was made for (multimodal_preprocessors.py, interpolate_pos_encoding_2d).
    torch::Tensor forward(std::int64_t rows, std::int64_t columns);

private:
    std::int64_t m_rows;
    std::int64_t m_columns;
    torch::Tensor pos_embed;
};
TORCH_MODULE(PositionEmbedding);

/// Pictures to tokens: images [N, 3, H, W] or clips [N, 3, frames, H, W] -> [N, 1 + (H/patch)·(W/patch),
/// dim], row by row, cls first.
class VisionPreprocessorImpl : public torch::nn::Module
{
public:
    explicit VisionPreprocessorImpl(const ImageBindOptions::Vision& options);
    torch::Tensor forward(const torch::Tensor& images);

private:
    std::int64_t m_patch;
    torch::Tensor cls_token;
    torch::nn::Conv3d m_stem = nullptr; ///< rgbt_stem.proj.1
    PositionEmbedding pos_embedding_helper = nullptr;
};
TORCH_MODULE(VisionPreprocessor);

/// Text to tokens. `mask` (the causal mask) is only a stored buffer: the trunk is causal by itself.
class TextPreprocessorImpl : public torch::nn::Module
{
public:
    explicit TextPreprocessorImpl(const ImageBindOptions::Text& options);
    /// ids [N, L] int64, L <= context -> [N, L, dim].
    torch::Tensor forward(const torch::Tensor& ids);
    /// Ready-made embeddings [N, P, dim] in place of ids -> [N, P, dim], or [N, context, dim] with filler.
    torch::Tensor fromEmbeddings(const torch::Tensor& embeddings, bool fillerTokens);

private:
    std::int64_t m_contextLength;
    torch::Tensor pos_embed;
    torch::Tensor mask;
    torch::nn::Embedding token_embedding = nullptr;
};
TORCH_MODULE(TextPreprocessor);

/// Sound to tokens: mel [N, 1, mel bins, frames] -> [N, 1 + L, dim], cls first, then mel row by mel row.
class AudioPreprocessorImpl : public torch::nn::Module
{
public:
    explicit AudioPreprocessorImpl(const ImageBindOptions::Audio& options);
    torch::Tensor forward(const torch::Tensor& mel);

private:
    torch::Tensor cls_token;
    torch::nn::Conv2d m_stem = nullptr;        ///< rgbt_stem.proj
    torch::nn::LayerNorm m_stemNorm = nullptr; ///< rgbt_stem.norm_layer
    PositionEmbedding pos_embedding_helper = nullptr;
};
TORCH_MODULE(AudioPreprocessor);

} // namespace avs::nn
