// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/ModelSession.h"

#include <CLI/App.hpp>

#include <memory>
#include <string>
#include <vector>

namespace avs::cli {

/// --model, --config and --device, which several commands share, and --classes with --template.
struct ModelArguments
{
    std::string model;
    std::string config;
    std::string device = "auto";
    std::string classes;
    std::vector<std::string> templates{"A {}"};

    /// A --device that is none is refused with the rest of the command line.
    void addTo(CLI::App& command);
    /// For commands that can tell any classes apart.
    void addClassesTo(CLI::App& command);
    [[nodiscard]] base::Result<std::unique_ptr<inference::ModelSession>> load(std::stop_token stop) const;
};

/// A file as it is, or the name of one of the configurations that come with the program ("tiny").
[[nodiscard]] QString findConfig(const QString& given);

/// The vocabulary's path; its bare name when it was not found, which the tokenizer then explains.
[[nodiscard]] QString vocabularyPath();

} // namespace avs::cli
