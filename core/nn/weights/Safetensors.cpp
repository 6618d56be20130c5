// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/weights/Safetensors.h"

#include "core/nn/Json.h"
#include "core/nn/weights/MappedFile.h"

#include <torch/types.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <limits>
#include <optional>
#include <vector>

#ifdef _WIN32
#include <io.h>
#include <process.h>
#else
#include <unistd.h>
#endif

namespace avs::nn {

namespace {

using Kind = WeightError::Kind;

static_assert(std::endian::native == std::endian::little, "weight files are little-endian and read in place");

constexpr std::uint64_t kLengthBytes = 8;
constexpr std::uint64_t kMaxHeaderBytes = 100'000'000; // the format's own limit

struct NamedType
{
    std::string_view name;
    torch::ScalarType type;
};

constexpr std::array kTypes = {
    NamedType{"F64", torch::kDouble},    NamedType{"F32", torch::kFloat}, NamedType{"F16", torch::kHalf},
    NamedType{"BF16", torch::kBFloat16}, NamedType{"I64", torch::kLong},  NamedType{"I32", torch::kInt},
    NamedType{"I16", torch::kShort},     NamedType{"I8", torch::kChar},   NamedType{"U8", torch::kByte},
    NamedType{"BOOL", torch::kBool},
};

struct Entry
{
    std::string name;
    torch::ScalarType type{};
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0; ///< relative to the end of the header
    std::uint64_t end = 0;
};

[[noreturn]] void damaged(const std::string& path, const std::string& what)
{
    throw WeightError(Kind::Damaged, path + ": " + what);
}

/// Finds the header and tells a damaged weight file from a file of another kind.
std::string_view headerText(const std::string& path, const char* data, std::uint64_t size)
{
    if (size < kLengthBytes + 2)
        throw WeightError(Kind::NotWeights, path + ": too short for a safetensors file");
    std::uint64_t length = 0;
    std::memcpy(&length, data, kLengthBytes);
    if (length < 2 || length > kMaxHeaderBytes || data[kLengthBytes] != '{')
        throw WeightError(Kind::NotWeights, path + ": does not begin like a safetensors file");
    if (length > size - kLengthBytes)
        damaged(path, "ends inside its header");
    return {data + kLengthBytes, length};
}

std::uint64_t asOffset(const Json& value)
{
    const auto offset = value.asInt();
    if (offset < 0)
        throw JsonError("a negative offset");
    return static_cast<std::uint64_t>(offset);
}

torch::ScalarType scalarType(const std::string& path, const std::string& name, const std::string& type)
{
    const auto* it =
        std::find_if(kTypes.begin(), kTypes.end(), [&](const auto& known) { return known.name == type; });
    if (it == kTypes.end())
        throw WeightError(Kind::Mismatch, path + ": the type " + type + " of " + name + " is not supported");
    return it->type;
}

/// Bytes that a tensor of this shape takes; nothing when that cannot be counted in 63 bits. Sizes of zero
/// count as one for the limit, because LibTorch multiplies strides that way.
std::optional<std::uint64_t> byteSize(const std::vector<std::int64_t>& shape, std::size_t itemSize)
{
    std::uint64_t bound = itemSize;
    bool empty = false;
    for (const auto dimension : shape) {
        if (dimension < 0)
            return std::nullopt;
        empty = empty || dimension == 0;
        const auto factor = static_cast<std::uint64_t>(std::max<std::int64_t>(dimension, 1));
        if (bound > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) / factor)
            return std::nullopt;
        bound *= factor;
    }
    return empty ? 0 : bound;
}

Entry readEntry(const std::string& path, const std::string& name, const Json& json)
{
    Entry entry;
    entry.name = name;
    entry.type = scalarType(path, name, json.at("dtype").asString());
    entry.shape = json.at("shape").asInts();
    const auto& offsets = json.at("data_offsets").asArray();
    if (offsets.size() != 2)
        damaged(path, name + " needs two offsets");
    entry.begin = asOffset(offsets[0]);
    entry.end = asOffset(offsets[1]);
    const auto bytes = byteSize(entry.shape, c10::elementSize(entry.type));
    if (entry.begin > entry.end || bytes != entry.end - entry.begin)
        damaged(path, "shape, type and offsets of " + name + " do not agree");
    return entry;
}

/// The data must be covered without overlap or gap, as the format demands.
void checkLayout(const std::string& path, std::vector<Entry>& entries, std::uint64_t dataSize)
{
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
    });
    std::uint64_t covered = 0;
    for (const auto& entry : entries) {
        if (entry.end > dataSize)
            damaged(path, entry.name + " lies outside the file; the file is probably cut off");
        if (entry.begin < covered)
            damaged(path, entry.name + " overlaps another tensor");
        if (entry.begin > covered)
            damaged(path, "there is a gap before " + entry.name);
        covered = entry.end;
    }
    if (covered != dataSize)
        damaged(path, "there is more data than the header names");
}

