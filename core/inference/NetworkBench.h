// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/inference/Device.h"

#include <stop_token>
#include <utility>
#include <vector>

namespace avs::inference {

/// How long the parts of a network take; see nn::benchModules().
struct NetworkBench
{
    QString model;
    QString device;
    QString precision; ///< "float32", "tf32" or "bfloat16"
    double millionParameters = 0;
    std::vector<std::pair<QString, double>> medianMs;
    double peakMegabytes = 0;
};

/// `configPath`: a configuration of TAViS, SAM 2 or ImageBind; weights are random. `precision`: "auto"
/// (bfloat16 on a GPU, float32 on the CPU) or one of the names above. Errors: Invalid (the configuration, the
/// precision), Device, OutOfMemory, Cancelled (between two passes).
[[nodiscard]] base::Result<NetworkBench> benchNetwork(const QString& configPath, DeviceChoice device,
                                                      const QString& precision, int runs,
                                                      const std::stop_token& stop);

} // namespace avs::inference
