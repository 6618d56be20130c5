// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/DefaultSoundDevice.h"

#include <QMediaDevices>

namespace avs::studio {

namespace {

QAudioFormat formatFor(const QAudioDevice& device)
{
    QAudioFormat format;
    format.setSampleRate(48000);
    format.setChannelCount(2);
    format.setSampleFormat(QAudioFormat::Float);
    if (device.isFormatSupported(format))
        return format;
    format.setSampleFormat(QAudioFormat::Int16);
    if (device.isFormatSupported(format))
        return format;
    const QAudioFormat own = device.preferredFormat();
    format.setSampleRate(own.sampleRate());
    format.setChannelCount(own.channelCount());
    if (own.sampleFormat() == QAudioFormat::Float)
        format.setSampleFormat(QAudioFormat::Float);
    return format;
}

} // namespace

void DefaultSoundDevice::look()
{
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (!m_devices) {
                m_devices = new QMediaDevices(this);
                connect(m_devices, &QMediaDevices::audioOutputsChanged, this, [this] {
                    m_avoided.reset();
                    choose();
                });
            }
            choose();
        },
        Qt::QueuedConnection);
}

void DefaultSoundDevice::avoid()
{
    QMetaObject::invokeMethod(
        this, [this] { m_avoided = std::exchange(m_chosen, {}); }, Qt::QueuedConnection);
}

void DefaultSoundDevice::choose()
{
    const QAudioDevice device = QMediaDevices::defaultAudioOutput();
    if (device.id() == m_chosen || device.id() == m_avoided)
        return;
    m_chosen = device.id();
    Q_EMIT changed({device, device.isNull() ? QAudioFormat() : formatFor(device)});
}

} // namespace avs::studio
