// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/Overlay.h"

#include <QObject>

#include <bitset>

namespace avs::models {

/// How the segmentation is looked at, for all views at once. (The time is the PlaybackController's.) GUI
/// thread.
class ViewState : public QObject
{
    Q_OBJECT

public:
    using Classes = std::bitset<256>; ///< by class index

    using QObject::QObject;

    /// 0 (unseen) … 1 (opaque).
    [[nodiscard]] double overlayOpacity() const { return m_overlayOpacity; }
    void setOverlayOpacity(double opacity);

    [[nodiscard]] bool isClassVisible(int classIndex) const;
    void setClassVisible(int classIndex, bool visible);
    [[nodiscard]] const Classes& hiddenClasses() const { return m_hidden; }
    void showAllClasses();

Q_SIGNALS:
    void overlayOpacityChanged(double opacity);
    void classVisibilityChanged();

private:
    double m_overlayOpacity = imaging::kDefaultOverlayOpacity;
    Classes m_hidden;
};

} // namespace avs::models
