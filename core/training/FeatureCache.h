// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QByteArray>
#include <QStringList>

#include <optional>

namespace avs::training {

/// Bytes on disk by key, for what is dear to compute and never changes. It may be deleted at any time; a file
/// that is truncated, damaged or not its own counts as not there. Several processes may share a folder. It
/// never fails: when the disk is full or the folder cannot be written to, it says so in the log, once, and
/// keeps nothing more.
///   <folder>/<scope, 32 hex digits>/<2 hex digits>/<key, 64 hex digits>
/// One file: "TAVISFC1", key (32 bytes), Blake2b-256 of what follows (32 bytes), the bytes.
class FeatureCache
{
public:
    /// `limitBytes`: of the whole folder. When it is reached, the entries of scopes that this object does not
    /// use go, the scope not used for longest first; then nothing more is kept.
    FeatureCache(const QString& folder, qint64 limitBytes);

    /// The scope of all entries that depend on `origin`, any bytes.
    [[nodiscard]] QString use(const QByteArray& origin);
    /// 32 bytes that stand for `content`.
    [[nodiscard]] static QByteArray keyOf(const QByteArray& content);

    /// What was stored under `key` (see keyOf) if it has that size. `scope`: from use().
    [[nodiscard]] std::optional<QByteArray> find(const QString& scope, const QByteArray& key,
                                                 qsizetype size) const;
    void store(const QString& scope, const QByteArray& key, const QByteArray& bytes);

private:
    [[nodiscard]] QString pathOf(const QString& scope, const QByteArray& key) const;
    /// Whether there is room for `bytes` more, made if need be.
    [[nodiscard]] bool makeRoom(qint64 bytes);
    void giveUp(const QString& why);

    QString m_folder; ///< of all scopes
    qint64 m_limit;
    QStringList m_inUse;
    qint64 m_used = 0;
    bool m_storing = true;
};

} // namespace avs::training
