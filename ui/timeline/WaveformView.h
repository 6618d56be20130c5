// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/WaveformPyramid.h"
#include "ui/models/SoundTiles.h"
#include "ui/models/SoundViewOptions.h"
#include "ui/timeline/TimelineWidget.h"

#include <vector>

namespace avs::timeline {

/// The clip's waveform, one for each channel or one of their mix: extremes, and stronger within them the root
/// mean square; from close up the samples themselves. Drawn while it grows.
class WaveformView : public TimelineWidget
{
    Q_OBJECT

public:
    /// All outlive the view.
    WaveformView(models::TimeAxis* axis, models::SoundTiles* tiles, models::SoundViewOptions* options,
                 QWidget* parent = nullptr);

    enum class Sound
    {
        None,
        Loading,
        Ready
    };
    void setSoundLoading();
    /// What is known so far. Null: the clip has no sound.
    void setWaveform(media::WaveformPyramidPtr waveform);
    [[nodiscard]] Sound sound() const { return m_sound; }
    [[nodiscard]] int laneCount() const { return int(lanes().size()); }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    /// media::kMixed or channels, from top to bottom.
    [[nodiscard]] std::vector<int> lanes() const;
    [[nodiscard]] QRectF laneRect(int at) const;
    [[nodiscard]] QString laneName(int lane) const;
    [[nodiscard]] double samplesPerPixel() const;
    void refresh();
    void computeColumns();
    /// Exact, where the samples are there; else of the pyramid.
    [[nodiscard]] media::Peak peak(int lane, std::int64_t from, std::int64_t to) const;
    [[nodiscard]] bool samplePeak(int lane, std::int64_t from, std::int64_t to, media::Peak& peak) const;
    void paintMessage(QPainter& painter) const;
    void paintColumns(QPainter& painter, int at, const QRect& dirty) const;
    void paintSamples(QPainter& painter, int at) const;

    models::SoundTiles* m_tiles;
    models::SoundViewOptions* m_options;
    media::WaveformPyramidPtr m_waveform;
    Sound m_sound = Sound::None;
    std::vector<std::vector<media::Peak>> m_columns; // of each lane, one for each physical pixel
    double m_ratio = 1;                              // physical pixels to a logical one, when they were made
    std::vector<jobs::SoundTilePtr> m_samples;       // those that are seen, in order, when seen from close up
};

} // namespace avs::timeline
