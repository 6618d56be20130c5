// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/WavFile.h"

#include "core/formats/Files.h"

#include <QDataStream>
#include <QIODevice>

#include <algorithm>
#include <cmath>

namespace avs::formats {

base::Result<void> writeWav(const QString& path, std::span<const float> samples, int rateHz)
{
    constexpr quint32 kBytesPerSample = 2;
    const auto dataBytes = static_cast<quint32>(samples.size()) * kBytesPerSample;
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out.setByteOrder(QDataStream::LittleEndian);
    out.writeRawData("RIFF", 4);
    out << quint32{36 + dataBytes};
    out.writeRawData("WAVEfmt ", 8);
    out << quint32{16} << quint16{1} << quint16{1} << static_cast<quint32>(rateHz)
        << static_cast<quint32>(rateHz) * kBytesPerSample << static_cast<quint16>(kBytesPerSample)
        << quint16{16};
    out.writeRawData("data", 4);
    out << dataBytes;
    for (const float sample : samples)
        out << static_cast<qint16>(std::lround(std::clamp(sample, -1.0F, 1.0F) * 32767.0F));
    return writeFile(path, bytes);
}

} // namespace avs::formats
