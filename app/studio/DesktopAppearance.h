// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <optional>

class QDBusPendingCallWatcher;
class QDBusVariant;

namespace avs::studio {

/// What the desktop prefers, light or dark, from the XDG settings portal, now and whenever it changes. Says
/// nothing where there is no portal. GUI thread; asks without waiting.
class DesktopAppearance : public QObject
{
    Q_OBJECT

public:
    explicit DesktopAppearance(QObject* parent = nullptr);

Q_SIGNALS:
    void prefersDarkChanged(std::optional<bool> dark);

private Q_SLOTS:
    void onSettingChanged(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void onAnswer(QDBusPendingCallWatcher* watcher);
    void tell(const QVariant& value);
};

} // namespace avs::studio
