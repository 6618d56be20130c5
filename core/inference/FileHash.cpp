// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/FileHash.h"

#include <QByteArray>
#include <QFile>

#include <openssl/evp.h>

#include <memory>

namespace avs::inference {

QString sha256OfFile(const QString& path, const std::stop_token& stop)
{
    constexpr qint64 kChunk = 1 << 20;
    QFile file(path);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> hash(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    if (!file.open(QIODevice::ReadOnly) || !hash || EVP_DigestInit_ex(hash.get(), EVP_sha256(), nullptr) != 1)
        return {};
    QByteArray chunk(kChunk, Qt::Uninitialized);
    for (;;) {
        const qint64 count = stop.stop_requested() ? -1 : file.read(chunk.data(), chunk.size());
        if (count < 0)
            return {};
        if (count == 0)
            break;
        if (EVP_DigestUpdate(hash.get(), chunk.constData(), std::size_t(count)) != 1)
            return {};
    }
    QByteArray digest(EVP_MAX_MD_SIZE, Qt::Uninitialized);
    unsigned int size = 0;
    if (EVP_DigestFinal_ex(hash.get(), reinterpret_cast<unsigned char*>(digest.data()), &size) != 1)
        return {};
    return QString::fromLatin1(digest.left(size).toHex());
}

} // namespace avs::inference
