// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Time.h"

#include <QObject>
#include <QString>

#include <optional>
#include <vector>

namespace avs::models {

/// Places in a clip that the user marked. Kept in QSettings ("markers/…"), by the clip's path. GUI thread.
class Markers : public QObject
{
    Q_OBJECT

public:
    /// Marks that lie nearer to each other are one.
    static constexpr base::MediaTime kNear = base::MediaTime::fromMicroseconds(10'000);

    using QObject::QObject;

    /// The marks of another clip; an empty path has none.
    void setClip(const QString& path);

    /// Rising.
    [[nodiscard]] const std::vector<base::MediaTime>& times() const { return m_times; }
    [[nodiscard]] std::optional<base::MediaTime> after(base::MediaTime time) const;
    [[nodiscard]] std::optional<base::MediaTime> before(base::MediaTime time) const;

    /// Takes away what is marked there, or marks it.
    void toggle(base::MediaTime time);
    void clear();

Q_SIGNALS:
    void changed();

private:
    void save();

    QString m_key; ///< empty without a clip
    std::vector<base::MediaTime> m_times;
};

} // namespace avs::models
