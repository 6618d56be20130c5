// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/WaveformPeaks.h"
#include "ui/models/SegmentationTrack.h"
#include "ui/models/ViewState.h"
#include "ui/timeline/TimelineWidget.h"

#include <vector>

namespace avs::timeline {

/// Time ticks, the clip's waveform, and under it one coloured lane for each class found, filled where it
/// sounds.
class WaveformView : public TimelineWidget
{
    Q_OBJECT

public:
    /// Both outlive the view.
    WaveformView(const models::SegmentationTrack* track, const models::ViewState* view,
                 QWidget* parent = nullptr);

    enum class Sound
    {
        None,
        Loading,
        Ready
    };
    void setSoundLoading();
    /// Null: the clip has no sound.
    void setPeaks(media::WaveformPeaksPtr peaks);
    [[nodiscard]] Sound sound() const { return m_sound; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] QRect waveRect() const;
    [[nodiscard]] QRect laneRect(int lane) const;
    [[nodiscard]] int laneCount() const;
    void computeColumns();
    void paintTicks(QPainter& painter) const;
    void paintWave(QPainter& painter, const QRect& dirty) const;
    void paintLanes(QPainter& painter) const;
    void paintPointer(QPainter& painter) const;

    const models::SegmentationTrack* m_track;
    const models::ViewState* m_view;
    media::WaveformPeaksPtr m_peaks;
    Sound m_sound = Sound::None;
    std::vector<media::WaveformPeaks::Peak> m_columns; // one for each pixel from kMargin on
};

} // namespace avs::timeline
