// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/SoundViewOptions.h"

#include <QSettings>

#include <bit>

namespace avs::models {

namespace {

const QString kChannelsApart = QStringLiteral("timeline/channelsApart");
const QString kSpectrum = QStringLiteral("timeline/spectrum");
const QString kFftSize = QStringLiteral("timeline/fftSize");
const QString kLogFrequency = QStringLiteral("timeline/logFrequency");
const QString kRulerFrames = QStringLiteral("timeline/rulerFrames");

bool isFftSize(int samples)
{
    return samples >= analysis::kSmallestFft && samples <= analysis::kLargestFft &&
           std::has_single_bit(unsigned(samples));
}

} // namespace

SoundViewOptions::SoundViewOptions(QObject* parent)
    : QObject(parent)
{
    const QSettings settings;
    m_channelsApart = settings.value(kChannelsApart, m_channelsApart).toBool();
    const int spectrum = settings.value(kSpectrum, int(m_spectrum)).toInt();
    if (spectrum >= int(Spectrum::Off) && spectrum <= int(Spectrum::Stft))
        m_spectrum = Spectrum(spectrum);
    const int fftSize = settings.value(kFftSize, m_fftSize).toInt();
    if (isFftSize(fftSize))
        m_fftSize = fftSize;
    m_logFrequency = settings.value(kLogFrequency, m_logFrequency).toBool();
    m_rulerUnit = settings.value(kRulerFrames, false).toBool() ? RulerUnit::Frames : RulerUnit::Time;
}

void SoundViewOptions::save()
{
    QSettings settings;
    settings.setValue(kChannelsApart, m_channelsApart);
    settings.setValue(kSpectrum, int(m_spectrum));
    settings.setValue(kFftSize, m_fftSize);
    settings.setValue(kLogFrequency, m_logFrequency);
    settings.setValue(kRulerFrames, m_rulerUnit == RulerUnit::Frames);
    Q_EMIT changed();
}

void SoundViewOptions::setChannelsApart(bool apart)
{
    if (apart == m_channelsApart)
        return;
    m_channelsApart = apart;
    save();
}

void SoundViewOptions::setSpectrum(Spectrum spectrum)
{
    if (spectrum == m_spectrum)
        return;
    m_spectrum = spectrum;
    save();
}

void SoundViewOptions::setFftSize(int samples)
{
    Q_ASSERT(isFftSize(samples));
    if (samples == m_fftSize)
        return;
    m_fftSize = samples;
    save();
}

void SoundViewOptions::setLogFrequency(bool log)
{
    if (log == m_logFrequency)
        return;
    m_logFrequency = log;
    save();
}

void SoundViewOptions::setRulerUnit(RulerUnit unit)
{
    if (unit == m_rulerUnit)
        return;
    m_rulerUnit = unit;
    save();
}

} // namespace avs::models
