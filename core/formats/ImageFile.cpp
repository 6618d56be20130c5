// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/ImageFile.h"

#include "core/formats/Files.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDir>
#include <QImage>

#include <algorithm>
#include <cstring>
#include <unordered_map>

namespace avs::formats {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using imaging::LabelMap;
using imaging::Rgb;
using imaging::RgbImage;

Result<QImage> readImage(const QString& path)
{
    const Result<QByteArray> bytes = readFile(path);
    if (!bytes)
        return bytes.error();
    QImage image;
    if (!image.loadFromData(*bytes) || image.isNull())
        return Error{ErrorCode::Damaged,
                     QCoreApplication::translate(
                         "avs::formats", "%1 is not a whole PNG or JPEG picture; fetch or make it again.")
                         .arg(QDir::toNativeSeparators(path)),
                     {},
                     path};
    return image;
}

Result<void> writeImage(const QString& path, const QImage& image, const char* format, int quality)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, format, quality))
        return Error{ErrorCode::Unsupported,
                     QCoreApplication::translate(
                         "avs::formats", "%1 cannot be written: Qt's plugin for %2 pictures is missing.")
                         .arg(QDir::toNativeSeparators(path), QString::fromLatin1(format)),
                     {},
                     path};
    return writeFile(path, bytes);
}

QImage view(const RgbImage& image)
{
    return QImage(image.pixels.data(), image.width, image.height, qsizetype{3} * image.width,
                  QImage::Format_RGB888);
}

QImage view(const LabelMap& labels, QImage::Format format)
{
    return QImage(labels.pixels.data(), labels.width, labels.height, labels.width, format);
}

/// Of an image with a byte a pixel.
LabelMap bytesOf(const QImage& image)
{
    LabelMap labels(image.width(), image.height());
    for (int y = 0; y < labels.height; ++y)
        std::memcpy(&labels.at(0, y), image.constScanLine(y), static_cast<std::size_t>(labels.width));
    return labels;
}

constexpr std::uint32_t key(std::uint8_t r, std::uint8_t g, std::uint8_t b)
{
    return static_cast<std::uint32_t>(r) << 16 | static_cast<std::uint32_t>(g) << 8 | b;
}

} // namespace

Result<RgbImage> readRgb(const QString& path)
{
    const Result<QImage> read = readImage(path);
    if (!read)
        return read.error();
    const QImage image = read->convertToFormat(QImage::Format_RGB888);
    RgbImage rgb(image.width(), image.height());
    for (int y = 0; y < rgb.height; ++y)
        std::memcpy(rgb.row(y), image.constScanLine(y), static_cast<std::size_t>(rgb.width) * 3);
    return rgb;
}

Result<LabelMap> readGrey(const QString& path)
{
    const Result<QImage> read = readImage(path);
    if (!read)
        return read.error();
    return bytesOf(read->convertToFormat(QImage::Format_Grayscale8));
}

Result<LabelMap> readIndices(const QString& path)
{
    const Result<QImage> read = readImage(path);
    if (!read)
        return read.error();
    QImage image = *read;
    if (image.format() == QImage::Format_Mono || image.format() == QImage::Format_MonoLSB)
        image = image.convertToFormat(QImage::Format_Indexed8);
    if (image.format() != QImage::Format_Indexed8 && image.format() != QImage::Format_Grayscale8)
        return Error{ErrorCode::Unsupported,
                     QCoreApplication::translate(
                         "avs::formats", "%1 is not a picture of class numbers (palette or 8-bit grey).")
                         .arg(QDir::toNativeSeparators(path)),
                     {},
                     path};
    return bytesOf(image);
}

Result<void> writeJpeg(const QString& path, const RgbImage& image, int quality)
{
    return writeImage(path, view(image), "JPG", quality);
}

Result<void> writePng(const QString& path, const RgbImage& image)
{
    return writeImage(path, view(image), "PNG", -1);
}

Result<void> writeGreyPng(const QString& path, const LabelMap& labels)
{
    return writeImage(path, view(labels, QImage::Format_Grayscale8), "PNG", -1);
}

Result<void> writePalettePng(const QString& path, const LabelMap& labels)
{
    QImage image = view(labels, QImage::Format_Indexed8);
    QList<QRgb> colours;
    for (const Rgb& c : imaging::vocPalette())
        colours.push_back(qRgb(c.r, c.g, c.b));
    image.setColorTable(colours);
    return writeImage(path, image, "PNG", -1);
}

RgbImage toPaletteColours(const LabelMap& labels)
{
    RgbImage image(labels.width, labels.height);
    for (std::size_t i = 0; i < labels.pixels.size(); ++i) {
        const Rgb& c = imaging::vocPalette()[labels.pixels[i]];
        image.pixels[3 * i] = c.r;
        image.pixels[3 * i + 1] = c.g;
        image.pixels[3 * i + 2] = c.b;
    }
    return image;
}

LabelMap fromPaletteColours(const RgbImage& image, int classCount)
{
    std::unordered_map<std::uint32_t, std::uint8_t> indexOf;
    for (int i = 0; i < std::min(classCount, 256); ++i) {
        const Rgb& c = imaging::vocPalette()[i];
        indexOf.emplace(key(c.r, c.g, c.b), static_cast<std::uint8_t>(i));
    }
    LabelMap labels(image.width, image.height);
    std::uint32_t last = 0;
    std::uint8_t lastIndex = 0;
    for (std::size_t i = 0; i < labels.pixels.size(); ++i) {
        const std::uint32_t colour =
            key(image.pixels[3 * i], image.pixels[3 * i + 1], image.pixels[3 * i + 2]);
        if (colour != last) {
            const auto found = indexOf.find(colour);
            last = colour;
            lastIndex = found == indexOf.end() ? std::uint8_t{0} : found->second;
        }
        labels.pixels[i] = lastIndex;
    }
    return labels;
}

} // namespace avs::formats
