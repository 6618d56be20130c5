// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/FrameTable.h"
#include "ui/models/SoundViewOptions.h"
#include "ui/timeline/TimelineWidget.h"

namespace avs::timeline {

/// Ticks in time or, for a clip with pictures, in frames. A click seeks, dragging selects.
class TimeRuler : public TimelineWidget
{
    Q_OBJECT

public:
    /// Both outlive the ruler.
    TimeRuler(models::TimeAxis* axis, models::SoundViewOptions* options, QWidget* parent = nullptr);

    /// Null for a clip without pictures; then frames cannot be counted, and times are shown.
    void setFrames(std::shared_ptr<const media::FrameTable> frames);

    /// The stretch that is played over and over, or none.
    void setLoop(std::optional<base::TimeRange> loop);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    [[nodiscard]] bool dragSelects() const override { return true; }
    [[nodiscard]] int playheadReach() const override { return 8; }
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] bool countsFrames() const;
    void paintLoop(QPainter& painter) const;
    void paintHover(QPainter& painter) const;
    void paintTimes(QPainter& painter) const;
    void paintFrames(QPainter& painter) const;
    void paintTick(QPainter& painter, double x, const QString& text) const;

    models::SoundViewOptions* m_options;
    std::shared_ptr<const media::FrameTable> m_frames;
    std::optional<base::TimeRange> m_loop;
};

} // namespace avs::timeline
