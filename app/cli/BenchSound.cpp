// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/BenchSound.h"

#include "core/analysis/Spectrogram.h"
#include "core/media/WaveformBuilder.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>

#include <cmath>
#include <cstdio>
#include <numbers>
#include <vector>

namespace avs::cli {

namespace {

constexpr int kSeconds = 1200;
constexpr int kRateHz = 48000;
constexpr int kChannels = 2;

void print(const char* what, double soundSeconds, const QElapsedTimer& timer, const char* goal = "")
{
    const double seconds = double(timer.nsecsElapsed()) * 1e-9;
    std::printf("%-34s %9.0f × real time  %s\n", what, soundSeconds / seconds, goal);
    std::fflush(stdout);
}

base::Result<void> runFfmpeg(const QStringList& arguments)
{
    QProcess ffmpeg;
    ffmpeg.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    ffmpeg.start(QStringLiteral("ffmpeg"), QStringList{"-nostdin", "-v", "fatal", "-y"} + arguments);
    if (ffmpeg.waitForFinished(-1) && ffmpeg.exitStatus() == QProcess::NormalExit && ffmpeg.exitCode() == 0)
        return {};
    return base::Error{
        base::ErrorCode::Unsupported,
        QCoreApplication::translate(
            "cli", "The program ffmpeg did not run: install it to measure the reading of sound."),
        {},
        {}};
}

std::vector<float> tone(int frames)
{
    std::vector<float> samples;
    samples.reserve(std::size_t(frames) * kChannels);
    for (int i = 0; i < frames; ++i) {
        for (int c = 0; c < kChannels; ++c)
            samples.push_back(float(0.5 * std::sin(2 * std::numbers::pi * (220 + 30 * c) * i / kRateHz)));
    }
    return samples;
}

void benchSamples()
{
    const auto second = tone(kRateHz);
    media::WaveformBuilder builder(kRateHz, kChannels);
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < kSeconds; ++i)
        builder.add(second);
    (void)builder.finish();
    print("waveform of samples, 48 kHz stereo", kSeconds, timer, "(goal > 1000)");
}

void benchSpectrogram(const analysis::SpectrogramSettings& settings, int rateHz, int hop, const char* what)
{
    analysis::Spectrogram spectrogram(settings, rateHz);
    const auto sound = tone(rateHz);
    const std::span<const float> samples(sound);
    const auto window = std::size_t(spectrogram.windowSamples());
    std::vector<float> column(std::size_t(spectrogram.bands().count()));
    constexpr int kColumns = 20000;
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < kColumns; ++i)
        spectrogram.column(samples.subspan(std::size_t(i * 7 % 1000), window), column);
    print(what, double(kColumns) * hop / rateHz, timer);
}

} // namespace

base::Result<void> benchSound(const QTemporaryDir& folder, const std::stop_token& stop)
{
    benchSamples();
    const QString wav = folder.filePath(QStringLiteral("long.wav"));
    const QStringList sine = {"-f", "lavfi", "-i", QStringLiteral("sine=f=220:b=4:r=%1").arg(kRateHz)};
    const QStringList noise = {"-f", "lavfi", "-i",
                               QStringLiteral("anoisesrc=c=pink:a=0.3:r=%1").arg(kRateHz)};
    if (auto made = runFfmpeg(sine + noise +
                              QStringList{"-filter_complex", "[0][1]join=inputs=2:channel_layout=stereo",
                                          "-t", QString::number(kSeconds), "-c:a", "pcm_s16le", wav});
        !made)
        return made;
    const struct
    {
        const char* what;
        const char* file;
    } kinds[] = {{"waveform of a WAV file, 20 min", "long.wav"},
                 {"waveform of a FLAC file, 20 min", "long.flac"},
                 {"waveform of an AAC file, 20 min", "long.m4a"}};
    for (const auto& kind : kinds) {
        const QString path = folder.filePath(QLatin1String(kind.file));
        if (path != wav) {
            if (auto made = runFfmpeg({"-i", wav, path}); !made)
                return made;
        }
        QElapsedTimer timer;
        timer.start();
        const auto waveform = media::readWaveform(path, {}, stop);
        if (!waveform)
            return waveform.error();
        print(kind.what, kSeconds, timer, "(goal > 1000)");
    }
    benchSpectrogram({analysis::SpectrumKind::Mel}, analysis::kMelRateHz, analysis::Spectrogram::kMelShift,
                     "mel spectrogram, every 10 ms");
    benchSpectrogram({analysis::SpectrumKind::Stft, 2048}, kRateHz, 1024, "plain spectrogram, 2048 by half");
    return {};
}

} // namespace avs::cli
