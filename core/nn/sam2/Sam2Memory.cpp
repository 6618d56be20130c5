// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/sam2/Sam2Memory.h"

#include <torch/nn/init.h>

namespace avs::nn {

namespace {

// A mask, or the sigmoid of its logits, as the memory encoder sees it.
constexpr double kMaskScale = 20;
constexpr double kMaskBias = -10;

torch::Tensor toTokens(const torch::Tensor& map)
{
    return map.flatten(2).transpose(1, 2); // [R, g·g, channels]
}

/// ages [P] -> [P, dim]: sines, then cosines.
torch::Tensor sineOf(const torch::Tensor& ages, std::int64_t dim)
{
    const auto half = dim / 2;
    const auto exponent =
        (torch::arange(half, ages.options()) / 2).floor() * (2.0 / static_cast<double>(half));
    const auto angles = ages.unsqueeze(-1) / torch::pow(10000.0, exponent);
    return torch::cat({angles.sin(), angles.cos()}, -1);
}

} // namespace

Sam2MemoryImpl::Sam2MemoryImpl(const Sam2MemoryOptions& options)
    : m_options(options)
    , m_sine(options.encoder.memoryDim)
{
    const auto dim = m_options.attention.dim;
    const auto memoryDim = m_options.encoder.memoryDim;
    const auto normal = [this](const char* name, torch::IntArrayRef shape) {
        auto parameter = register_parameter(name, torch::empty(shape));
        torch::nn::init::normal_(parameter, 0, 0.02);
        return parameter;
    };
    mask_downsample =
        register_module("mask_downsample", torch::nn::Conv2d(torch::nn::Conv2dOptions(1, 1, 4).stride(4)));
    memory_attention = register_module("memory_attention", MemoryAttention(m_options.attention));
    memory_encoder = register_module("memory_encoder", MemoryEncoder(m_options.encoder));
    obj_ptr_proj =
        register_module("obj_ptr_proj", Mlp(MlpOptions{.input = dim, .hidden = dim, .output = dim}));
    if (m_options.pointerPositions)
        obj_ptr_tpos_proj = register_module("obj_ptr_tpos_proj", torch::nn::Linear(dim, memoryDim));
    maskmem_tpos_enc = normal("maskmem_tpos_enc", {m_options.numMaskmem, 1, 1, memoryDim});
    normal("no_mem_pos_enc", {1, 1, dim}); // in every checkpoint, without effect
    no_obj_ptr = normal("no_obj_ptr", {1, dim});
    if (m_options.absentEmbedding)
        no_obj_embed_spatial = normal("no_obj_embed_spatial", {1, memoryDim});
}

void Sam2MemoryImpl::registerIn(torch::nn::Module& owner) const
{
    for (const auto& child : named_children())
        owner.register_module(child.key(), child.value());
    for (const auto& own : named_parameters(/*recurse=*/false))
        owner.register_parameter(own.key(), own.value(), own.value().requires_grad());
}

torch::Tensor Sam2MemoryImpl::present(const torch::Tensor& scores) const
{
    return (scores > m_options.presentAbove).to(scores.dtype());
}

torch::Tensor Sam2MemoryImpl::pointers(const torch::Tensor& tokens, const torch::Tensor& present)
{
    return present * obj_ptr_proj(tokens) + (1 - present) * no_obj_ptr;
}

torch::Tensor Sam2MemoryImpl::promptOf(const torch::Tensor& mask)
{
    return mask_downsample(mask);
}

torch::Tensor Sam2MemoryImpl::encode(const torch::Tensor& features, const torch::Tensor& masks,
                                     const torch::Tensor& scores, bool hard)
{
    const auto shape = hard ? masks.gt(0).to(masks.dtype()) : masks.sigmoid();
    auto map = memory_encoder(features, shape * kMaskScale + kMaskBias, /*applySigmoid=*/false).features;
    if (no_obj_embed_spatial.defined())
        map = map +
              (1 - present(scores)).unsqueeze(-1).unsqueeze(-1) * no_obj_embed_spatial.view({1, -1, 1, 1});
    return map;
}

torch::Tensor Sam2MemoryImpl::mapPositions(const Map& map)
{
    // The last entry is for prompted frames, the one of age n lies n - 1 from the front.
    const auto entry = maskmem_tpos_enc[map.age == 0 ? m_options.numMaskmem - 1 : map.age - 1];
    return m_sine.at(map.features.size(2), map.features.size(3), maskmem_tpos_enc) +
           entry.view({1, -1, 1, 1});
}

torch::Tensor Sam2MemoryImpl::pointerPositions(const std::vector<Pointers>& pointers, std::int64_t longest)
{
    const auto count = static_cast<std::int64_t>(pointers.size());
    if (!m_options.pointerPositions)
        return torch::zeros({count, m_options.encoder.memoryDim}, maskmem_tpos_enc.options());
    std::vector<double> ages;
    for (const auto& item : pointers)
        ages.push_back(static_cast<double>(item.age) / static_cast<double>(longest));
    const auto parts =
        torch::tensor(ages, torch::kDouble).to(maskmem_tpos_enc.options(), /*non_blocking=*/true);
    return obj_ptr_tpos_proj(sineOf(parts, m_options.attention.dim));
}

MemoryBank Sam2MemoryImpl::bank(const std::vector<Map>& maps, const std::vector<Pointers>& pointers,
                                std::int64_t longest)
{
    std::vector<torch::Tensor> features;
    std::vector<torch::Tensor> positions;
    for (const auto& map : maps) {
        features.push_back(toTokens(map.features.to(maskmem_tpos_enc.scalar_type())));
        positions.push_back(toTokens(mapPositions(map)));
    }
    MemoryBank out;
    if (!pointers.empty()) {
        const auto memoryDim = m_options.encoder.memoryDim;
        const auto parts = m_options.attention.dim / memoryDim;
        std::vector<torch::Tensor> all;
        for (const auto& item : pointers)
            all.push_back(item.pointers);
        const auto objects = all.front().size(0);
        out.pointerTokens = static_cast<std::int64_t>(all.size()) * parts;
        features.push_back(torch::stack(all, 1).reshape({objects, out.pointerTokens, memoryDim}));
        positions.push_back(pointerPositions(pointers, longest).repeat_interleave(parts, 0).unsqueeze(0));
    }
    out.features = torch::cat(features, 1);
    out.positions = torch::cat(positions, 1);
    return out;
}

torch::Tensor Sam2MemoryImpl::attend(const torch::Tensor& features, const torch::Tensor& positions,
                                     const MemoryBank& memory)
{
    return memory_attention(features, positions, memory);
}

const std::vector<std::string>& sam2MemoryPrefixes()
{
    static const std::vector<std::string> prefixes{
        "memory_attention.", "memory_encoder.",    "mask_downsample.",
        "obj_ptr_proj.",     "obj_ptr_tpos_proj.", "maskmem_tpos_enc",
        "no_mem_pos_enc",    "no_obj_ptr",         "no_obj_embed_spatial"};
    return prefixes;
}

} // namespace avs::nn
