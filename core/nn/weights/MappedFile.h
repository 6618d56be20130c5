// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/nn/weights.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace avs::nn {

/// A file in memory, read on demand. Privately mapped: nothing can write back into the file. The mapping
/// lives as long as the object or any tensor made from it.
class MappedFile
{
public:
    /// Throws WeightError: NotFound, Unreadable, NotWeights (empty).
    explicit MappedFile(const std::string& path);

    [[nodiscard]] const char* data() const { return m_bytes; }
    [[nodiscard]] std::uint64_t size() const { return m_size; }

    /// A view of the bytes from `offset` on, or a copy where they are not aligned for `type`. The caller has
    /// checked that they lie inside the file.
    [[nodiscard]] torch::Tensor tensor(std::uint64_t offset, const std::vector<std::int64_t>& shape,
                                       torch::ScalarType type) const;

private:
    std::shared_ptr<at::DataPtr> m_mapping;
    char* m_bytes = nullptr;
    std::uint64_t m_size = 0;
};

} // namespace avs::nn
