// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/weights/Pickle.h"

#include "core/nn/weights/PickleBytes.h"
#include "core/nn/weights/PickleOpcode.h"
#include "core/nn/weights/StorageType.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdio>
#include <cstring>
#include <unordered_map>

namespace avs::nn {

using Value = PickleValue;

namespace {

constexpr const char* kOrderedDict = "collections OrderedDict";
constexpr const char* kRebuildTensor = "torch._utils _rebuild_tensor_v2";
constexpr const char* kRebuildParameter = "torch._utils _rebuild_parameter";
// A few bytes can ask for a value that is already there once more: what is copied then must be small, and
// what is new must be bounded.
constexpr std::size_t kMostValues = 1 << 22;
constexpr std::size_t kMostAxes = 64;
constexpr std::size_t kLongestStorageKey = 256;

bool isUnderstood(const std::string& module, const std::string& name)
{
    const auto full = module + ' ' + name;
    if (full == kOrderedDict || full == kRebuildTensor || full == kRebuildParameter)
        return true;
    return module == "torch" && storageType(name).has_value();
}

} // namespace

class PickleReader : private PickleBytes
{
public:
    PickleReader(std::string_view bytes, const std::string& path, Pickle& out)
        : PickleBytes(bytes, path)
        , m_out(out)
    {}

    void read()
    {
        for (;;) {
            const auto opcode = number<std::uint8_t>();
            if (opcode == kStop)
                break;
            step(opcode);
        }
        m_out.m_root = pop();
    }

private:
    using Ref = Value::Ref;

    Value* make(Value value)
    {
        if (m_out.m_values.size() >= kMostValues)
            refused("its pickle has more than four million values");
        m_out.m_values.push_back(std::move(value));
        return &m_out.m_values.back();
    }
    void push(Value value) { m_stack.push_back(make(std::move(value))); }
    Value* pop()
    {
        if (m_stack.empty())
            damaged("a value is missing");
        Value* value = m_stack.back();
        m_stack.pop_back();
        return value;
    }
    Value* top()
    {
        if (m_stack.empty())
            damaged("a value is missing");
        return m_stack.back();
    }
    std::vector<Ref> popToMark()
    {
        const auto mark = std::find_if(m_stack.rbegin(), m_stack.rend(), [](const Value* value) {
            return std::holds_alternative<Value::Mark>(value->value);
        });
        if (mark == m_stack.rend())
            damaged("a mark is missing");
        const auto begin = mark.base(); // one past the mark
        std::vector<Ref> items(begin, m_stack.end());
        m_stack.erase(begin - 1, m_stack.end());
        return items;
    }
    std::vector<Ref> popTuple(std::size_t count)
    {
        std::vector<Ref> items(count);
        for (auto it = items.rbegin(); it != items.rend(); ++it)
            *it = pop();
        return items;
    }
    template <typename T>
    const T& as(Ref value, const char* what) const
    {
        const T* held = std::get_if<T>(&value->value);
        if (!held)
            damaged(std::string("expected ") + what);
        return *held;
    }

    void step(std::uint8_t opcode);
    bool stepNumber(std::uint8_t opcode);
    bool stepText(std::uint8_t opcode);
    bool stepMemo(std::uint8_t opcode);
    bool stepContainer(std::uint8_t opcode);
    void pushGlobal(const std::string& module, const std::string& name);
    void pushLong();
    void setItems(const std::vector<Ref>& items);
    void append(const std::vector<Ref>& items);
    void reduce();
    void persistentId();
    [[nodiscard]] Value::Tensor tensorOf(const Value::Sequence& arguments) const;
    [[nodiscard]] std::vector<std::int64_t> intsOf(Ref value) const;
    void memoize(std::uint32_t key) { m_memo[key] = top(); }
    void recall(std::uint32_t key)
    {
        const auto it = m_memo.find(key);
        if (it == m_memo.end())
            damaged("a value is used before it is there");
        m_stack.push_back(it->second);
    }

