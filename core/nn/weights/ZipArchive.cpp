// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/weights/ZipArchive.h"

#include "core/nn/weights/WeightError.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>
#include <string_view>
#include <vector>

namespace avs::nn {

using Kind = WeightError::Kind;

namespace {

static_assert(std::endian::native == std::endian::little, "the fields of a zip archive are little-endian");

constexpr std::uint32_t kLocalSignature = 0x04034b50;
constexpr std::uint32_t kCentralSignature = 0x02014b50;
constexpr std::uint32_t kEndSignature = 0x06054b50;
constexpr std::uint32_t kEnd64Signature = 0x06064b50;
constexpr std::uint32_t kLocator64Signature = 0x07064b50;
constexpr std::uint64_t kLocalSize = 30;
constexpr std::uint64_t kCentralSize = 46;
constexpr std::uint64_t kEndSize = 22;
constexpr std::uint64_t kLocator64Size = 20;
constexpr std::uint64_t kLongestComment = 0xffff;
constexpr std::uint16_t kZip64Field = 0x0001;
constexpr std::uint16_t kEncryptedFlag = 1;

/// Fields by their offset; a read outside the file is an error, whatever the fields before it said.
class Fields
{
public:
    Fields(const MappedFile& file, const std::string& path)
        : m_file(file)
        , m_path(path)
    {}

    template <typename T>
    [[nodiscard]] T at(std::uint64_t offset) const
    {
        T value{};
        std::memcpy(&value, bytes(offset, sizeof(T)), sizeof(T));
        return value;
    }
    [[nodiscard]] std::string_view text(std::uint64_t offset, std::uint64_t length) const
    {
        return {bytes(offset, length), length};
    }
    [[noreturn]] void damaged(const std::string& what) const
    {
        throw WeightError(Kind::Damaged, m_path + ": " + what);
    }
    [[noreturn]] void refused(const std::string& what) const
    {
        throw WeightError(Kind::Refused, m_path + ": " + what);
    }

private:
    const char* bytes(std::uint64_t offset, std::uint64_t length) const
    {
        if (offset > m_file.size() || length > m_file.size() - offset)
            damaged("the archive's directory points outside the file; the file is probably cut off");
        return m_file.data() + offset;
    }

