// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/Spectrogram.h"

#include <fftw3.h>

#include <QtGlobal>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <mutex>
#include <new>
#include <numbers>
#include <vector>

namespace avs::analysis {

namespace {

constexpr int kMelBands = 128;
constexpr int kMelFft = 512;
constexpr float kPreEmphasis = 0.97F;
constexpr double kLowHz = 20;
constexpr double kHighHz = kMelRateHz / 2.0;

double melOf(double hz)
{
    return 1127.0 * std::log(1.0 + hz / 700.0);
}

double hzOf(double mel)
{
    return 700.0 * (std::exp(mel / 1127.0) - 1.0);
}

double melStep()
{
    return (melOf(kHighHz) - melOf(kLowHz)) / (kMelBands + 1);
}

/// One band's weights on the power spectrum, from `first` on.
struct Triangle
{
    int first = 0;
    std::vector<float> weights;
};

/// In single precision, as the network's: in double the triangles' borders would fall differently by
/// rounding. The Nyquist bin belongs to none.
std::vector<Triangle> makeTriangles()
{
    const auto low = float(melOf(kLowHz));
    const auto step = float(melStep());
    constexpr auto kBinHz = float(kMelRateHz) / kMelFft;
    std::vector<Triangle> triangles(kMelBands);
    for (int band = 0; band < kMelBands; ++band) {
        const float left = low + float(band) * step;
        const float centre = low + float(band + 1) * step;
        const float right = low + float(band + 2) * step;
        Triangle& triangle = triangles[std::size_t(band)];
        for (int bin = 0; bin < kMelFft / 2; ++bin) {
            const float mel = std::log(float(bin) * kBinHz / 700.0F + 1.0F) * 1127.0F;
            const float weight = std::min((mel - left) / (centre - left), (right - mel) / (right - centre));
            if (weight <= 0)
                continue;
            if (triangle.weights.empty())
                triangle.first = bin;
            triangle.weights.push_back(weight);
        }
    }
    return triangles;
}

/// FFTW makes and destroys plans on one thread at a time.
std::mutex& planning()
{
    static std::mutex mutex;
    return mutex;
}

} // namespace

int SpectrumBands::count() const
{
    return kind == SpectrumKind::Mel ? kMelBands : fftSize / 2 + 1;
}

double SpectrumBands::frequencyHz(double band) const
{
    if (kind == SpectrumKind::Mel)
        return hzOf(melOf(kLowHz) + (band + 1) * melStep());
    return band * rateHz / fftSize;
}

double SpectrumBands::bandAt(double frequencyHz) const
{
    if (kind == SpectrumKind::Mel)
        return (melOf(frequencyHz) - melOf(kLowHz)) / melStep() - 1;
    return frequencyHz * fftSize / rateHz;
}

/// A real-to-complex transform and its memory, aligned for the processor's vectors.
struct Spectrogram::Impl
{
    explicit Impl(int fftPoints)
        : points(fftPoints)
    {
        const std::scoped_lock lock(planning());
        input = fftwf_alloc_real(std::size_t(points));
        output = fftwf_alloc_complex(std::size_t(points) / 2 + 1);
        if (input && output)
            plan = fftwf_plan_dft_r2c_1d(points, input, output, FFTW_ESTIMATE);
        if (!plan) {
            fftwf_free(input);
            fftwf_free(output);
            throw std::bad_alloc();
        }
        std::fill_n(input, points, 0.0F);
    }
    ~Impl()
    {
        const std::scoped_lock lock(planning());
        fftwf_destroy_plan(plan);
        fftwf_free(input);
        fftwf_free(output);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    [[nodiscard]] float power(int bin) const
    {
        return output[bin][0] * output[bin][0] + output[bin][1] * output[bin][1];
    }

    int points;
    float* input = nullptr;
    fftwf_complex* output = nullptr;
    fftwf_plan plan = nullptr;
    std::vector<float> window;
    std::vector<Triangle> triangles; // Mel
    float scale = 1;                 // Stft: makes the power of a full-scale sine 1
};

Spectrogram::Spectrogram(const SpectrogramSettings& settings, int rateHz)
    : m_bands{settings.kind, rateHz, settings.fftSize}
{
    const bool mel = settings.kind == SpectrumKind::Mel;
    Q_ASSERT(mel ? rateHz == kMelRateHz
                 : rateHz > 0 && std::has_single_bit(unsigned(settings.fftSize)) &&
                       settings.fftSize >= kSmallestFft && settings.fftSize <= kLargestFft);
    m_impl = std::make_unique<Impl>(mel ? kMelFft : settings.fftSize);
    const int length = windowSamples();
    const double period = mel ? length - 1 : length; // Kaldi's window is symmetric
    double sum = 0;
    for (int i = 0; i < length; ++i) {
        m_impl->window.push_back(float(0.5 - 0.5 * std::cos(2 * std::numbers::pi * i / period)));
        sum += m_impl->window.back();
    }
    m_impl->scale = float(4 / (sum * sum));
    if (mel)
        m_impl->triangles = makeTriangles();
}

Spectrogram::~Spectrogram() = default;

int Spectrogram::windowSamples() const
{
    return m_bands.kind == SpectrumKind::Mel ? kMelWindow : m_bands.fftSize;
}

void Spectrogram::column(std::span<const float> window, std::span<float> out)
{
    Q_ASSERT(int(window.size()) == windowSamples() && int(out.size()) == m_bands.count());
    if (m_bands.kind == SpectrumKind::Mel)
        melColumn(window, out);
    else
        stftColumn(window, out);
}

void Spectrogram::melColumn(std::span<const float> window, std::span<float> out)
{
    double sum = 0;
    for (const float sample : window)
        sum += sample;
    const auto mean = float(sum / kMelWindow);
    float previous = window[0] - mean;
    for (std::size_t i = 0; i < kMelWindow; ++i) {
        const float sample = window[i] - mean;
        m_impl->input[i] = (sample - kPreEmphasis * previous) * m_impl->window[i];
        previous = sample;
    }
    fftwf_execute(m_impl->plan); // what lies behind the window stays zero
    for (std::size_t band = 0; band < out.size(); ++band) {
        const Triangle& triangle = m_impl->triangles[band];
        float energy = 0;
        for (std::size_t i = 0; i < triangle.weights.size(); ++i)
            energy += triangle.weights[i] * m_impl->power(triangle.first + int(i));
        out[band] = std::log(std::max(energy, std::numeric_limits<float>::epsilon()));
    }
}

void Spectrogram::stftColumn(std::span<const float> window, std::span<float> out)
{
    for (std::size_t i = 0; i < window.size(); ++i)
        m_impl->input[i] = window[i] * m_impl->window[i];
    fftwf_execute(m_impl->plan);
    const int last = int(out.size()) - 1;
    for (int bin = 0; bin <= last; ++bin) {
        // A sine's power is halved between two bins, but not at the two ends.
        const float share = bin == 0 || bin == last ? 0.25F : 1.0F;
        const float power = m_impl->power(bin) * m_impl->scale * share;
        out[std::size_t(bin)] = 10 * std::log10(std::max(power, 1e-12F));
    }
}

} // namespace avs::analysis
