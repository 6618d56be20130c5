// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/timeline/TimelineWidget.h"

namespace avs::timeline {

/// The slim bar under the picture: how far the clip has played, and a handle to drag.
class ScrubBar : public TimelineWidget
{
    Q_OBJECT

public:
    explicit ScrubBar(QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    [[nodiscard]] int playheadReach() const override { return 8; }
    void paintEvent(QPaintEvent* event) override;
};

} // namespace avs::timeline
