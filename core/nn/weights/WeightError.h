// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>

namespace avs::nn {

/// A weight file that cannot be read, is not what it should be, or cannot be written. `kind` tells the caller
/// which sentence the user needs; what() has the particulars.
class WeightError : public std::runtime_error
{
public:
    enum class Kind
    {
        NotFound,
        Unreadable,
        NotWeights, ///< a file of another kind
        Refused,    ///< asks for more than tensors in dicts and lists; what() names the opcode or global
        Damaged,
        Mismatch,
        Unwritable
    };
    WeightError(Kind kind, const std::string& what)
        : std::runtime_error(what)
        , m_kind(kind)
    {}
    [[nodiscard]] Kind kind() const { return m_kind; }

private:
    Kind m_kind;
};

} // namespace avs::nn