    Pickle& m_out;
    std::vector<Value*> m_stack;
    std::unordered_map<std::uint32_t, Value*> m_memo;
};

void PickleReader::step(std::uint8_t opcode)
{
    if (stepNumber(opcode) || stepText(opcode) || stepMemo(opcode) || stepContainer(opcode))
        return;
    switch (opcode) {
    case kProto:
        if (number<std::uint8_t>() > 5)
            refused("its pickle protocol is newer than 5");
        return;
    case kFrame:
        (void)number<std::uint64_t>();
        return;
    case kGlobal: {
        const auto module = line();
        return pushGlobal(module, line());
    }
    case kStackGlobal: {
        const auto name = as<std::string>(pop(), "a name");
        return pushGlobal(as<std::string>(pop(), "a name"), name);
    }
    case kReduce:
        return reduce();
    case kBinPersId:
        return persistentId();
    case kBuild: // attributes of an OrderedDict, state_dict()'s version numbers
        (void)as<Value::Dict>(pop(), "a dict of attributes");
        (void)as<Value::Dict>(top(), "a dict");
        return;
    default:
        break;
    }
    std::array<char, 8> code{};
    std::snprintf(code.data(), code.size(), "0x%02x", opcode);
    refused(std::string("the opcode ") + code.data() +
            " of its pickle is none that tensors in dicts and lists need");
}

bool PickleReader::stepNumber(std::uint8_t opcode)
{
    switch (opcode) {
    case kNone:
        push({Value::None{}});
        return true;
    case kNewTrue:
    case kNewFalse:
        push({opcode == kNewTrue});
        return true;
    case kBinInt:
        push({static_cast<std::int64_t>(number<std::int32_t>())});
        return true;
    case kBinInt1:
        push({static_cast<std::int64_t>(number<std::uint8_t>())});
        return true;
    case kBinInt2:
        push({static_cast<std::int64_t>(number<std::uint16_t>())});
        return true;
    case kLong1:
        pushLong();
        return true;
    case kBinFloat: { // big-endian
        auto bits = number<std::uint64_t>();
        bits = __builtin_bswap64(bits);
        push({std::bit_cast<double>(bits)});
        return true;
    }
    default:
        return false;
    }
}

void PickleReader::pushLong()
{
    const auto length = number<std::uint8_t>();
    const auto text = take(length);
    if (length > 8)
        refused("a whole number of more than 64 bits is in its pickle");
    std::uint64_t bits = length > 0 && (text.back() & 0x80) != 0 ? ~std::uint64_t{0} : 0;
    std::memcpy(&bits, text.data(), length);
    push({static_cast<std::int64_t>(bits)});
}

bool PickleReader::stepText(std::uint8_t opcode)
{
    switch (opcode) {
    case kBinUnicode:
    case kBinString:
        push({std::string(take(number<std::uint32_t>()))});
        return true;
    case kShortBinUnicode:
    case kShortBinString:
        push({std::string(take(number<std::uint8_t>()))});
        return true;
    default:
        return false;
    }
}

bool PickleReader::stepMemo(std::uint8_t opcode)
{
    switch (opcode) {
    case kBinPut:
        memoize(number<std::uint8_t>());
        return true;
    case kLongBinPut:
        memoize(number<std::uint32_t>());
        return true;
    case kMemoize:
        memoize(static_cast<std::uint32_t>(m_memo.size()));
        return true;
    case kBinGet:
        recall(number<std::uint8_t>());
        return true;
    case kLongBinGet:
        recall(number<std::uint32_t>());
        return true;
    default:
        return false;
    }
}

bool PickleReader::stepContainer(std::uint8_t opcode)
{
    switch (opcode) {
    case kMark:
        push({Value::Mark{}});
        return true;
    case kEmptyDict:
        push({Value::Dict{}});
        return true;
    case kEmptyList:
    case kEmptyTuple:
        push({Value::Sequence{}});
        return true;
    case kTuple:
        push({Value::Sequence{popToMark()}});
        return true;
    case kTuple1:
    case kTuple2:
    case kTuple3:
        push({Value::Sequence{popTuple(opcode - kTuple1 + 1)}});
        return true;
    case kSetItem:
        setItems(popTuple(2));
        return true;
    case kSetItems:
        setItems(popToMark());
        return true;
    case kAppend:
        append(popTuple(1));
        return true;
    case kAppends:
        append(popToMark());
        return true;
    default:
        return false;
    }
}

void PickleReader::pushGlobal(const std::string& module, const std::string& name)
{
    if (!isUnderstood(module, name))
        refused("its pickle asks for " + module + "." + name + ", which is no tensor");
    push({Value::Global{module + ' ' + name}});
}

void PickleReader::setItems(const std::vector<Ref>& items)
{
    auto* dict = std::get_if<Value::Dict>(&top()->value);
    if (!dict || items.size() % 2 != 0)
        damaged("expected a dict");
    for (std::size_t i = 0; i < items.size(); i += 2)
        dict->items.emplace_back(items[i], items[i + 1]);
}

void PickleReader::append(const std::vector<Ref>& items)
{
    auto* list = std::get_if<Value::Sequence>(&top()->value);
    if (!list)
        damaged("expected a list");
    list->items.insert(list->items.end(), items.begin(), items.end());
}

void PickleReader::reduce()
{
    const auto& arguments = as<Value::Sequence>(pop(), "arguments");
    const auto& callee = as<Value::Global>(pop(), "a type").name;
    if (callee == kOrderedDict) {
        if (!arguments.items.empty())
            refused("an OrderedDict is made from values in a way that torch.save does not use");
        push({Value::Dict{}});
    } else if (callee == kRebuildTensor) {
        push({tensorOf(arguments)});
    } else if (callee == kRebuildParameter) {
        if (arguments.items.empty())
            damaged("a parameter without a tensor");
        push({as<Value::Tensor>(arguments.items.front(), "a tensor")});
    } else {
        refused("its pickle calls " + callee + ", which is no tensor");
    }
}

void PickleReader::persistentId()
{
    const auto& id = as<Value::Sequence>(pop(), "a storage").items;
    if (id.size() != 5 || as<std::string>(id[0], "a storage") != "storage")
        damaged("expected a storage");
    constexpr std::string_view kModule = "torch ";
    const auto& name = as<Value::Global>(id[1], "a storage's type").name;
    const auto type =
        name.starts_with(kModule) ? storageType(std::string_view(name).substr(kModule.size())) : std::nullopt;
    if (!type)
        damaged("expected a storage's type");
    const auto& key = as<std::string>(id[2], "a storage's key");
    if (key.size() > kLongestStorageKey)
        damaged("the name of a storage is too long");
    push({Value::Storage{*type, key, as<std::int64_t>(id[4], "a storage's size")}});
}

std::vector<std::int64_t> PickleReader::intsOf(Ref value) const
{
    const auto& items = as<Value::Sequence>(value, "a shape").items;
    if (items.size() > kMostAxes)
        damaged("a shape has more than 64 axes");
    std::vector<std::int64_t> numbers;
    for (const auto* item : items)
        numbers.push_back(as<std::int64_t>(item, "a whole number"));
    return numbers;
}

Value::Tensor PickleReader::tensorOf(const Value::Sequence& arguments) const
{
    const auto& items = arguments.items;
    if (items.size() < 4)
        damaged("a tensor without a shape");
    return {as<Value::Storage>(items[0], "a storage"), as<std::int64_t>(items[1], "an offset"),
            intsOf(items[2]), intsOf(items[3])};
}

Pickle::Pickle(std::string_view bytes, const std::string& path)
{
    PickleReader(bytes, path, *this).read();
}

} // namespace avs::nn
