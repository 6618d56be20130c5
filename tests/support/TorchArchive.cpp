// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/TorchArchive.h"

#include <QFile>
#include <QRandomGenerator>
#include <QtEndian>

namespace avs::testing {

namespace {

constexpr qint64 kAlignment = 64; // of tensors, as torch.save does

QByteArray le(quint64 value, int bytes)
{
    const quint64 ordered = qToLittleEndian(value);
    return {reinterpret_cast<const char*>(&ordered), bytes};
}

QByteArray text(const QByteArray& value)
{
    return "X" + le(value.size(), 4) + value;
}

QByteArray integer(qint64 value)
{
    return "J" + le(quint64(value), 4);
}

qint64 numelOf(const ArchivedTensor& tensor)
{
    qint64 count = 1;
    for (const auto size : tensor.shape)
        count *= size;
    return count;
}

QByteArray pickled(const std::vector<ArchivedTensor>& tensors)
{
    QByteArray out = QByteArray("\x80\x02}", 3) + text("model") + "}(";
    int key = 0;
    for (const auto& tensor : tensors) {
        QByteArray sizes;
        QByteArray strides;
        qint64 stride = numelOf(tensor);
        for (const auto size : tensor.shape) {
            stride /= size;
            sizes += integer(size);
            strides += integer(stride);
        }
        out += text(tensor.name) + "ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage") +
               "ctorch\nFloatStorage\n" + text(QByteArray::number(key++)) + text("cpu") +
               integer(numelOf(tensor)) + "tQ" + integer(0) + "(" + sizes + "t(" + strides + "t\x89" +
               "ccollections\nOrderedDict\n)RtR";
    }
    return out + "us.";
}

class ArchiveWriter
{
public:
    explicit ArchiveWriter(QFile& file)
        : m_file(file)
    {}

    /// Begins an entry of `size` bytes, which lie aligned; the file is then where they are to be written.
    void begin(const QByteArray& name, qint64 size)
    {
        constexpr qint64 kHeader = 30;
        constexpr qint64 kFieldHead = 4;
        const auto start = m_file.pos();
        const auto unpadded = start + kHeader + name.size() + kFieldHead;
        const auto padding = (kAlignment - unpadded % kAlignment) % kAlignment;
        const auto common = le(0, 2) + le(0, 2) + le(0, 8) + le(size, 4) + le(size, 4) + le(name.size(), 2);
        m_directory +=
            le(0x02014b50, 4) + le(0, 4) + common + le(0, 2) + le(0, 2) + le(0, 8) + le(start, 4) + name;
        ++m_entries;
        m_file.write(le(0x04034b50, 4) + le(0, 2) + common + le(kFieldHead + padding, 2) + name + "FB" +
                     le(padding, 2) + QByteArray(padding, 'Z'));
    }
    void end()
    {
        const auto offset = m_file.pos();
        m_file.write(m_directory + le(0x06054b50, 4) + le(0, 4) + le(m_entries, 2) + le(m_entries, 2) +
                     le(m_directory.size(), 4) + le(offset, 4) + le(0, 2));
    }

private:
    QFile& m_file;
    QByteArray m_directory;
    int m_entries = 0;
};

/// Numbers between 1 and 2: whatever the mantissa's bits are.
void writeRandom(QFile& file, qint64 count, QRandomGenerator& random)
{
    constexpr qint64 kChunk = 1 << 18;
    std::vector<quint32> bits(std::min(count, kChunk));
    while (count > 0) {
        random.fillRange(bits.data(), qsizetype(bits.size()));
        for (auto& value : bits)
            value = 0x3f800000U | (value >> 9);
        const auto now = std::min(count, qint64(bits.size()));
        file.write(reinterpret_cast<const char*>(bits.data()), now * 4);
        count -= now;
    }
}

} // namespace

bool writeTorchArchive(const QString& path, const std::vector<ArchivedTensor>& tensors, bool holes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    ArchiveWriter archive(file);
    const auto pickle = pickled(tensors);
    archive.begin("archive/data.pkl", pickle.size());
    file.write(pickle);
    QRandomGenerator random(1);
    int key = 0;
    for (const auto& tensor : tensors) {
        const auto count = numelOf(tensor);
        archive.begin("archive/data/" + QByteArray::number(key++), count * 4);
        if (holes)
            file.seek(file.pos() + count * 4);
        else
            writeRandom(file, count, random);
    }
    archive.end();
    return file.flush() && file.error() == QFile::NoError;
}

} // namespace avs::testing
