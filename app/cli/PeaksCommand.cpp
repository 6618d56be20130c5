// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Commands.h"
#include "app/cli/Terminal.h"
#include "core/media/AudioReader.h"
#include "core/media/WaveformPyramid.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace avs::cli {

namespace {

using media::Peak;

struct PeaksArguments
{
    std::string file;
    bool json = false;
    bool csv = false;
    int perSecond = 20;
    std::string channel = "mix";
};

/// A lane of the sound: a channel or the mix, and its peaks.
struct Lane
{
    int channel = media::kMixed;
    std::vector<Peak> peaks;
    Peak whole;
    double energy = 0; // sum of squares

    [[nodiscard]] QString name() const
    {
        return channel == media::kMixed ? QStringLiteral("mix") : QString::number(channel);
    }
};

struct Sound
{
    media::AudioReader::Format format;
    std::int64_t frames = 0;
    std::vector<Lane> lanes;
};

base::Error noSuchChannel(const QString& asked, int channels)
{
    return {base::ErrorCode::Invalid,
            QCoreApplication::translate(
                "cli", "There is no sound channel “%1”. Give mix, all or a number from 0 to %2.")
                .arg(asked)
                .arg(channels - 1),
            {},
            {}};
}

base::Result<std::vector<Lane>> chosenLanes(const std::string& asked, int channels)
{
    if (asked == "mix")
        return std::vector<Lane>{Lane{}};
    if (asked == "all") {
        std::vector<Lane> lanes(std::size_t(channels), Lane{});
        for (int c = 0; c < channels; ++c)
            lanes[std::size_t(c)].channel = c;
        return lanes;
    }
    bool isNumber = false;
    Lane lane;
    lane.channel = QString::fromStdString(asked).toInt(&isNumber);
    if (!isNumber || lane.channel < 0 || lane.channel >= channels)
        return noSuchChannel(QString::fromStdString(asked), channels);
    return std::vector<Lane>{lane};
}

/// Adds what all lanes have in the next stretch of sound.
void measure(Sound& sound, std::span<const float> samples)
{
    const int channels = sound.format.channels;
    const auto count = double(samples.size()) / channels;
    for (Lane& lane : sound.lanes) {
        const Peak peak = media::peakOf(samples, channels, lane.channel);
        lane.whole.min = lane.peaks.empty() ? peak.min : std::min(lane.whole.min, peak.min);
        lane.whole.max = lane.peaks.empty() ? peak.max : std::max(lane.whole.max, peak.max);
        lane.energy += double(peak.rms) * peak.rms * count;
        lane.peaks.push_back(peak);
    }
    sound.frames += std::int64_t(count);
}

base::Result<Sound> readSound(const PeaksArguments& arguments, const std::stop_token& stop)
{
    auto reader = media::AudioReader::open(QString::fromStdString(arguments.file), {}, stop);
    if (!reader)
        return reader.error();
    Sound sound;
    sound.format = (*reader)->format();
    auto lanes = chosenLanes(arguments.channel, sound.format.channels);
    if (!lanes)
        return lanes.error();
    sound.lanes = std::move(*lanes);
    std::vector<float> buffer;
    for (std::int64_t i = 0;; ++i) {
        // Stretch i covers what lies between i/N and (i + 1)/N seconds, to the sample.
        const std::int64_t end = (i + 1) * sound.format.rateHz / arguments.perSecond;
        buffer.resize(std::size_t(end - sound.frames) * std::size_t(sound.format.channels));
        const auto got = (*reader)->read(buffer, stop);
        if (!got)
            return got.error();
        if (*got > 0)
            measure(sound, std::span(buffer).first(std::size_t(*got) * std::size_t(sound.format.channels)));
        if (*got < std::int64_t(buffer.size()) / sound.format.channels)
            break;
    }
    for (Lane& lane : sound.lanes)
        lane.whole.rms = float(std::sqrt(lane.energy / double(std::max<std::int64_t>(1, sound.frames))));
    return sound;
}

/// As JSON stores it: six digits say more than any file holds.
double rounded(float value)
{
    return std::round(double(value) * 1e6) / 1e6;
}

void printJson(const Sound& sound, const PeaksArguments& arguments)
{
    QJsonArray lanes;
    for (const Lane& lane : sound.lanes) {
        QJsonArray min;
        QJsonArray max;
        QJsonArray rms;
        for (const Peak& peak : lane.peaks) {
            min.append(rounded(peak.min));
            max.append(rounded(peak.max));
            rms.append(rounded(peak.rms));
        }
        lanes.append(QJsonObject{{"channel", lane.name()}, {"min", min}, {"max", max}, {"rms", rms}});
    }
    const QJsonObject json{{"file", QString::fromStdString(arguments.file)},
                           {"rate_hz", sound.format.rateHz},
                           {"channels", sound.format.channels},
                           {"duration_s", double(sound.frames) / sound.format.rateHz},
                           {"per_second", arguments.perSecond},
                           {"lanes", lanes}};
    std::printf("%s\n", QJsonDocument(json).toJson(QJsonDocument::Compact).constData());
}

void printCsv(const Sound& sound, const PeaksArguments& arguments)
{
    std::printf("time_s,channel,min,max,rms\n");
    for (const Lane& lane : sound.lanes) {
        for (std::size_t i = 0; i < lane.peaks.size(); ++i)
            std::printf("%.6f,%s,%.6f,%.6f,%.6f\n", double(i) / arguments.perSecond, qPrintable(lane.name()),
                        double(lane.peaks[i].min), double(lane.peaks[i].max), double(lane.peaks[i].rms));
    }
}

double decibels(float value)
{
    return 20 * std::log10(std::max(double(std::abs(value)), 1e-6));
}

void printSummary(const Sound& sound)
{
    std::printf("%.3f s, %d Hz, %d channel%s\n", double(sound.frames) / sound.format.rateHz,
                sound.format.rateHz, sound.format.channels, sound.format.channels == 1 ? "" : "s");
    std::printf("%-8s %9s %9s %9s %10s %10s\n", "channel", "min", "max", "rms", "peak", "rms");
    for (const Lane& lane : sound.lanes) {
        const Peak& peak = lane.whole;
        std::printf("%-8s %9.4f %9.4f %9.4f %7.1f dB %7.1f dB\n", qPrintable(lane.name()), double(peak.min),
                    double(peak.max), double(peak.rms), decibels(std::max(-peak.min, peak.max)),
                    decibels(peak.rms));
    }
}

int peaks(const PeaksArguments& arguments, const std::stop_token& stop)
{
    const auto sound = readSound(arguments, stop);
    if (!sound)
        return report(sound.error(), sound.error().code == base::ErrorCode::Invalid ? kUsage : kFailed);
    if (arguments.json)
        printJson(*sound, arguments);
    else if (arguments.csv)
        printCsv(*sound, arguments);
    else
        printSummary(*sound);
    return kOk;
}

} // namespace

void addPeaksCommand(CLI::App& app, Action& action)
{
    auto arguments = std::make_shared<PeaksArguments>();
    auto* command = app.add_subcommand("peaks", "How loud a clip's sound is: a summary, or the course of it");
    command->add_option("file", arguments->file, "a clip or a sound file")->required();
    auto* json =
        command->add_flag("--json", arguments->json, "smallest, largest and rms value of each stretch");
    command->add_flag("--csv", arguments->csv, "the same as a table")->excludes(json);
    command->add_option("--per-second", arguments->perSecond, "stretches a second (of --json and --csv)")
        ->capture_default_str()
        ->check(CLI::Range(1, 1000));
    command->add_option("--channel", arguments->channel, "mix, all or a number from 0")
        ->capture_default_str();
    command->callback(
        [=, &action] { action = [=](const std::stop_token& stop) { return peaks(*arguments, stop); }; });
}

} // namespace avs::cli