    const MappedFile& m_file;
    const std::string& m_path;
};

struct Directory
{
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::uint64_t count = 0;
};

std::uint64_t findEnd(const Fields& fields, std::uint64_t fileSize)
{
    if (fileSize < kEndSize)
        fields.damaged("too short for a zip archive");
    const auto lowest = fileSize - std::min(fileSize, kEndSize + kLongestComment);
    for (auto at = fileSize - kEndSize;; --at) {
        if (fields.at<std::uint32_t>(at) == kEndSignature &&
            at + kEndSize + fields.at<std::uint16_t>(at + 20) == fileSize)
            return at;
        if (at == lowest)
            fields.damaged("the archive's directory is missing; the file is probably cut off");
    }
}

Directory findDirectory(const Fields& fields, std::uint64_t fileSize)
{
    const auto end = findEnd(fields, fileSize);
    Directory directory{fields.at<std::uint32_t>(end + 16), fields.at<std::uint32_t>(end + 12),
                        fields.at<std::uint16_t>(end + 10)};
    std::uint64_t limit = end;
    if (end >= kLocator64Size && fields.at<std::uint32_t>(end - kLocator64Size) == kLocator64Signature) {
        const auto end64 = fields.at<std::uint64_t>(end - kLocator64Size + 8);
        if (end64 > end - kLocator64Size || fields.at<std::uint32_t>(end64) != kEnd64Signature)
            fields.damaged("the archive's 64-bit directory is not where it should be");
        directory = {fields.at<std::uint64_t>(end64 + 48), fields.at<std::uint64_t>(end64 + 40),
                     fields.at<std::uint64_t>(end64 + 32)};
        limit = end64;
    }
    if (directory.offset > limit || directory.size > limit - directory.offset)
        fields.damaged("the archive's directory overlaps its end");
    if (directory.count > directory.size / kCentralSize)
        fields.damaged("the archive's directory names more entries than it has room for");
    return directory;
}

/// The fields of one entry in the directory, with those that 32 bits cannot hold from the zip64 field.
struct Central
{
    std::string name;
    std::uint64_t packed = 0;
    std::uint64_t size = 0;
    std::uint64_t header = 0; ///< offset of the local header
    std::uint64_t length = 0; ///< of this record
    bool isCompressed = false;
};

void readZip64(const Fields& fields, std::uint64_t at, std::uint64_t end, Central& entry)
{
    while (at + 4 <= end) {
        const auto id = fields.at<std::uint16_t>(at);
        const std::uint64_t length = fields.at<std::uint16_t>(at + 2);
        at += 4;
        if (length > end - at)
            fields.damaged("an extra field of the archive's directory is cut off");
        if (id == kZip64Field) {
            auto field = at;
            for (auto* value : {&entry.size, &entry.packed, &entry.header}) {
                if (*value != 0xffffffff)
                    continue;
                if (field + 8 > at + length)
                    fields.damaged("a 64-bit size is missing in the archive's directory");
                *value = fields.at<std::uint64_t>(field);
                field += 8;
            }
            return;
        }
        at += length;
    }
}

Central readCentral(const Fields& fields, std::uint64_t at)
{
    if (fields.at<std::uint32_t>(at) != kCentralSignature)
        fields.damaged("the archive's directory is broken");
    Central entry;
    const std::uint64_t nameLength = fields.at<std::uint16_t>(at + 28);
    const std::uint64_t extraLength = fields.at<std::uint16_t>(at + 30);
    const std::uint64_t commentLength = fields.at<std::uint16_t>(at + 32);
    entry.name = fields.text(at + kCentralSize, nameLength);
    entry.packed = fields.at<std::uint32_t>(at + 20);
    entry.size = fields.at<std::uint32_t>(at + 24);
    entry.header = fields.at<std::uint32_t>(at + 42);
    entry.length = kCentralSize + nameLength + extraLength + commentLength;
    const auto extra = at + kCentralSize + nameLength;
    readZip64(fields, extra, extra + extraLength, entry);
    if ((fields.at<std::uint16_t>(at + 8) & kEncryptedFlag) != 0)
        fields.refused("the entry " + entry.name + " is encrypted");
    entry.isCompressed = fields.at<std::uint16_t>(at + 10) != 0 || entry.packed != entry.size;
    return entry;
}

ZipArchive::Entry locate(const Fields& fields, const Central& entry, std::uint64_t directoryOffset)
{
    if (entry.header > directoryOffset || fields.at<std::uint32_t>(entry.header) != kLocalSignature)
        fields.damaged("the entry " + entry.name + " is not where the directory says");
    const std::uint64_t nameLength = fields.at<std::uint16_t>(entry.header + 26);
    const std::uint64_t extraLength = fields.at<std::uint16_t>(entry.header + 28);
    const auto offset = entry.header + kLocalSize + nameLength + extraLength;
    if (offset > directoryOffset || entry.packed > directoryOffset - offset)
        fields.damaged("the entry " + entry.name + " reaches into the archive's directory");
    return {offset, entry.packed, entry.isCompressed};
}

void checkOverlap(const Fields& fields, const std::map<std::string, ZipArchive::Entry>& entries)
{
    std::vector<std::pair<ZipArchive::Entry, const std::string*>> order;
    for (const auto& [name, entry] : entries)
        order.emplace_back(entry, &name);
    std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
        return std::pair(a.first.offset, a.first.size) < std::pair(b.first.offset, b.first.size);
    });
    for (std::size_t i = 1; i < order.size(); ++i) {
        if (order[i].first.offset < order[i - 1].first.offset + order[i - 1].first.size)
            fields.damaged("the entries " + *order[i - 1].second + " and " + *order[i].second + " overlap");
    }
}

} // namespace

bool ZipArchive::isZip(const MappedFile& file)
{
    constexpr std::string_view kMagic("PK\x03\x04", 4);
    return file.size() >= kMagic.size() && std::string_view(file.data(), kMagic.size()) == kMagic;
}

ZipArchive ZipArchive::read(const MappedFile& file, const std::string& path)
{
    const Fields fields(file, path);
    const auto directory = findDirectory(fields, file.size());
    ZipArchive archive;
    auto at = directory.offset;
    for (std::uint64_t i = 0; i < directory.count; ++i) {
        const auto central = readCentral(fields, at);
        if (central.length > directory.offset + directory.size - at)
            fields.damaged("the archive's directory is broken");
        at += central.length;
        if (!archive.entries.emplace(central.name, locate(fields, central, directory.offset)).second)
            fields.damaged("the entry " + central.name + " is there twice");
    }
    checkOverlap(fields, archive.entries);
    return archive;
}

const ZipArchive::Entry* ZipArchive::stored(const std::string& name, const std::string& path) const
{
    const auto found = entries.find(name);
    if (found == entries.end())
        return nullptr;
    if (found->second.isCompressed)
        throw WeightError(Kind::Refused,
                          path + ": the entry " + name + " is compressed, which torch.save never does");
    return &found->second;
}

} // namespace avs::nn
