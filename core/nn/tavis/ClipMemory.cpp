// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/tavis/ClipMemory.h"

namespace avs::nn {

ClipMemory::ClipMemory(Sam2Memory parts)
    : m_parts(std::move(parts))
{}

torch::Tensor ClipMemory::recall(const torch::Tensor& features, const torch::Tensor& positions)
{
    TORCH_CHECK(!isEmpty(), "clip memory: nothing was remembered yet");
    const auto& o = m_parts->options();
    std::vector<Sam2MemoryImpl::Map> maps{{m_first->map, 0}};
    std::vector<Sam2MemoryImpl::Pointers> pointers{{m_first->pointers, m_framesSinceFirst}};
    for (std::size_t i = 0; i < m_latest.size(); ++i) {
        const auto age = static_cast<std::int64_t>(i) + 1;
        if (age < o.numMaskmem)
            maps.push_back({m_latest[i].map, age});
        if (age < o.maxObjectPointers)
            pointers.push_back({m_latest[i].pointers, age});
    }
    return m_parts->attend(features, positions, m_parts->bank(maps, pointers, o.maxObjectPointers - 1));
}

void ClipMemory::remember(const torch::Tensor& features, const torch::Tensor& masks,
                          const torch::Tensor& scores, const torch::Tensor& pointers, bool hard)
{
    Frame frame{m_parts->encode(features, masks, scores, hard).to(torch::kBFloat16), pointers};
    ++m_framesSinceFirst;
    if (!m_first) {
        m_first = std::move(frame);
        return;
    }
    m_latest.push_front(std::move(frame));
    const auto& o = m_parts->options();
    if (m_latest.size() >= static_cast<std::size_t>(std::max(o.numMaskmem, o.maxObjectPointers)))
        m_latest.pop_back();
}

void ClipMemory::clear()
{
    m_first.reset();
    m_latest.clear();
    m_framesSinceFirst = 0;
}

} // namespace avs::nn
