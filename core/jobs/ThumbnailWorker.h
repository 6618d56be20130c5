// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Error.h"
#include "core/media/Thumbnail.h"

#include <QObject>
#include <QStringList>

#include <mutex>
#include <stop_token>

namespace avs::jobs {

/// Reads clips' thumbnails, one after the other, on the thread it was moved to.
class ThumbnailWorker : public QObject
{
    Q_OBJECT

public:
    static constexpr int kMaxWidth = 192; ///< pixels; twice what a list shows, for dense screens
    static constexpr int kMaxHeight = 108;

    using QObject::QObject;

    /// Any thread; returns at once. Replaces what was wanted before and has not begun; the first path is read
    /// first. Each ends in `ready` or `failed`.
    void want(const QStringList& paths);
    void requestStop();

Q_SIGNALS:
    void ready(const QString& path, avs::media::ThumbnailPtr thumbnail);
    void failed(const QString& path, const avs::base::Error& error);

private:
    void readNext();

    std::stop_source m_closing;
    std::mutex m_mutex; // guards all below
    QStringList m_wanted;
    bool m_reading = false;
};

} // namespace avs::jobs
