// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QString>

#include <cstdint>
#include <map>
#include <vector>

namespace avs::inference {

/// What a weight file holds, without loading it into a model.
struct WeightListing
{
    struct Tensor
    {
        QString name;
        QString type; ///< "float32"
        std::vector<std::int64_t> shape;
        std::int64_t bytes = 0;
    };
    QString format;                      ///< "safetensors" or "PyTorch"
    QString kind;                        ///< what the names say it is, for people to read
    std::vector<Tensor> tensors;         ///< by name
    std::map<QString, QString> metadata; ///< of a .safetensors file
};

// A .safetensors file, or a .pt/.pth file of PyTorch (read without executing anything in it; see
// nn::WeightFile). Any thread. Errors: NotFound, Unreadable, Damaged, Unsupported (of another kind, or asking
// for more than tensors).

[[nodiscard]] base::Result<WeightListing> inspectWeights(const QString& path);

/// Writes the same tensors and metadata as .safetensors, atomically; for a published size its configuration
/// too, so that the file says by itself what it is. Further errors: Unwritable; Invalid when
/// `target` is the file itself.
[[nodiscard]] base::Result<void> convertWeights(const QString& path, const QString& target);

} // namespace avs::inference
