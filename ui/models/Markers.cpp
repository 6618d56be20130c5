// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/Markers.h"

#include <QCryptographicHash>
#include <QDir>
#include <QSettings>

#include <algorithm>

namespace avs::models {

using base::MediaTime;

void Markers::setClip(const QString& path)
{
    m_times.clear();
    m_key.clear();
    if (!path.isEmpty()) {
        const QByteArray name = QDir::cleanPath(QDir::current().absoluteFilePath(path)).toUtf8();
        const QByteArray digest = QCryptographicHash::hash(name, QCryptographicHash::Sha1).toHex();
        m_key = QStringLiteral("markers/") + QString::fromLatin1(digest);
        for (const QString& text : QSettings().value(m_key).toStringList())
            m_times.push_back(MediaTime::fromMicroseconds(text.toLongLong()));
        std::sort(m_times.begin(), m_times.end());
    }
    Q_EMIT changed();
}

std::optional<MediaTime> Markers::after(MediaTime time) const
{
    const auto next = std::upper_bound(m_times.begin(), m_times.end(), time);
    return next == m_times.end() ? std::nullopt : std::optional(*next);
}

std::optional<MediaTime> Markers::before(MediaTime time) const
{
    const auto next = std::lower_bound(m_times.begin(), m_times.end(), time);
    return next == m_times.begin() ? std::nullopt : std::optional(*std::prev(next));
}

void Markers::toggle(MediaTime time)
{
    if (m_key.isEmpty())
        return;
    const auto near = std::lower_bound(m_times.begin(), m_times.end(), time - kNear);
    if (near != m_times.end() && *near <= time + kNear)
        m_times.erase(near);
    else
        m_times.insert(near, time);
    save();
}

void Markers::clear()
{
    if (m_times.empty())
        return;
    m_times.clear();
    save();
}

void Markers::save()
{
    QStringList texts;
    for (const MediaTime time : m_times)
        texts.append(QString::number(time.microseconds()));
    if (texts.isEmpty())
        QSettings().remove(m_key);
    else
        QSettings().setValue(m_key, texts);
    Q_EMIT changed();
}

} // namespace avs::models
