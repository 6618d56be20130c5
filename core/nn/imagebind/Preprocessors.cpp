// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/imagebind/Preprocessors.h"

#include <torch/nn/functional/conv.h>
#include <torch/nn/init.h>

#include <cmath>
#include <limits>

namespace avs::nn {

namespace {

torch::Tensor scaledNormal(at::IntArrayRef shape, std::int64_t dim)
{
    return torch::randn(shape) / std::sqrt(static_cast<double>(dim));
}

/// A module that only gives its children a longer name.
std::shared_ptr<torch::nn::Module> group()
{
    return std::make_shared<torch::nn::Module>();
}

torch::Tensor withCls(const torch::Tensor& cls, const torch::Tensor& tokens)
{
    return torch::cat({cls.expand({tokens.size(0), -1, -1}), tokens}, 1);
}

} // namespace

PositionEmbeddingImpl::PositionEmbeddingImpl(std::int64_t rows, std::int64_t columns, std::int64_t dim)
    : m_rows(rows)
    , m_columns(columns)
    , pos_embed(register_parameter("pos_embed", scaledNormal({1, 1 + rows * columns, dim}, dim)))
{}

torch::Tensor PositionEmbeddingImpl::forward(std::int64_t rows, std::int64_t columns)
{
    if (rows == m_rows && columns == m_columns)
        return pos_embed;
    TORCH_CHECK(rows == columns && m_rows == m_columns, "a ", rows, "×", columns, " grid of tokens for a ",
                m_rows, "×", m_columns, " positional embedding: only square ones can be interpolated");
    // The original passes the scale and not the size; given both, the samples lie where the original's do and
    // the size cannot be off by one through rounding.
    const double scale = static_cast<double>(rows) / static_cast<double>(m_rows);
    auto grid =
        pos_embed.slice(1, 1).unflatten(1, {m_rows, m_columns}).permute({0, 3, 1, 2}); // [1, dim, R, C]
    grid = at::upsample_bicubic2d(grid, {rows, columns}, /*align_corners=*/false, scale, scale);
    return torch::cat({pos_embed.slice(1, 0, 1), grid.flatten(2).transpose(1, 2)}, 1);
}

VisionPreprocessorImpl::VisionPreprocessorImpl(const ImageBindOptions::Vision& options)
    : m_patch(options.patch)
    , cls_token(register_parameter("cls_token", scaledNormal({1, 1, options.dim}, options.dim)))
{
    const auto side = options.imageSize / options.patch;
    const auto stem = register_module("rgbt_stem", group());
    const auto proj = stem->register_module("proj", group());
    const torch::ExpandingArray<3> kernel({options.frames, options.patch, options.patch});
    m_stem = proj->register_module(
        "1", torch::nn::Conv3d(torch::nn::Conv3dOptions(3, options.dim, kernel).stride(kernel).bias(false)));
    pos_embedding_helper =
        register_module("pos_embedding_helper", PositionEmbedding(side, side, options.dim));
}

torch::Tensor VisionPreprocessorImpl::forward(const torch::Tensor& images)
{
    const auto frames = m_stem->weight.size(2);
    TORCH_CHECK((images.dim() == 4 || (images.dim() == 5 && images.size(2) == frames)) && images.size(1) == 3,
                "images must be [N, 3, H, W] or [N, 3, ", frames, ", H, W], not ", images.sizes());
    // A still image is the same in all frames of the stem, so the kernel's frames can be summed first.
    namespace F = torch::nn::functional;
    const auto grid = images.dim() == 5 ? m_stem(images).squeeze(2)
                                        : F::conv2d(images, m_stem->weight.sum(2),
                                                    F::Conv2dFuncOptions().stride(m_patch)); // [N, D, R, C]
    const auto tokens = withCls(cls_token, grid.flatten(2).transpose(1, 2));
    return tokens + pos_embedding_helper(grid.size(2), grid.size(3));
}

TextPreprocessorImpl::TextPreprocessorImpl(const ImageBindOptions::Text& options)
    : m_contextLength(options.contextLength)
    , pos_embed(register_parameter("pos_embed", torch::randn({1, options.contextLength, options.dim}) * 0.01))
    , mask(register_buffer("mask", torch::full({options.contextLength, options.contextLength},
                                               -std::numeric_limits<float>::infinity())
                                       .triu_(1)))
    , token_embedding(
          register_module("token_embedding", torch::nn::Embedding(options.vocabSize, options.dim)))
{
    torch::nn::init::normal_(token_embedding->weight, 0, 0.02);
}

torch::Tensor TextPreprocessorImpl::forward(const torch::Tensor& ids)
{
    TORCH_CHECK(ids.dim() == 2 && ids.size(1) <= m_contextLength, "token ids must be [N, up to ",
                m_contextLength, "], not ", ids.sizes());
    return token_embedding(ids) + pos_embed.slice(1, 0, ids.size(1));
}

torch::Tensor TextPreprocessorImpl::fromEmbeddings(const torch::Tensor& embeddings, bool fillerTokens)
{
    TORCH_CHECK(embeddings.dim() == 3 && embeddings.size(1) <= m_contextLength,
                "pseudo tokens must be [N, up to ", m_contextLength, ", D], not ", embeddings.sizes());
    auto tokens = embeddings;
    if (fillerTokens) {
        const auto missing = m_contextLength - embeddings.size(1);
        const auto filler = token_embedding->weight[0].expand({embeddings.size(0), missing, -1});
        tokens = torch::cat({embeddings, filler}, 1);
    }
    return tokens + pos_embed.slice(1, 0, tokens.size(1));
}

AudioPreprocessorImpl::AudioPreprocessorImpl(const ImageBindOptions::Audio& options)
    : cls_token(register_parameter("cls_token", scaledNormal({1, 1, options.dim}, options.dim)))
{
    const auto stem = register_module("rgbt_stem", group());
    const auto convolution =
        torch::nn::Conv2dOptions(1, options.dim, options.kernel).stride(options.stride).bias(false);
    m_stem = stem->register_module("proj", torch::nn::Conv2d(convolution));
    m_stemNorm =
        stem->register_module("norm_layer", torch::nn::LayerNorm(torch::nn::LayerNormOptions({options.dim})));
    const auto rows = (options.melBins - options.kernel) / options.stride + 1;
    const auto columns = (options.frames - options.kernel) / options.stride + 1;
    pos_embedding_helper =
        register_module("pos_embedding_helper", PositionEmbedding(rows, columns, options.dim));
}

torch::Tensor AudioPreprocessorImpl::forward(const torch::Tensor& mel)
{
    TORCH_CHECK(mel.dim() == 4 && mel.size(1) == 1, "mel must be [N, 1, mel bins, frames], not ",
                mel.sizes());
    const auto grid = m_stem(mel); // [N, D, R, C]
    const auto tokens = withCls(cls_token, m_stemNorm(grid.flatten(2).transpose(1, 2)));
    return tokens + pos_embedding_helper(grid.size(2), grid.size(3));
}

} // namespace avs::nn
