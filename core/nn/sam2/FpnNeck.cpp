// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/sam2/FpnNeck.h"

#include "core/nn/sam2/JsonInts.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace avs::nn {

namespace {

/// Nearest ×2. (The original goes through float32, which changes nothing: values are copied.)
torch::Tensor enlarge(const torch::Tensor& map)
{
    return at::upsample_nearest2d(map, {map.size(2) * 2, map.size(3) * 2});
}

} // namespace

FpnNeckOptions FpnNeckOptions::fromJson(const Json& json)
{
    FpnNeckOptions options;
    options.dModel = json.intOr("d_model", options.dModel);
    options.topDownLevels = intsOr(json, "fpn_top_down_levels", options.topDownLevels);
    if (json.stringOr("fpn_interp_model", "nearest") != "nearest")
        throw JsonError("fpn_interp_model must be nearest");
    return options;
}

FpnNeckImpl::FpnNeckImpl(const FpnNeckOptions& options, const std::vector<std::int64_t>& widths)
    : m_options(options)
{
    for (const auto width : widths)
        m_laterals.emplace_back(torch::nn::Conv2dOptions(width, options.dModel, 1));
    for (auto lateral = m_laterals.rbegin(); lateral != m_laterals.rend(); ++lateral) {
        auto holder = std::make_shared<torch::nn::Module>(); // the original's Sequential with one named entry
        holder->register_module("conv", *lateral);
        m_convs->push_back(holder);
    }
    register_module("convs", m_convs);
}

std::vector<torch::Tensor> FpnNeckImpl::forward(const std::vector<torch::Tensor>& maps)
{
    TORCH_CHECK(maps.size() == m_laterals.size(), "neck: ", maps.size(), " maps for ", m_laterals.size(),
                " levels");
    std::vector<torch::Tensor> out(maps.size());
    for (std::size_t level = maps.size(); level-- > 0;) {
        out[level] = m_laterals[level](maps[level]);
        const bool topDown =
            std::ranges::count(m_options.topDownLevels, static_cast<std::int64_t>(level)) > 0;
        if (topDown && level + 1 < maps.size())
            out[level] = out[level] + enlarge(out[level + 1]);
    }
    return out;
}

} // namespace avs::nn
