// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/nn/weights.
#pragma once

#include "core/nn/weights/MappedFile.h"

#include <cstdint>
#include <map>
#include <string>

namespace avs::nn {

/// Where the entries of a zip archive lie. PyTorch stores without compressing; a compressed entry is listed,
/// but its data cannot be had, so that no file can unpack to more than itself. Every size and offset is
/// checked against the file and against the other entries. PKWARE APPNOTE 6.3.10, with zip64.
struct ZipArchive
{
    struct Entry
    {
        std::uint64_t offset = 0; ///< of the data, in the file
        std::uint64_t size = 0;   ///< in the file
        bool isCompressed = false;
    };

    /// Whether the file begins like a zip archive.
    [[nodiscard]] static bool isZip(const MappedFile& file);
    /// `path` is for the words of errors. Throws WeightError: Damaged, Refused.
    [[nodiscard]] static ZipArchive read(const MappedFile& file, const std::string& path);

    /// The bytes of an entry, or null if it is not there. Throws WeightError Refused when it is compressed.
    [[nodiscard]] const Entry* stored(const std::string& name, const std::string& path) const;

    std::map<std::string, Entry> entries; ///< by name
};

} // namespace avs::nn
