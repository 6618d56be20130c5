// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/nn/weights.
#pragma once

#include "core/nn/weights/WeightError.h"

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace avs::nn {

/// The bytes of a pickle, from the front on. Reading past the end is WeightError Damaged. `path` is for the
/// words of errors; both arguments must outlive the object.
class PickleBytes
{
public:
    PickleBytes(std::string_view bytes, const std::string& path)
        : m_bytes(bytes)
        , m_path(path)
    {}

    [[noreturn]] void damaged(const std::string& what) const
    {
        throw WeightError(WeightError::Kind::Damaged,
                          m_path + ": the description of its tensors is broken: " + what);
    }
    [[noreturn]] void refused(const std::string& what) const
    {
        throw WeightError(WeightError::Kind::Refused, m_path + ": " + what);
    }

    std::string_view take(std::uint64_t length)
    {
        if (length > m_bytes.size() - m_at)
            damaged("it is cut off");
        const auto text = m_bytes.substr(m_at, length);
        m_at += length;
        return text;
    }
    template <typename T>
    T number() ///< little-endian
    {
        T value{};
        std::memcpy(&value, take(sizeof(T)).data(), sizeof(T));
        return value;
    }
    std::string line() ///< without its end
    {
        const auto end = m_bytes.find('\n', m_at);
        if (end == std::string_view::npos)
            damaged("it is cut off");
        const auto text = take(end - m_at);
        ++m_at;
        return std::string(text);
    }

private:
    std::string_view m_bytes;
    const std::string& m_path;
    std::uint64_t m_at = 0;
};

} // namespace avs::nn
