// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/NetworkBench.h"

#include "core/inference/TorchErrors.h"
#include "core/nn/bench/ModuleBench.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace avs::inference {

base::Result<NetworkBench> benchNetwork(const QString& configPath, DeviceChoice choice, int runs)
{
    const auto doing =
        QCoreApplication::translate("inference", "Measuring %1").arg(QFileInfo(configPath).fileName());
    return guardTorch(doing, [&]() -> base::Result<NetworkBench> {
        const auto device = openDevice(choice);
        if (!device)
            return device.error();
        const auto found = nn::benchModules(nn::Json::parseFile(configPath.toStdString()),
                                            device->cuda ? torch::kCUDA : torch::kCPU, runs);
        NetworkBench out{
            QString::fromStdString(found.model), device->name, found.parameters, {}, found.peakMegabytes};
        for (const auto& part : found.times)
            out.medianMs.emplace_back(QString::fromStdString(part.stage), part.medianMs);
        return out;
    });
}

} // namespace avs::inference
