// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/SegmentationTrack.h"
#include "ui/models/ViewState.h"
#include "ui/timeline/TimelineWidget.h"

namespace avs::timeline {

/// One coloured lane for each class found (the first kMaxLanes), filled where it sounds. Without classes it
/// takes no room.
class ClassLanes : public TimelineWidget
{
    Q_OBJECT

public:
    static constexpr int kMaxLanes = 12;

    /// All outlive the lanes.
    ClassLanes(models::TimeAxis* axis, const models::SegmentationTrack* track, const models::ViewState* view,
               QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] int laneCount() const;
    [[nodiscard]] QRect laneRect(int lane) const;

    const models::SegmentationTrack* m_track;
    const models::ViewState* m_view;
};

} // namespace avs::timeline
