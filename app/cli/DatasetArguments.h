// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/AvsDataset.h"

#include <CLI/App.hpp>

#include <string>
#include <vector>

namespace avs::cli {

/// A data set's folder and what is taken of it, which several commands share.
struct DatasetArguments
{
    std::string root;
    std::vector<std::string> subsets;
    std::string splitList;
    std::string maskRoot;

    /// The positional argument "dataset", --subset, --split-list and --masks-from.
    void addTo(CLI::App& command);
    [[nodiscard]] QString rootPath() const { return QString::fromStdString(root); }
    [[nodiscard]] formats::AvsDatasetOptions options() const;
};

} // namespace avs::cli
