// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/QtSoundDevice.h"

#include "app/studio/SoundOutput.h"

#include <utility>

namespace avs::studio {

QtSoundDevice::QtSoundDevice(const SoundDeviceChoice& choice, QObject* parent)
    : SoundDevice(parent)
    , m_format(choice.format)
    , m_output(new SoundOutput(choice))
{
    m_thread.setObjectName(QStringLiteral("sound"));
    m_output->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_output, &QObject::deleteLater);
    connect(m_output, &SoundOutput::failed, this, &SoundDevice::failed);
    m_thread.start(QThread::HighPriority);
}

QtSoundDevice::~QtSoundDevice()
{
    m_thread.quit();
    m_thread.wait();
}

void QtSoundDevice::start(playback::SoundRunPtr run)
{
    QMetaObject::invokeMethod(
        m_output, [output = m_output, run = std::move(run)] { output->start(run); }, Qt::QueuedConnection);
}

void QtSoundDevice::stop()
{
    QMetaObject::invokeMethod(m_output, &SoundOutput::stop, Qt::QueuedConnection);
}

} // namespace avs::studio
