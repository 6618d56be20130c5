// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/inference/Device.h"

#include <utility>
#include <vector>

namespace avs::inference {

/// How long the parts of a network take; see nn::benchModules().
struct NetworkBench
{
    QString model;
    QString device;
    double millionParameters = 0;
    std::vector<std::pair<QString, double>> medianMs;
    double peakMegabytes = 0;
};

/// `configPath`: a configuration of TAViS, SAM 2 or ImageBind; weights are random. Errors: Invalid (the
/// configuration), Device, OutOfMemory.
[[nodiscard]] base::Result<NetworkBench> benchNetwork(const QString& configPath, DeviceChoice device,
                                                      int runs);

} // namespace avs::inference
