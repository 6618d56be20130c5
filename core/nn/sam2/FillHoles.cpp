// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/sam2/FillHoles.h"

#include "core/nn/sam2/SmallComponents.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace avs::nn {

namespace {

constexpr double kFilledLogit = 0.1;

/// Finds the small components of one mask, one flood fill each.
class HoleFinder
{
public:
    HoleFinder(std::int64_t height, std::int64_t width, std::int64_t maxArea)
        : m_height(height)
        , m_width(width)
        , m_maxArea(static_cast<std::size_t>(maxArea))
    {}

    /// background: 1 where the mask is not, set to 0 as pixels are visited. holes: set to true.
    void find(std::uint8_t* background, bool* holes)
    {
        for (std::int64_t start = 0; start < m_height * m_width; ++start) {
            if (!background[start])
                continue;
            flood(background, start);
            if (m_component.size() > m_maxArea)
                continue;
            for (const auto pixel : m_component)
                holes[pixel] = true;
        }
    }

private:
    void flood(std::uint8_t* background, std::int64_t start)
    {
        m_component.assign(1, start);
        background[start] = 0;
        for (std::size_t next = 0; next < m_component.size(); ++next) {
            const auto y = m_component[next] / m_width;
            const auto x = m_component[next] % m_width;
            for (auto row = std::max<std::int64_t>(y - 1, 0); row <= std::min(y + 1, m_height - 1); ++row) {
                for (auto column = std::max<std::int64_t>(x - 1, 0); column <= std::min(x + 1, m_width - 1);
                     ++column) {
                    const auto pixel = row * m_width + column;
                    if (!background[pixel])
                        continue;
                    background[pixel] = 0;
                    m_component.push_back(pixel);
                }
            }
        }
    }

    std::int64_t m_height;
    std::int64_t m_width;
    std::size_t m_maxArea;
    std::vector<std::int64_t> m_component;
};

/// background [N, 1, H, W] bool on the CPU -> where a small component is.
torch::Tensor floodedComponents(const torch::Tensor& background, std::int64_t maxArea)
{
    auto left = background.to(torch::kByte).contiguous();
    auto holes = at::zeros(background.sizes(), torch::kBool);
    HoleFinder finder(background.size(2), background.size(3), maxArea);
    for (std::int64_t n = 0; n < background.size(0); ++n)
        finder.find(left[n].data_ptr<std::uint8_t>(), holes[n].data_ptr<bool>());
    return holes;
}

} // namespace

torch::Tensor fillHoles(const torch::Tensor& logits, std::int64_t maxArea)
{
    TORCH_CHECK(logits.dim() >= 2, "fillHoles: a mask has two dimensions, not ", logits.dim());
    if (maxArea <= 0 || logits.numel() == 0)
        return logits;
    const auto background = logits.detach().le(0).reshape({-1, 1, logits.size(-2), logits.size(-1)});
    const auto holes =
        logits.is_cpu() ? floodedComponents(background, maxArea) : smallComponents(background, maxArea);
    return logits.masked_fill(holes.view(logits.sizes()), kFilledLogit);
}

} // namespace avs::nn
