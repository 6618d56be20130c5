// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Commands.h"
#include "app/cli/Terminal.h"
#include "core/formats/ImageFile.h"
#include "core/media/VideoDecoder.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <cstdio>
#include <optional>

namespace avs::cli {

namespace {

constexpr int kJpegQuality = 95;

struct FramesArguments
{
    std::string file;
    std::string at;
    std::optional<double> time;
    std::string out;
};

struct Range
{
    std::int64_t first = 0;
    std::int64_t last = 0;
};

/// "12" or "12-20".
std::optional<Range> parseRange(const std::string& text)
{
    static const QRegularExpression kForm(QStringLiteral("^([0-9]{1,15})(?:-([0-9]{1,15}))?$"));
    const auto match = kForm.match(QString::fromStdString(text));
    if (!match.hasMatch())
        return {};
    const std::int64_t first = match.captured(1).toLongLong();
    const Range range{first, match.captured(2).isEmpty() ? first : match.captured(2).toLongLong()};
    return range.last >= range.first ? std::optional(range) : std::nullopt;
}

bool isJpeg(const QString& path)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    return ending == QLatin1String("jpg") || ending == QLatin1String("jpeg");
}

base::Result<void> write(const QString& path, const media::VideoFrame& frame)
{
    const auto written = isJpeg(path) ? formats::writeJpeg(path, frame.image, kJpegQuality)
                                      : formats::writePng(path, frame.image);
    if (written && frame.index.value() >= 0)
        std::printf("%s  frame %lld, %.6f s\n", qPrintable(path), static_cast<long long>(frame.index.value()),
                    frame.time.seconds());
    else if (written)
        std::printf("%s  %.6f s\n", qPrintable(path), frame.time.seconds());
    return written;
}

base::Result<void> writeRange(media::VideoDecoder& decoder, const Range& range, const QString& folder,
                              const std::stop_token& stop)
{
    if (!QDir().mkpath(folder))
        return base::Error{base::ErrorCode::Unwritable,
                           QCoreApplication::translate(
                               "cli", "The folder “%1” cannot be made: choose another folder with --out.")
                               .arg(folder),
                           {},
                           folder};
    for (std::int64_t n = range.first; n <= range.last; ++n) {
        const auto frame = decoder.read(base::FrameIndex(n), stop);
        if (!frame)
            return frame.error();
        const QString name = QStringLiteral("frame_%1.png").arg(n, 6, 10, QLatin1Char('0'));
        if (const auto written = write(QDir(folder).filePath(name), **frame); !written)
            return written.error();
    }
    return {};
}

int writeFrames(const FramesArguments& arguments, const std::stop_token& stop)
{
    auto opened = media::VideoDecoder::openAtOnce(QString::fromStdString(arguments.file),
                                                  media::VideoDecoder::Hardware::Off, stop);
    if (!opened)
        return report(opened.error());
    media::VideoDecoder& decoder = **opened;
    decoder.startIndexing();
    const QString out = QString::fromStdString(arguments.out);
    if (const auto range = parseRange(arguments.at); range && range->first != range->last) {
        const auto written = writeRange(decoder, *range, out, stop);
        return written ? int(kOk) : report(written.error());
    }
    const auto frame = arguments.time ? decoder.readAt(base::MediaTime::fromSeconds(*arguments.time), stop)
                                      : decoder.read(base::FrameIndex(parseRange(arguments.at)->first), stop);
    if (!frame)
        return report(frame.error());
    const auto written = write(out, **frame);
    return written ? int(kOk) : report(written.error());
}

} // namespace

void addFramesCommand(CLI::App& app, Action& action)
{
    auto arguments = std::make_shared<FramesArguments>();
    auto* command = app.add_subcommand("frames", "Write single frames of a clip as pictures");
    command->add_option("file", arguments->file, "video or one picture of a numbered series")->required();
    auto* which = command->add_option_group("which");
    which->add_option("--at", arguments->at, "frame number from 0, or a range of them (12-20)")
        ->check([](const std::string& text) {
            return parseRange(text) ? std::string()
                                    : "--at takes a number or a range like 12-20, not " + text;
        });
    which->add_option("--time", arguments->time, "the frame on screen at so many seconds")
        ->check(CLI::Range(0.0, 1e9));
    which->require_option(1);
    command
        ->add_option("--out", arguments->out,
                     "picture file (.png or .jpg); for a range the folder for its pictures")
        ->required();
    command->callback(
        [=, &action] { action = [=](std::stop_token stop) { return writeFrames(*arguments, stop); }; });
}

} // namespace avs::cli
