// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace avs::main {

/// How clips are decoded. Children that tests reach for: frameCacheSize, hardwareDecoding.
class PlaybackPage : public QWidget
{
    Q_OBJECT

public:
    explicit PlaybackPage(QWidget* parent = nullptr);

Q_SIGNALS:
    /// The settings say something new.
    void changed();
};

} // namespace avs::main
