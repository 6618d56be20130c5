// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/inference: measurements that can be stopped between two passes.
#pragma once

#include "core/inference/TorchErrors.h"
#include "core/nn/bench/StageBench.h"

#include <stop_token>
#include <utility>

namespace avs::inference {

struct MeasuringStopped
{};

/// So many passes; before one of them MeasuringStopped is thrown when `stop` is requested.
[[nodiscard]] inline nn::BenchRuns untilStopped(int runs, const std::stop_token& stop)
{
    return {runs, [stop] {
                if (stop.stop_requested())
                    throw MeasuringStopped();
            }};
}

/// guardTorch() for work that uses them: Cancelled when it was stopped.
template <typename Work>
auto measured(const QString& doing, Work&& work) -> decltype(work())
{
    try {
        return guardTorch(doing, std::forward<Work>(work));
    } catch (const MeasuringStopped&) {
        return base::Error{base::ErrorCode::Cancelled, {}, {}, {}};
    }
}

} // namespace avs::inference
