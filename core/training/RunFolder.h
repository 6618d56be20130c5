// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QString>

#include <string>
#include <vector>

namespace torch::nn {
class Module;
}

namespace avs::training {

struct TrainProgress;

/// The folder of one training run: last.safetensors, best.safetensors and log.jsonl (one line an epoch).
class RunFolder
{
public:
    /// Makes the folder and starts a new log. Unwritable.
    [[nodiscard]] static base::Result<RunFolder> create(const QString& path);

    [[nodiscard]] QString lastPath() const;
    [[nodiscard]] QString bestPath() const;

    /// A complete model: weights with configuration and class names in the metadata. Written atomically.
    /// Unwritable.
    [[nodiscard]] base::Result<void> saveLast(const torch::nn::Module& model, const std::string& modelJson,
                                              const std::vector<QString>& classNames) const;
    [[nodiscard]] base::Result<void> saveBest(const torch::nn::Module& model, const std::string& modelJson,
                                              const std::vector<QString>& classNames) const;
    [[nodiscard]] base::Result<void> log(const TrainProgress& epoch) const;

private:
    explicit RunFolder(QString path)
        : m_path(std::move(path))
    {}
    QString m_path;
};

} // namespace avs::training
