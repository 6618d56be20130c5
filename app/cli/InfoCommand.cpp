// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Commands.h"
#include "app/cli/Terminal.h"
#include "core/media/VideoDecoder.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

namespace avs::cli {

namespace {

struct Description
{
    media::ClipInfo clip;
    std::shared_ptr<const media::FrameTable> frames; // null without pictures that can be decoded
    std::optional<base::Error> damage;
};

base::Result<Description> describe(const QString& path, const std::stop_token& stop)
{
    const auto info = media::probe(path);
    if (!info)
        return info.error();
    Description found{*info, nullptr, {}};
    if (!info->hasVideo)
        return found;
    const auto decoder = media::VideoDecoder::open(path, stop);
    if (decoder) {
        found.frames = (*decoder)->frames();
        found.damage = (*decoder)->damage();
        const auto last = base::FrameIndex(found.frames->size() - 1);
        found.clip.duration = std::max(found.clip.duration, found.frames->endOf(last));
        return found;
    }
    // Broken pictures are no reason to say nothing about the sound.
    if (!info->hasAudio || decoder.error().code == base::ErrorCode::Cancelled)
        return decoder.error();
    found.damage = decoder.error();
    return found;
}

/// Whether the time from frame to frame changes, by more than clocks of whole milliseconds round.
bool hasVariableRate(const media::FrameTable& frames)
{
    std::int64_t shortest = INT64_MAX;
    std::int64_t longest = 0;
    for (std::int64_t n = 0; n + 1 < frames.size(); ++n) {
        const base::MediaTime step =
            frames.timeOf(base::FrameIndex(n + 1)) - frames.timeOf(base::FrameIndex(n));
        shortest = std::min(shortest, step.microseconds());
        longest = std::max(longest, step.microseconds());
    }
    return longest - shortest > 1500;
}

const char* nameOf(media::StreamInfo::Kind kind)
{
    switch (kind) {
    case media::StreamInfo::Kind::Video:
        return "video";
    case media::StreamInfo::Kind::Audio:
        return "audio";
    case media::StreamInfo::Kind::Cover:
        return "cover";
    case media::StreamInfo::Kind::Subtitles:
        return "subtitles";
    case media::StreamInfo::Kind::Other:
        break;
    }
    return "other";
}

QJsonObject toJson(const Description& found)
{
    const media::ClipInfo& clip = found.clip;
    QJsonObject json{
        {"file", clip.path}, {"container", clip.container}, {"duration_s", clip.duration.seconds()}};
    if (clip.hasVideo) {
        QJsonObject video{
            {"codec", clip.videoCodec},
            {"pixel_format", clip.pixelFormat},
            {"width", clip.width},
            {"height", clip.height},
            {"stored_width", clip.storedWidth},
            {"stored_height", clip.storedHeight},
            {"rotation_degrees", clip.rotationDegrees},
            {"pixel_aspect", QStringLiteral("%1:%2").arg(clip.pixelAspectNum).arg(clip.pixelAspectDen)},
            {"average_fps", clip.averageFps}};
        if (found.frames) {
            video["frames"] = qint64(found.frames->size());
            video["variable_rate"] = hasVariableRate(*found.frames);
            video["first_frame_s"] = found.frames->timeOf(base::FrameIndex(0)).seconds();
        }
        json["video"] = video;
    }
    if (clip.hasAudio)
        json["audio"] = QJsonObject{
            {"codec", clip.audioCodec}, {"rate_hz", clip.sampleRateHz}, {"channels", clip.channels}};
    QJsonArray streams;
    for (const media::StreamInfo& stream : clip.streams) {
        QJsonObject entry{{"kind", nameOf(stream.kind)}, {"codec", stream.codec}};
        if (!stream.language.isEmpty())
            entry["language"] = stream.language;
        streams.append(entry);
    }
    json["streams"] = streams;
    if (found.damage)
        json["damage"] = found.damage->message;
    return json;
}

void printLine(const char* label, const QString& text)
{
    std::printf("%-10s %s\n", label, qPrintable(text));
}

void print(const Description& found)
{
    const media::ClipInfo& clip = found.clip;
    printLine("file", clip.path);
    printLine("container", clip.container);
    printLine("duration", QStringLiteral("%1 s").arg(clip.duration.seconds(), 0, 'f', 3));
    if (clip.hasVideo) {
        printLine("video", QStringLiteral("%1, %2, %3×%4")
                               .arg(clip.videoCodec, clip.pixelFormat)
                               .arg(clip.width)
                               .arg(clip.height));
        if (clip.storedWidth != clip.width || clip.storedHeight != clip.height)
            printLine("stored", QStringLiteral("%1×%2, pixels %3:%4, turned by %5°")
                                    .arg(clip.storedWidth)
                                    .arg(clip.storedHeight)
                                    .arg(clip.pixelAspectNum)
                                    .arg(clip.pixelAspectDen)
                                    .arg(clip.rotationDegrees));
        else if (clip.rotationDegrees != 0)
            printLine("stored", QStringLiteral("turned by %1°").arg(clip.rotationDegrees));
        if (found.frames)
            printLine("frames", QStringLiteral("%1, %2 a second%3")
                                    .arg(found.frames->size())
                                    .arg(clip.averageFps, 0, 'g', 6)
                                    .arg(QLatin1String(hasVariableRate(*found.frames) ? " on average" : "")));
    }
    if (clip.hasAudio)
        printLine("audio", QStringLiteral("%1, %2 Hz, %3 %4")
                               .arg(clip.audioCodec)
                               .arg(clip.sampleRateHz)
                               .arg(clip.channels)
                               .arg(QLatin1String(clip.channels == 1 ? "channel" : "channels")));
    for (std::size_t i = 0; i < clip.streams.size(); ++i) {
        const media::StreamInfo& stream = clip.streams[i];
        const QString language =
            stream.language.isEmpty() ? QString() : QStringLiteral(", ") + stream.language;
        printLine(i == 0 ? "streams" : "",
                  QStringLiteral("%1: %2, %3").arg(i).arg(QLatin1String(nameOf(stream.kind)), stream.codec) +
                      language);
    }
}

int tellInfo(const QString& path, bool asJson, const std::stop_token& stop)
{
    const auto found = describe(path, stop);
    if (!found)
        return report(found.error());
    if (asJson)
        std::printf("%s", QJsonDocument(toJson(*found)).toJson().constData());
    else
        print(*found);
    if (found->damage)
        std::fprintf(stderr, "tavis: %s\n", qPrintable(found->damage->message));
    return kOk;
}

} // namespace

void addInfoCommand(CLI::App& app, Action& action)
{
    struct Arguments
    {
        std::string file;
        bool json = false;
    };
    auto arguments = std::make_shared<Arguments>();
    auto* command =
        app.add_subcommand("info", "Say what a file holds: streams, frames, rate, duration, rotation, sound");
    command->add_option("file", arguments->file, "video, sound or one picture of a numbered series")
        ->required();
    command->add_flag("--json", arguments->json, "for programs to read");
    command->callback([=, &action] {
        action = [=](std::stop_token stop) {
            return tellInfo(QString::fromStdString(arguments->file), arguments->json, stop);
        };
    });
}

} // namespace avs::cli
