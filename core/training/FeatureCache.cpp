// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/FeatureCache.h"

#include "core/base/Log.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>

#include <filesystem>

namespace avs::training {

namespace {

constexpr char kMagic[] = "TAVISFC1";
constexpr qsizetype kMagicBytes = 8;
constexpr qsizetype kHashBytes = 32;
constexpr qsizetype kHeaderBytes = kMagicBytes + 2 * kHashBytes;

QByteArray blake2b(const QByteArray& bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Blake2b_256);
}

qint64 bytesIn(const QString& folder)
{
    qint64 sum = 0;
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        files.next();
        sum += files.fileInfo().size();
    }
    return sum;
}

/// Names that a cache gives to its folders; whatever else lies there is not touched.
bool isScope(const QString& name)
{
    static const QRegularExpression hex(QStringLiteral("^[0-9a-f]{32}$"));
    return hex.match(name).hasMatch();
}

} // namespace

FeatureCache::FeatureCache(const QString& folder, qint64 limitBytes)
    : m_folder(folder)
    , m_limit(limitBytes)
{
    const QDir root(m_folder);
    for (const auto& name : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (isScope(name))
            m_used += bytesIn(root.filePath(name));
    }
}

QString FeatureCache::use(const QByteArray& origin)
{
    const auto scope = QString::fromLatin1(blake2b(origin).toHex().left(32));
    m_inUse.append(scope);
    const QDir root(m_folder);
    if (!root.mkpath(scope)) {
        giveUp(QStringLiteral("the folder cannot be made"));
        return scope;
    }
    // Used now: its folder's time says so to others that need room.
    QFile stamp(root.filePath(scope + QStringLiteral("/used")));
    if (!stamp.open(QIODevice::WriteOnly) ||
        stamp.write(QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toLatin1()) < 0)
        giveUp(stamp.errorString());
    return scope;
}

QByteArray FeatureCache::keyOf(const QByteArray& content)
{
    return blake2b(content);
}

QString FeatureCache::pathOf(const QString& scope, const QByteArray& key) const
{
    const auto hex = QString::fromLatin1(key.toHex());
    return QStringLiteral("%1/%2/%3/%4").arg(m_folder, scope, hex.left(2), hex);
}

std::optional<QByteArray> FeatureCache::find(const QString& scope, const QByteArray& key,
                                             qsizetype size) const
{
    QFile file(pathOf(scope, key));
    if (!file.open(QIODevice::ReadOnly) || file.size() != kHeaderBytes + size)
        return std::nullopt;
    const auto header = file.read(kHeaderBytes);
    auto bytes = file.read(size);
    if (header.left(kMagicBytes) != kMagic || header.mid(kMagicBytes, kHashBytes) != key ||
        bytes.size() != size || header.mid(kMagicBytes + kHashBytes) != blake2b(bytes))
        return std::nullopt;
    return bytes;
}

void FeatureCache::store(const QString& scope, const QByteArray& key, const QByteArray& bytes)
{
    if (!m_storing)
        return;
    if (!makeRoom(kHeaderBytes + bytes.size()))
        return giveUp(QStringLiteral("its limit of %1 MB is reached").arg(m_limit / 1'000'000));
    const auto path = pathOf(scope, key);
    const auto part = QStringLiteral("%1.%2.part").arg(path).arg(QCoreApplication::applicationPid());
    QDir().mkpath(QFileInfo(path).path());
    QFile file(part);
    // Not synced to disk: after a crash the checksum tells what is whole.
    const bool written = file.open(QIODevice::WriteOnly) &&
                         file.write(kMagic + key + blake2b(bytes)) == kHeaderBytes &&
                         file.write(bytes) == bytes.size() && file.flush();
    file.close();
    std::error_code error;
    if (written)
        std::filesystem::rename(part.toStdString(), path.toStdString(), error);
    if (!written || error) {
        const auto why = error ? QString::fromStdString(error.message()) : file.errorString();
        QFile::remove(part);
        return giveUp(why);
    }
    m_used += kHeaderBytes + bytes.size();
}

bool FeatureCache::makeRoom(qint64 bytes)
{
    if (m_used + bytes <= m_limit)
        return true;
    const QDir root(m_folder);
    std::vector<std::pair<QDateTime, QString>> others;
    for (const auto& name : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (isScope(name) && !m_inUse.contains(name))
            others.emplace_back(QFileInfo(root.filePath(name + QStringLiteral("/used"))).lastModified(),
                                name);
    }
    std::sort(others.begin(), others.end());
    for (const auto& [used, name] : others) {
        const auto path = root.filePath(name);
        const auto size = bytesIn(path);
        if (QDir(path).removeRecursively())
            m_used -= size;
        if (m_used + bytes <= m_limit)
            return true;
    }
    return false;
}

void FeatureCache::giveUp(const QString& why)
{
    m_storing = false;
    qCWarning(base::logModel).noquote()
        << QStringLiteral("The feature cache %1 keeps nothing more: %2").arg(m_folder, why);
}

} // namespace avs::training
