// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <c10/core/ScalarType.h>

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace avs::nn {

/// A value that a pickle describes. Tensors are descriptions too: nothing is looked up, called or imported.
struct PickleValue
{
    using Ref = const PickleValue*;
    struct None
    {};
    struct Mark
    {};
    /// "module name", one of the few that are understood.
    struct Global
    {
        std::string name;
    };
    struct Sequence ///< a tuple or a list
    {
        std::vector<Ref> items;
    };
    struct Dict
    {
        std::vector<std::pair<Ref, Ref>> items;
    };
    struct Storage
    {
        c10::ScalarType type{};
        std::string key; ///< of the archive's entry data/<key>
        std::int64_t numel = 0;
    };
    struct Tensor
    {
        Storage storage;
        std::int64_t offset = 0; ///< in elements
        std::vector<std::int64_t> sizes;
        std::vector<std::int64_t> strides; ///< in elements
    };

    std::variant<None, bool, std::int64_t, double, std::string, Mark, Global, Sequence, Dict, Storage, Tensor>
        value;
};

/// What Python's pickle or `torch.save` (into data.pkl) wrote: a tiny interpreter that knows numbers, strings, tuples, lists,
/// dicts and tensors. It executes nothing: an opcode or global outside that is refused by its name. Values
/// live as long as the object. Values may refer to each other in circles: a visitor bounds its depth.
class Pickle
{
public:
    /// Throws WeightError: Refused (with the opcode or global), Damaged. `path` is for the words of errors.
    Pickle(std::string_view bytes, const std::string& path);

    [[nodiscard]] const PickleValue& root() const { return *m_root; }

private:
    friend class PickleReader;
    std::deque<PickleValue> m_values;
    PickleValue::Ref m_root = nullptr;
};

} // namespace avs::nn
