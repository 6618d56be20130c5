// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/Spectrogram.h"

#include <QObject>

namespace avs::models {

/// How sound is shown, for all views at once. Remembered in QSettings under "timeline/". GUI thread.
class SoundViewOptions : public QObject
{
    Q_OBJECT

public:
    enum class Spectrum
    {
        Off,
        Mel, ///< as the model hears it
        Stft
    };
    enum class RulerUnit
    {
        Time,
        Frames
    };

    /// As they were when the program was used last.
    explicit SoundViewOptions(QObject* parent = nullptr);

    /// One waveform for each channel, or one of their mix.
    [[nodiscard]] bool channelsApart() const { return m_channelsApart; }
    void setChannelsApart(bool apart);
    [[nodiscard]] Spectrum spectrum() const { return m_spectrum; }
    void setSpectrum(Spectrum spectrum);
    /// Of the plain spectrogram: a power of two, analysis::kSmallestFft … kLargestFft.
    [[nodiscard]] int fftSize() const { return m_fftSize; }
    void setFftSize(int samples);
    /// Of the plain spectrogram: octaves are equally high, or hertz are.
    [[nodiscard]] bool logFrequency() const { return m_logFrequency; }
    void setLogFrequency(bool log);
    [[nodiscard]] RulerUnit rulerUnit() const { return m_rulerUnit; }
    void setRulerUnit(RulerUnit unit);

Q_SIGNALS:
    void changed();

private:
    void save();

    bool m_channelsApart = false;
    Spectrum m_spectrum = Spectrum::Mel;
    int m_fftSize = 2048;
    bool m_logFrequency = true;
    RulerUnit m_rulerUnit = RulerUnit::Time;
};

} // namespace avs::models