void readHeader(const std::string& path, std::string_view text, std::vector<Entry>& entries,
                std::map<std::string, std::string>& metadata)
{
    try {
        const auto header = Json::parse(text);
        for (const auto& [name, value] : header.asObject()) {
            if (name != "__metadata__") {
                entries.push_back(readEntry(path, name, value));
                continue;
            }
            for (const auto& [key, item] : value.asObject())
                metadata.emplace(key, item.asString());
        }
    } catch (const JsonError& error) {
        damaged(path, std::string("the header is not valid: ") + error.what());
    }
}

std::string_view typeName(const std::string& path, const std::string& name, torch::ScalarType type)
{
    const auto* it =
        std::find_if(kTypes.begin(), kTypes.end(), [&](const auto& known) { return known.type == type; });
    if (it == kTypes.end())
        throw WeightError(Kind::Unwritable, path + ": " + name + " has a type that cannot be stored");
    return it->name;
}

/// A file that is deleted again unless it was committed.
class TemporaryFile
{
public:
    TemporaryFile(std::string path, std::string target)
        : m_path(std::move(path))
        , m_target(std::move(target))
    {
        m_file = std::fopen(m_path.c_str(), "wb");
        if (!m_file)
            fail();
    }
    ~TemporaryFile()
    {
        if (m_file)
            std::fclose(m_file);
        if (!m_committed) {
            std::error_code ignored;
            std::filesystem::remove(m_path, ignored);
        }
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    void write(const void* data, std::size_t bytes)
    {
        if (bytes > 0 && std::fwrite(data, 1, bytes, m_file) != bytes)
            fail();
    }

    void commit()
    {
        if (std::fflush(m_file) != 0)
            fail();
#ifdef _WIN32
        const bool synced = _commit(_fileno(m_file)) == 0;
#else
        const bool synced = fsync(fileno(m_file)) == 0;
#endif
        if (!synced)
            fail();
        if (std::fclose(std::exchange(m_file, nullptr)) != 0)
            fail();
        std::error_code error;
        std::filesystem::rename(m_path, m_target, error);
        if (error)
            throw WeightError(Kind::Unwritable, m_target + ": " + error.message());
        m_committed = true;
    }

private:
    [[noreturn]] void fail() const
    {
        throw WeightError(Kind::Unwritable, m_target + ": " + std::strerror(errno));
    }

    std::string m_path;
    std::string m_target;
    std::FILE* m_file = nullptr;
    bool m_committed = false;
};

std::string temporaryPath(const std::string& path)
{
#ifdef _WIN32
    const auto process = _getpid();
#else
    const auto process = getpid();
#endif
    return path + "." + std::to_string(process) + ".part";
}

/// Wide types first, then by name: with the padded header every tensor then lies aligned in the mapping.
std::vector<TensorMap::const_iterator> writingOrder(const TensorMap& tensors)
{
    std::vector<TensorMap::const_iterator> order;
    for (auto it = tensors.begin(); it != tensors.end(); ++it)
        order.push_back(it);
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
        return a->second.element_size() > b->second.element_size();
    });
    return order;
}

std::string makeHeader(const std::string& path, const std::vector<TensorMap::const_iterator>& order,
                       const std::map<std::string, std::string>& metadata)
{
    Json::Object header;
    std::int64_t offset = 0;
    for (const auto& it : order) {
        const auto& [name, tensor] = *it;
        const auto end = offset + static_cast<std::int64_t>(tensor.numel() * tensor.element_size());
        Json::Array shape(tensor.sizes().begin(), tensor.sizes().end());
        header[name] = Json::Object{{"dtype", std::string(typeName(path, name, tensor.scalar_type()))},
                                    {"shape", std::move(shape)},
                                    {"data_offsets", Json::Array{offset, end}}};
        offset = end;
    }
    if (!metadata.empty())
        header["__metadata__"] = Json::Object(metadata.begin(), metadata.end());
    std::string text = Json(std::move(header)).dump();
    text.resize((text.size() + kLengthBytes - 1) / kLengthBytes * kLengthBytes, ' ');
    return text;
}

} // namespace

SafetensorsFile SafetensorsFile::open(const std::string& path)
{
    const MappedFile mapped(path);
    const auto header = headerText(path, mapped.data(), mapped.size());

    SafetensorsFile file;
    std::vector<Entry> entries;
    readHeader(path, header, entries, file.metadata);
    const auto headerEnd = kLengthBytes + header.size();
    checkLayout(path, entries, mapped.size() - headerEnd);
    for (const auto& entry : entries)
        file.tensors.emplace(entry.name,
                             entry.begin == entry.end
                                 ? torch::empty(entry.shape, torch::dtype(entry.type))
                                 : mapped.tensor(headerEnd + entry.begin, entry.shape, entry.type));
    return file;
}

void writeSafetensors(const std::string& path, const TensorMap& tensors,
                      const std::map<std::string, std::string>& metadata)
{
    const auto order = writingOrder(tensors);
    const auto header = makeHeader(path, order, metadata);
    TemporaryFile file(temporaryPath(path), path);
    const std::uint64_t length = header.size();
    file.write(&length, kLengthBytes);
    file.write(header.data(), header.size());
    for (const auto& it : order) {
        const auto tensor = it->second.detach().to(torch::kCPU).contiguous();
        file.write(tensor.const_data_ptr(), tensor.nbytes());
    }
    file.commit();
}

} // namespace avs::nn
