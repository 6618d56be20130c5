// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>

namespace avs::analysis {

enum class SpectrumKind
{
    Mel,  ///< the 128-band log-mel filter bank that the model hears; sound at 16 kHz
    Stft, ///< plain short-time Fourier transform; sound at any rate
};

/// What a spectrogram shows: kind, and for a plain one the size of its windows.
struct SpectrogramSettings
{
    SpectrumKind kind = SpectrumKind::Mel;
    int fftSize = 2048; ///< samples, a power of two from 512 to 8192; Stft only

    friend bool operator==(const SpectrogramSettings&, const SpectrogramSettings&) = default;
};

inline constexpr int kSmallestFft = 512;
inline constexpr int kLargestFft = 8192;
inline constexpr int kMelRateHz = 16000;

/// Which frequency is where in a column. A plain value.
struct SpectrumBands
{
    SpectrumKind kind = SpectrumKind::Mel;
    int rateHz = kMelRateHz;
    int fftSize = 2048; ///< Stft only

    [[nodiscard]] int count() const;
    /// Of a band's centre; fractions lie between bands. Mel bands are even in mel from 20 Hz to 8 kHz.
    [[nodiscard]] double frequencyHz(double band) const;
    /// The inverse; not clamped.
    [[nodiscard]] double bandAt(double frequencyHz) const;
};

/// Turns windows of mono sound into columns of a spectrogram. One thread at a time.
///
/// Mel: windows of 400 samples (25 ms; the model takes one every 160), numbers as Kaldi's filter bank with
/// ImageBind's settings (nn::kaldiFilterBank, which tests compare this with): natural logarithms of energies,
/// never below ln 2⁻²³. Stft: windows of `fftSize` samples under a periodic Hann window; decibels relative to
/// a full-scale sine, never below -120.
class Spectrogram
{
public:
    static constexpr int kMelWindow = 400;
    static constexpr int kMelShift = 160;
    static constexpr float kMelFloor = -15.942385F;
    static constexpr float kStftFloor = -120;

    /// `rateHz`: the sound's; kMelRateHz for Mel.
    Spectrogram(const SpectrogramSettings& settings, int rateHz);
    ~Spectrogram();
    Spectrogram(const Spectrogram&) = delete;
    Spectrogram& operator=(const Spectrogram&) = delete;

    [[nodiscard]] const SpectrumBands& bands() const { return m_bands; }
    [[nodiscard]] int windowSamples() const;
    /// `window`: windowSamples() in [-1, 1]; `out`: bands().count(), lowest frequency first.
    void column(std::span<const float> window, std::span<float> out);

private:
    struct Impl;
    void melColumn(std::span<const float> window, std::span<float> out);
    void stftColumn(std::span<const float> window, std::span<float> out);

    SpectrumBands m_bands;
    std::unique_ptr<Impl> m_impl;
};

} // namespace avs::analysis
