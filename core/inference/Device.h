// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QString>

namespace avs::inference {

enum class DeviceChoice
{
    Auto,
    Cpu,
    Cuda
};

/// "auto", "cpu" or "cuda"; anything else is Invalid.
[[nodiscard]] base::Result<DeviceChoice> parseDeviceChoice(const QString& text);

/// What a choice came to on this machine.
struct Device
{
    bool cuda = false;
    QString name; ///< "CPU (8 threads)", "NVIDIA H200"
};

/// Loads LibTorch's CUDA half when an NVIDIA driver is there (about half a second, once). Auto falls back
/// to the CPU; Cuda gives the error code Device when there is none. Any thread.
[[nodiscard]] base::Result<Device> openDevice(DeviceChoice choice);

} // namespace avs::inference
