// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/WaveformPyramid.h"

#include <QByteArray>
#include <QString>

namespace avs::media {

/// Names a file by its content without reading all of it: SHA-256 over its size and 16 blocks of 64 KiB
/// spread evenly from its first byte to its last (all of it, up to 1 MiB). Moving or renaming a file keeps
/// its key. Empty when it cannot be read.
[[nodiscard]] QByteArray contentKey(const QString& path);

/// Finished waveforms in a folder, one file for each sound, so that a clip opened again shows its sound at
/// once. Whatever is wrong with a cached file (truncated, changed, of another version) makes it as good as
/// absent. Several programs may share the folder. Any thread, one at a time.
class WaveformCache
{
public:
    static constexpr qint64 kDefaultBytes = qint64(512) << 20;

    /// The folder is made when it is needed. `maxBytes`: storing removes what was used longest ago until no
    /// more is left than this.
    explicit WaveformCache(QString folder, qint64 maxBytes = kDefaultBytes);

    /// Null when there is none.
    [[nodiscard]] WaveformPyramidPtr load(const QByteArray& key) const;
    /// Complete ones only. A cache that cannot be written stays as it is; that is no failure, and logged.
    void store(const QByteArray& key, const WaveformPyramid& waveform) const;

private:
    [[nodiscard]] QString pathOf(const QByteArray& key) const;
    void removeOldest() const;

    QString m_folder;
    qint64 m_maxBytes;
};

} // namespace avs::media
