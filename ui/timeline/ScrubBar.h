// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/timeline/TimelineWidget.h"

namespace avs::timeline {

/// The slim bar under the picture: the whole clip, how far it has played, and a handle to drag. While the
/// other views are zoomed, it marks what they show.
class ScrubBar : public TimelineWidget
{
    Q_OBJECT

public:
    explicit ScrubBar(models::TimeAxis* axis, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    [[nodiscard]] base::TimeRange shownRange() const override
    {
        return {base::MediaTime(), axis()->duration()};
    }
    [[nodiscard]] int leftMargin() const override { return kMargin; }
    [[nodiscard]] int playheadReach() const override { return 8; }
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
};

} // namespace avs::timeline
