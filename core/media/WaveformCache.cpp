// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/WaveformCache.h"

#include "core/base/Log.h"
#include "core/media/WaveformChunk.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QSaveFile>

#include <algorithm>
#include <cstring>

namespace avs::media {

using base::logMedia;

namespace {

constexpr qint64 kKeyBlock = 64 * 1024;
constexpr qint64 kKeyBlocks = 16;
constexpr int kHashBytes = 32;
const QString kEnding = QStringLiteral(".waveform");

/// In the machine's own byte order: a file from elsewhere is then of another version. Behind it come the
/// finest blocks, chunk by chunk and lane by lane, and the SHA-256 of all that.
struct Header
{
    static constexpr std::uint64_t kMagic =
        0x0001'4d52'4f46'5654; // counts up with every change of the format

    std::uint64_t magic = kMagic;
    std::int32_t rateHz = 0;
    std::int32_t channels = 0;
    std::int64_t sampleCount = 0;
};
static_assert(sizeof(Header) == 24 && sizeof(PackedPeak) == 6);

std::size_t laneCount(int channels)
{
    return std::size_t(channels > 1 ? channels + 1 : 1);
}

/// False when the blocks are not as many as the header says.
bool readChunks(const Header& header, const char* data, qint64 bytes,
                std::vector<std::shared_ptr<const WaveformPyramid::Chunk>>& chunks)
{
    using Chunk = WaveformPyramid::Chunk;
    const std::size_t lanes = laneCount(header.channels);
    for (std::int64_t left = header.sampleCount; left > 0; left -= Chunk::kSamples) {
        auto chunk = std::make_shared<Chunk>();
        chunk->samples = std::min(left, Chunk::kSamples);
        const std::int64_t blocks = chunk->blockCount();
        const qint64 laneBytes = blocks * qint64(sizeof(PackedPeak));
        if (bytes < laneBytes * qint64(lanes))
            return false;
        chunk->lanes.resize(lanes);
        for (auto& lane : chunk->lanes) {
            lane.emplace_back(std::size_t(blocks));
            std::memcpy(lane.front().data(), data, std::size_t(laneBytes));
            data += laneBytes;
            bytes -= laneBytes;
        }
        chunk->build();
        chunks.push_back(std::move(chunk));
    }
    return bytes == 0;
}

} // namespace

QByteArray contentKey(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const qint64 size = file.size();
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(QByteArray::number(size));
    if (size <= kKeyBlock * kKeyBlocks)
        return hash.addData(&file) ? hash.result() : QByteArray();
    for (qint64 i = 0; i < kKeyBlocks; ++i) {
        const qint64 at = (size - kKeyBlock) / (kKeyBlocks - 1) * i;
        if (!file.seek(i + 1 < kKeyBlocks ? at : size - kKeyBlock))
            return {};
        const QByteArray block = file.read(kKeyBlock);
        if (block.size() != kKeyBlock)
            return {};
        hash.addData(block);
    }
    return hash.result();
}

WaveformCache::WaveformCache(QString folder, qint64 maxBytes)
    : m_folder(std::move(folder))
    , m_maxBytes(maxBytes)
{}

QString WaveformCache::pathOf(const QByteArray& key) const
{
    return QDir(m_folder).filePath(QString::fromLatin1(key.toHex()) + kEnding);
}

WaveformPyramidPtr WaveformCache::load(const QByteArray& key) const
{
    if (key.isEmpty())
        return nullptr;
    QFile file(pathOf(key));
    if (!file.open(QIODevice::ReadWrite)) // to touch it below
        return nullptr;
    const QByteArray data = file.size() <= m_maxBytes ? file.readAll() : QByteArray();
    const auto payload = data.size() - qsizetype(sizeof(Header)) - kHashBytes;
    Header header;
    if (payload < 0)
        return nullptr;
    std::memcpy(&header, data.constData(), sizeof header);
    const QByteArray hash = QCryptographicHash::hash(data.chopped(kHashBytes), QCryptographicHash::Sha256);
    std::vector<std::shared_ptr<const WaveformPyramid::Chunk>> chunks;
    if (header.magic != Header::kMagic || data.last(kHashBytes) != hash || header.rateHz <= 0 ||
        header.channels <= 0 || header.sampleCount < 0 ||
        !readChunks(header, data.constData() + sizeof(Header), payload, chunks)) {
        qCInfo(logMedia) << "ignored a damaged waveform in the cache:" << file.fileName();
        return nullptr;
    }
    file.setFileTime(QDateTime::currentDateTime(), QFileDevice::FileModificationTime);
    return std::make_shared<const WaveformPyramid>(header.rateHz, header.channels, std::move(chunks),
                                                   /*complete=*/true);
}

void WaveformCache::store(const QByteArray& key, const WaveformPyramid& waveform) const
{
    Q_ASSERT(waveform.isComplete());
    if (key.isEmpty())
        return;
    QByteArray data;
    Header header;
    header.rateHz = waveform.rateHz();
    header.channels = waveform.channels();
    header.sampleCount = waveform.sampleCount();
    data.append(reinterpret_cast<const char*>(&header), sizeof header);
    for (const auto& chunk : waveform.chunks()) {
        for (const auto& lane : chunk->lanes)
            data.append(reinterpret_cast<const char*>(lane.front().data()),
                        qsizetype(lane.front().size() * sizeof(PackedPeak)));
    }
    if (data.size() + kHashBytes > m_maxBytes)
        return;
    data.append(QCryptographicHash::hash(data, QCryptographicHash::Sha256));
    QDir().mkpath(m_folder);
    QSaveFile file(pathOf(key));
    if (!file.open(QIODevice::WriteOnly) || file.write(data) != data.size() || !file.commit()) {
        qCInfo(logMedia) << "the waveform was not cached:" << file.fileName() << file.errorString();
        return;
    }
    removeOldest();
}

void WaveformCache::removeOldest() const
{
    const auto files =
        QDir(m_folder).entryInfoList({QLatin1Char('*') + kEnding}, QDir::Files, QDir::Time); // newest first
    qint64 total = 0;
    for (const QFileInfo& file : files) {
        total += file.size();
        if (total > m_maxBytes)
            QFile::remove(file.filePath());
    }
}

} // namespace avs::media
