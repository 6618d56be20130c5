// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/Json.h"

#include <torch/nn/module.h>
#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

#include <vector>

namespace avs::nn {

struct FpnNeckOptions
{
    std::int64_t dModel = 256; ///< d_model
    std::vector<std::int64_t> topDownLevels{2,
                                            3}; ///< fpn_top_down_levels: these also get the next coarser map

    [[nodiscard]] static FpnNeckOptions fromJson(const Json& json);
};

/// Brings the trunk's maps to one width (SAM 2 image_encoder.py FpnNeck). Parameters `convs.{k}.conv`, where
/// k = 0 belongs to the coarsest map.
class FpnNeckImpl : public torch::nn::Module
{
public:
    /// widths: channels of the trunk's maps, fine to coarse.
    FpnNeckImpl(const FpnNeckOptions& options, const std::vector<std::int64_t>& widths);
    /// maps [B, widths[i], H_i, W_i], fine to coarse, each half the size of the one before -> [B, dModel,
    /// H_i, W_i].
    std::vector<torch::Tensor> forward(const std::vector<torch::Tensor>& maps);

private:
    FpnNeckOptions m_options;
    torch::nn::ModuleList m_convs;
    std::vector<torch::nn::Conv2d> m_laterals; ///< fine to coarse
};
TORCH_MODULE(FpnNeck);

} // namespace avs::nn
