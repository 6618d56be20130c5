// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/QtAudioSink.h"

#include "app/studio/SoundOutput.h"

#include <utility>

namespace avs::studio {

using base::MediaTime;

QtAudioSink::QtAudioSink(const QAudioDevice& device, QObject* parent)
    : AudioSink(parent)
    , m_output(new SoundOutput(device))
{
    m_thread.setObjectName(QStringLiteral("sound"));
    m_output->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_output, &QObject::deleteLater);
    connect(m_output, &SoundOutput::failed, this, &AudioSink::failed);
    m_thread.start(QThread::HighPriority);
}

QtAudioSink::~QtAudioSink()
{
    m_thread.quit();
    m_thread.wait();
}

void QtAudioSink::start(MediaTime from)
{
    if (m_run)
        m_run->over = true;
    // Until the device says how much it holds back, it is taken to be a quarter of a second.
    m_run = std::make_shared<SoundRun>(m_sound, from, m_output->rateHz(), m_output->rateHz() / 4);
    m_running = true;
    QMetaObject::invokeMethod(
        m_output, [output = m_output, run = m_run] { output->start(run); }, Qt::QueuedConnection);
}

void QtAudioSink::stop()
{
    m_held = position();
    m_running = false;
    if (m_run)
        m_run->over = true;
    QMetaObject::invokeMethod(m_output, &SoundOutput::stop, Qt::QueuedConnection);
}

MediaTime QtAudioSink::position() const
{
    if (!m_running)
        return m_held;
    const double heard = static_cast<double>(m_run->heard.heard(steadyMicroseconds()));
    return m_run->from + MediaTime::fromSeconds(heard / m_output->rateHz());
}

void QtAudioSink::setSound(media::AudioSamplesPtr sound)
{
    m_sound = std::move(sound);
}

void QtAudioSink::setMuted(bool muted)
{
    m_output->setMuted(muted);
}

} // namespace avs::studio
