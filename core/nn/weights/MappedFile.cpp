// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/weights/MappedFile.h"

#include "core/nn/weights/WeightError.h"

#include <ATen/MapAllocator.h>

#include <cstring>
#include <filesystem>

namespace avs::nn {

using Kind = WeightError::Kind;

namespace {

std::uint64_t sizeOf(const std::string& path)
{
    namespace fs = std::filesystem;
    std::error_code error;
    const auto status = fs::status(path, error);
    if (!fs::exists(status))
        throw WeightError(Kind::NotFound, path + ": there is no such file");
    if (!fs::is_regular_file(status))
        throw WeightError(Kind::Unreadable, path + ": not a file");
    const auto size = fs::file_size(path, error);
    if (error)
        throw WeightError(Kind::Unreadable, path + ": " + error.message());
    if (size == 0)
        throw WeightError(Kind::NotWeights, path + ": the file is empty");
    return size;
}

} // namespace

MappedFile::MappedFile(const std::string& path)
    : m_size(sizeOf(path))
{
    try {
        // No flags: opened for reading, mapped privately.
        m_mapping = std::make_shared<at::DataPtr>(at::MapAllocator::makeDataPtr(path, 0, m_size, nullptr));
    } catch (const c10::Error& error) {
        throw WeightError(Kind::Unreadable, path + ": " + error.what_without_backtrace());
    }
    m_bytes = static_cast<char*>(m_mapping->get());
}

torch::Tensor MappedFile::tensor(std::uint64_t offset, const std::vector<std::int64_t>& shape,
                                 torch::ScalarType type) const
{
    const auto options = torch::TensorOptions().dtype(type);
    char* first = m_bytes + offset;
    if (reinterpret_cast<std::uintptr_t>(first) % c10::elementSize(type) != 0) {
        auto copy = torch::empty(shape, options);
        std::memcpy(copy.data_ptr(), first, copy.nbytes());
        return copy;
    }
    return torch::from_blob(
        first, shape, [mapping = m_mapping](void*) {}, options);
}

} // namespace avs::nn
