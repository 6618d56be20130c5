// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAudioDevice>
#include <QAudioFormat>
#include <QObject>

#include <optional>

QT_BEGIN_NAMESPACE
class QMediaDevices;
QT_END_NAMESPACE

namespace avs::studio {

/// A device to play through, and what it takes; a null device where there is none.
struct SoundDeviceChoice
{
    QAudioDevice device;
    QAudioFormat format;
};

/// Knows which sound device the computer plays through. Asking may take long where the sound server is slow,
/// so it is done on the thread this was moved to (jobs::WorkerThread).
class DefaultSoundDevice : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// \name Any thread; these return at once.
    /// \{
    /// Looks now, and again whenever devices come and go. Not every system tells when another device is made
    /// the default, so this may be called again.
    void look();
    /// The device failed: it is chosen again only after devices have come or gone.
    void avoid();
    void requestStop() {}
    /// \}

Q_SIGNALS:
    /// Not when the choice is the one before.
    void changed(const avs::studio::SoundDeviceChoice& choice);

private:
    void choose();

    // On the worker's thread only.
    QMediaDevices* m_devices = nullptr;
    std::optional<QByteArray> m_chosen; ///< the id; empty: none
    std::optional<QByteArray> m_avoided;
};

} // namespace avs::studio
