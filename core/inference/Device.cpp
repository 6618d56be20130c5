// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/Device.h"

#include "core/nn/CudaLibrary.h"

#include <ATen/Parallel.h>

#include <QCoreApplication>
#include <QDir>
#include <QFile>

namespace avs::inference {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(inference)
};

/// The driver's own name of the first GPU: LibTorch tells it only through CUDA's headers.
QString gpuName()
{
    const QDir gpus(QStringLiteral("/proc/driver/nvidia/gpus"));
    for (const auto& gpu : gpus.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile file(gpus.filePath(gpu + QStringLiteral("/information")));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        for (const auto& line : file.readAll().split('\n')) {
            if (line.startsWith("Model:"))
                return QString::fromUtf8(line.mid(6)).trimmed();
        }
    }
    return QStringLiteral("NVIDIA GPU");
}

} // namespace

base::Result<DeviceChoice> parseDeviceChoice(const QString& text)
{
    if (text == u"auto")
        return DeviceChoice::Auto;
    if (text == u"cpu")
        return DeviceChoice::Cpu;
    if (text == u"cuda")
        return DeviceChoice::Cuda;
    return base::Error{base::ErrorCode::Invalid,
                       Text::tr("\"%1\" is not a device: choose auto, cpu or cuda.").arg(text),
                       {},
                       {}};
}

base::Result<Device> openDevice(DeviceChoice choice)
{
    if (choice != DeviceChoice::Cpu && nn::loadCudaLibrary())
        return Device{true, gpuName()};
    if (choice == DeviceChoice::Cuda)
        return base::Error{
            base::ErrorCode::Device,
            Text::tr("There is no usable NVIDIA GPU here. Choose the device auto or cpu, or run ./run.sh "
                     "again after installing NVIDIA's driver."),
            {},
            {}};
    return Device{false, Text::tr("CPU (%n thread(s))", nullptr, at::get_num_threads())};
}

} // namespace avs::inference
