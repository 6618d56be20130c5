// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/weights/TorchFile.h"

#include "core/nn/weights/Pickle.h"
#include "core/nn/weights/ZipArchive.h"

#include <algorithm>
#include <limits>
#include <string_view>

namespace avs::nn {

using Kind = WeightError::Kind;
using Value = PickleValue;

namespace {

constexpr std::size_t kLongestKey = 4096;     // a dict's key is repeated for each tensor below it
constexpr int kDeepest = 32;                  // of dicts in dicts; published files have three
constexpr std::size_t kMostTensors = 1 << 20; // lists that share their parts can multiply without end

/// The archive's folder, with its slash: all names begin with it.
std::string folderOf(const ZipArchive& archive, const std::string& path)
{
    constexpr std::string_view kPickle = "data.pkl";
    for (const auto& [name, entry] : archive.entries) {
        const auto slash = name.find('/');
        if (slash == std::string::npos || name.substr(slash + 1) != kPickle)
            continue;
        const auto folder = name.substr(0, slash + 1);
        if (archive.entries.contains(folder + "constants.pkl"))
            throw WeightError(Kind::Refused, path + ": it is a TorchScript program, not a file of weights");
        return folder;
    }
    throw WeightError(Kind::NotWeights, path + ": a zip archive, but not one that torch.save wrote");
}

/// Turns descriptions into views of the file.
class TensorReader
{
public:
    TensorReader(const MappedFile& file, const ZipArchive& archive, std::string folder,
                 const std::string& path)
        : m_file(file)
        , m_archive(archive)
        , m_folder(std::move(folder))
        , m_path(path)
    {}

    /// Adds the tensors in `value` under their keys.
    void collect(const Value& value, const std::string& key, int depth, TensorMap& out)
    {
        if (depth > kDeepest)
            throw WeightError(Kind::Refused, m_path + ": its dicts are nested too deep, or in a circle");
        if (const auto* tensor = std::get_if<Value::Tensor>(&value.value)) {
            if (!out.emplace(key, view(*tensor, key)).second)
                damaged("the key " + key + " is there twice");
            if (out.size() > kMostTensors)
                throw WeightError(Kind::Refused, m_path + ": it names more than a million tensors");
        } else if (const auto* dict = std::get_if<Value::Dict>(&value.value)) {
            for (const auto& [name, item] : dict->items)
                collect(*item, joined(key, nameOf(*name)), depth + 1, out);
        } else if (const auto* list = std::get_if<Value::Sequence>(&value.value)) {
            visit(list->items.size());
            for (std::size_t i = 0; i < list->items.size(); ++i)
                collect(*list->items[i], joined(key, std::to_string(i)), depth + 1, out);
        }
    }

private:
    [[noreturn]] void damaged(const std::string& what) const
    {
        throw WeightError(Kind::Damaged, m_path + ": " + what);
    }

    [[nodiscard]] std::string joined(const std::string& key, const std::string& name) const
    {
        if (key.size() + name.size() > kLongestKey)
            throw WeightError(Kind::Refused, m_path + ": a key in it is longer than 4096 characters");
        return key.empty() ? name : key + "." + name;
    }

    /// Lists without tensors cost time too when they share their parts.
    void visit(std::size_t items)
    {
        m_visited += items;
        if (m_visited > 16 * kMostTensors)
            throw WeightError(Kind::Refused, m_path + ": its lists have too many parts");
    }

    std::string nameOf(const Value& key)
    {
        visit(1);
        if (const auto* text = std::get_if<std::string>(&key.value))
            return *text;
        if (const auto* number = std::get_if<std::int64_t>(&key.value))
            return std::to_string(*number);
        throw WeightError(Kind::Refused, m_path + ": a key of its dicts is neither text nor a whole number");
    }

    torch::Tensor view(const Value::Tensor& tensor, const std::string& key)
    {
        const auto& storage = storageOf(tensor.storage, key);
        checkBounds(tensor, storage.numel(), key);
        return storage.as_strided(tensor.sizes, tensor.strides, tensor.offset);
    }

    const torch::Tensor& storageOf(const Value::Storage& storage, const std::string& key)
    {
        const auto known = m_storages.find(storage.key);
        if (known != m_storages.end()) {
            if (known->second.scalar_type() != storage.type || known->second.numel() != storage.numel)
                damaged("two tensors disagree about the storage of " + key);
            return known->second;
        }
        const auto* entry = m_archive.stored(m_folder + "data/" + storage.key, m_path);
        if (!entry)
            damaged("the data of " + key + " is missing");
        const auto itemSize = static_cast<std::int64_t>(c10::elementSize(storage.type));
        if (storage.numel < 0 || storage.numel > std::numeric_limits<std::int64_t>::max() / itemSize ||
            static_cast<std::uint64_t>(storage.numel * itemSize) != entry->size)
            damaged("the data of " + key + " is not as long as it should be");
        auto data = storage.numel == 0 ? torch::empty({0}, torch::dtype(storage.type))
                                       : m_file.tensor(entry->offset, {storage.numel}, storage.type);
        return m_storages.emplace(storage.key, std::move(data)).first->second;
    }

