// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <vector>

namespace avs::testing {

/// A float32 tensor of a checkpoint.
struct ArchivedTensor
{
    QByteArray name;
    std::vector<qint64> shape;
};

/// Writes what `torch.save({"model": {name: tensor, …}}, path)` would: the wrapper of SAM 2's published
/// files, below 4 GB. Values are random bits of finite numbers, or holes that take no disk and read as zeros.
/// False when the file cannot be written.
[[nodiscard]] bool writeTorchArchive(const QString& path, const std::vector<ArchivedTensor>& tensors,
                                     bool holes);

} // namespace avs::testing
