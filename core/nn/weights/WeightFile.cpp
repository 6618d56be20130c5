// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/weights/WeightFile.h"

#include "core/nn/weights/MappedFile.h"
#include "core/nn/weights/TorchFile.h"
#include "core/nn/weights/ZipArchive.h"

namespace avs::nn {

WeightFile WeightFile::open(const std::string& path)
{
    const MappedFile mapped(path);
    if (ZipArchive::isZip(mapped) || isOldTorchFile(mapped))
        return {Format::Torch, readTorchFile(mapped, path), {}};
    auto file = SafetensorsFile::open(path);
    return {Format::Safetensors, std::move(file.tensors), std::move(file.metadata)};
}

} // namespace avs::nn