    /// Every element lies inside the storage, and no tensor has more of them than its storage.
    void checkBounds(const Value::Tensor& tensor, std::int64_t numel, const std::string& key) const
    {
        if (tensor.sizes.size() != tensor.strides.size())
            damaged("the shape and strides of " + key + " do not agree");
        if (std::any_of(tensor.sizes.begin(), tensor.sizes.end(), [](auto size) { return size < 0; }) ||
            std::any_of(tensor.strides.begin(), tensor.strides.end(),
                        [](auto stride) { return stride < 0; }) ||
            tensor.offset < 0 || tensor.offset > numel)
            damaged("a size of " + key + " is negative or outside its data");
        const bool empty =
            std::any_of(tensor.sizes.begin(), tensor.sizes.end(), [](auto size) { return size == 0; });
        std::int64_t count = 1;
        std::int64_t last = tensor.offset;
        for (std::size_t i = 0; i < tensor.sizes.size(); ++i) {
            const auto size = std::max<std::int64_t>(tensor.sizes[i], 1);
            std::int64_t reach = 0;
            if (__builtin_mul_overflow(count, size, &count) ||
                __builtin_mul_overflow(size - 1, tensor.strides[i], &reach) ||
                __builtin_add_overflow(last, reach, &last))
                damaged("the shape of " + key + " is too large");
        }
        if (!empty && (last >= numel || count > numel))
            damaged("the shape of " + key + " reaches beyond its data");
    }

    const MappedFile& m_file;
    const ZipArchive& m_archive;
    std::string m_folder;
    const std::string& m_path;
    std::map<std::string, torch::Tensor> m_storages;
    std::size_t m_visited = 0;
};

/// The dict in which a training program puts the weights beside its own things, or the root itself.
const Value& weightsIn(const Value& root)
{
    const auto* dict = std::get_if<Value::Dict>(&root.value);
    if (!dict)
        return root;
    for (const auto& [key, item] : dict->items) {
        const auto* name = std::get_if<std::string>(&key->value);
        if (name && (*name == "model" || *name == "state_dict") &&
            std::holds_alternative<Value::Dict>(item->value))
            return *item;
    }
    return root;
}

TensorMap withoutPrefix(TensorMap tensors, std::string_view prefix)
{
    const bool shared =
        !tensors.empty() && std::all_of(tensors.begin(), tensors.end(),
                                        [&](const auto& item) { return item.first.starts_with(prefix); });
    if (!shared)
        return tensors;
    TensorMap out;
    for (auto& [name, tensor] : tensors)
        out.emplace(name.substr(prefix.size()), std::move(tensor));
    return out;
}

} // namespace

bool isOldTorchFile(const MappedFile& file)
{
    // A pickle's PROTO opcode, then the long number that PyTorch began its files with.
    constexpr std::string_view kBegin("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 14);
    return file.size() >= kBegin.size() && std::string_view(file.data(), kBegin.size()) == kBegin;
}

TensorMap readTorchFile(const MappedFile& file, const std::string& path)
{
    if (isOldTorchFile(file))
        throw WeightError(Kind::Refused, path +
                                             ": written by PyTorch before 1.6 or in its old format; load it "
                                             "there and save it again with torch.save");
    const auto archive = ZipArchive::read(file, path);
    const auto folder = folderOf(archive, path);
    const auto textOf = [&](const std::string& name) {
        const auto* entry = archive.stored(folder + name, path);
        return entry ? std::string_view(file.data() + entry->offset, entry->size) : std::string_view();
    };
    if (const auto order = textOf("byteorder"); !order.empty() && order != "little")
        throw WeightError(Kind::Refused, path + ": its numbers are big-endian");
    const Pickle pickle(textOf("data.pkl"), path);

    TensorMap tensors;
    TensorReader reader(file, archive, folder, path);
    reader.collect(weightsIn(pickle.root()), {}, 0, tensors);
    if (tensors.empty())
        throw WeightError(Kind::NotWeights, path + ": there are no tensors in it");
    return withoutPrefix(std::move(tensors), "module.");
}

} // namespace avs::nn
