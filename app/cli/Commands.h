// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/App.hpp>

#include <functional>
#include <stop_token>

namespace avs::cli {

/// What the chosen command does after the whole command line was read; returns the exit code.
using Action = std::function<int(std::stop_token)>;

// Each adds its command to `app` and sets `action` when it was chosen.
void addSegmentCommand(CLI::App& app, Action& action);
void addEmbedCommand(CLI::App& app, Action& action);
void addDatasetCommand(CLI::App& app, Action& action);
void addTrainCommand(CLI::App& app, Action& action);
void addEvaluateCommand(CLI::App& app, Action& action);
void addWeightsCommand(CLI::App& app, Action& action);
void addInfoCommand(CLI::App& app, Action& action);
void addFramesCommand(CLI::App& app, Action& action);
void addPeaksCommand(CLI::App& app, Action& action);
void addBenchCommand(CLI::App& app, Action& action);

/// `tavis bench media`, part of addBenchCommand.
void addBenchMediaCommand(CLI::App& bench, Action& action);
void addBenchNnCommand(CLI::App& bench, Action& action);

} // namespace avs::cli
