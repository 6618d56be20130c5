// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/Mlp.h"
#include "core/nn/sam2/MemoryAttention.h"
#include "core/nn/sam2/MemoryEncoder.h"

#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>

#include <string>
#include <vector>

namespace avs::nn {

struct Sam2MemoryOptions
{
    std::int64_t numMaskmem = 7;         ///< frames that are remembered, the prompted one included
    std::int64_t maxObjectPointers = 16; ///< max_obj_ptrs_in_encoder
    double presentAbove = 0;             ///< object score (logit) of an object that is in the picture
    bool absentEmbedding = false;        ///< no_obj_embed_spatial (2.1)
    bool pointerPositions = false;       ///< object pointers know how long ago they were (2.1)
    MemoryAttentionOptions attention;    ///< its width is that of the features
    MemoryEncoderOptions encoder;
};

/// What SAM 2 remembers of objects from frame to frame, and how a frame takes it in (sam2_base.py,
/// facebookresearch/sam2 2b90b9f, Apache-2.0): for SAM 2's own tracking and for TAViS with memory. R objects
/// of one picture or each of its own (I = 1 or R); C the width of the features, g × g their grid. In the
/// published files its parts stand beside the others, so a model calls registerIn().
class Sam2MemoryImpl : public torch::nn::Module
{
public:
    explicit Sam2MemoryImpl(const Sam2MemoryOptions& options);

    /// Registers the parts in `owner` under their own names.
    void registerIn(torch::nn::Module& owner) const;

    /// scores [R, 1] logits -> [R, 1] of 0 and 1, without gradient.
    [[nodiscard]] torch::Tensor present(const torch::Tensor& scores) const;
    /// tokens [R, C], present [R, 1] -> object pointers [R, C].
    torch::Tensor pointers(const torch::Tensor& tokens, const torch::Tensor& present);
    /// mask [R, 1, S, S] of 0 and 1 -> what the prompt encoder takes for it, [R, 1, S/4, S/4].
    torch::Tensor promptOf(const torch::Tensor& mask);

    /// features [I, C, g, g], mask logits [R, 1, 16·g, 16·g], scores [R, 1] -> [R, memoryDim, g, g]. `hard`:
    /// only where the masks are above zero counts, as for masks that were asked for.
    torch::Tensor encode(const torch::Tensor& features, const torch::Tensor& masks,
                         const torch::Tensor& scores, bool hard);

    struct Map
    {
        torch::Tensor features; ///< from encode(), of any floating point type
        std::int64_t age = 0;   ///< in frames; 0 for a prompted frame
    };
    struct Pointers
    {
        torch::Tensor pointers; ///< [R, C]
        std::int64_t age = 0;   ///< in frames
    };
    /// Everything that a frame looks at. Ages of pointers count in parts of `longest`.
    MemoryBank bank(const std::vector<Map>& maps, const std::vector<Pointers>& pointers,
                    std::int64_t longest);
    /// features [I, C, g, g], their sine positions [1, C, g, g] -> [R, C, g, g], with the memory taken in.
    torch::Tensor attend(const torch::Tensor& features, const torch::Tensor& positions,
                         const MemoryBank& memory);

    [[nodiscard]] const Sam2MemoryOptions& options() const { return m_options; }

private:
    torch::Tensor mapPositions(const Map& map);
    torch::Tensor pointerPositions(const std::vector<Pointers>& pointers, std::int64_t longest);

    Sam2MemoryOptions m_options;
    SinePositionEncoding m_sine;
    torch::nn::Conv2d mask_downsample = nullptr;
    MemoryAttention memory_attention = nullptr;
    MemoryEncoder memory_encoder = nullptr;
    Mlp obj_ptr_proj = nullptr;
    torch::nn::Linear obj_ptr_tpos_proj = nullptr; // empty in 2.0
    torch::Tensor maskmem_tpos_enc;
    torch::Tensor no_obj_ptr;
    torch::Tensor no_obj_embed_spatial; // undefined in 2.0
};
TORCH_MODULE(Sam2Memory);

/// How the names of its parameters begin in a model that they are registered in.
[[nodiscard]] const std::vector<std::string>& sam2MemoryPrefixes();

} // namespace avs::nn
