// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/NetworkBench.h"

#include "core/inference/Measuring.h"
#include "core/nn/bench/ModuleBench.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace avs::inference {

base::Result<NetworkBench> benchNetwork(const QString& configPath, DeviceChoice choice,
                                        const QString& precision, int runs, const std::stop_token& stop)
{
    const auto doing =
        QCoreApplication::translate("inference", "Measuring %1").arg(QFileInfo(configPath).fileName());
    return measured(doing, [&]() -> base::Result<NetworkBench> {
        const auto device = openDevice(choice);
        if (!device)
            return device.error();
        const torch::Device target = device->cuda ? torch::kCUDA : torch::kCPU;
        const auto chosen =
            precision == u"auto" ? nn::defaultPrecision(target) : nn::parsePrecision(precision.toStdString());
        if (!chosen)
            return base::Error{
                base::ErrorCode::Invalid,
                QCoreApplication::translate(
                    "inference", "\"%1\" is not a precision: choose auto, float32, tf32 or bfloat16.")
                    .arg(precision),
                {},
                {}};
        const auto found = nn::benchModules(nn::Json::parseFile(configPath.toStdString()), target, *chosen,
                                            untilStopped(runs, stop));
        NetworkBench out{.model = QString::fromStdString(found.model),
                         .device = device->name,
                         .precision = QString::fromUtf8(nn::nameOf(*chosen)),
                         .millionParameters = found.parameters,
                         .medianMs = {},
                         .peakMegabytes = found.peakMegabytes};
        for (const auto& part : found.times)
            out.medianMs.emplace_back(QString::fromStdString(part.stage), part.medianMs);
        return out;
    });
}

} // namespace avs::inference
