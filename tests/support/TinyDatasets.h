// SPDX-License-Identifier: GPL-3.0-or-later
// Data sets of a few pixels in the published layouts, for tests of what reads them.
#pragma once

#include "core/formats/AvsBenchWriter.h"
#include "core/formats/ImageFile.h"
#include "core/formats/WavFile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cmath>
#include <numbers>
#include <vector>

namespace avs::testing {

/// One row of pixels, a digit each: "0012".
inline imaging::LabelMap labelRow(const char* digits)
{
    imaging::LabelMap labels(static_cast<int>(qstrlen(digits)), 1);
    for (std::size_t i = 0; i < labels.pixels.size(); ++i)
        labels.pixels[i] = static_cast<std::uint8_t>(digits[i] - '0');
    return labels;
}

/// `labels`, each pixel as a block of `times`×`times`.
inline imaging::LabelMap enlarged(const imaging::LabelMap& labels, int times)
{
    imaging::LabelMap large(labels.width * times, labels.height * times);
    for (int y = 0; y < large.height; ++y)
        for (int x = 0; x < large.width; ++x)
            large.at(x, y) = labels.at(x / times, y / times);
    return large;
}

/// 255 where something is, else 0.
inline imaging::LabelMap blackAndWhite(imaging::LabelMap labels)
{
    for (auto& pixel : labels.pixels)
        pixel = pixel != 0 ? 255 : 0;
    return labels;
}

inline bool makeFolderOf(const QString& path)
{
    return QDir().mkpath(QFileInfo(path).path());
}

inline bool writeText(const QString& path, const QByteArray& text)
{
    QFile file(path);
    return makeFolderOf(path) && file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

inline bool writeGrey(const QString& path, const imaging::LabelMap& values)
{
    return makeFolderOf(path) && formats::writeGreyPng(path, values);
}

inline bool writeColours(const QString& path, const imaging::LabelMap& labels)
{
    return makeFolderOf(path) && formats::writePng(path, formats::toPaletteColours(labels));
}

/// Two seconds of a tone, or of silence.
inline bool writeTone(const QString& path, double amplitude = 0.5)
{
    std::vector<float> samples(32000);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = static_cast<float>(
            amplitude * std::sin(2 * std::numbers::pi * 440 * static_cast<double>(i) / 16000));
    return makeFolderOf(path) && formats::writeWav(path, samples, 16000);
}

} // namespace avs::testing
