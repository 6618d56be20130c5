// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/WaveformPyramid.h"
#include "ui/models/SoundTiles.h"
#include "ui/models/SoundViewOptions.h"
#include "ui/timeline/SpectrumScale.h"
#include "ui/timeline/TimelineWidget.h"

#include <map>

namespace avs::timeline {

/// The clip's spectrogram, as the options say, with a scale of frequencies; over it the pointer reads time,
/// frequency and value. What is not computed yet is drawn coarser where that is known, and left empty
/// elsewhere.
class SpectrogramView : public TimelineWidget
{
    Q_OBJECT

public:
    /// All outlive the view.
    SpectrogramView(models::TimeAxis* axis, models::SoundTiles* tiles, models::SoundViewOptions* options,
                    QWidget* parent = nullptr);

    /// For its sample rate. Null: no sound.
    void setWaveform(const media::WaveformPyramidPtr& waveform);
    /// Whether all that is seen is drawn in full.
    [[nodiscard]] bool isComplete() const;
    /// What the pointer reads at a place of the widget; empty where nothing is known.
    [[nodiscard]] QString readout(QPointF at) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    /// A tile with index 0 of the level that fits the zoom.
    [[nodiscard]] jobs::SoundTileKey anyTile() const;
    [[nodiscard]] int tileRate() const;
    /// Those of `any`'s level that are seen.
    [[nodiscard]] std::vector<jobs::SoundTileKey> seen(jobs::SoundTileKey any) const;
    void setScale();
    void refresh();
    void paintTile(QPainter& painter, const jobs::SoundTileKey& key);
    void paintFrequencies(QPainter& painter) const;
    void paintReadout(QPainter& painter) const;
    void movePointer(std::optional<QPointF> place);
    void placeReadout();
    [[nodiscard]] QFont labelFont() const;

    models::SoundTiles* m_tiles;
    models::SoundViewOptions* m_options;
    int m_rateHz = 0; ///< of the sound; 0: none
    SpectrumScale m_scale;
    std::map<jobs::SoundTileKey, QImage> m_images; ///< of tiles, for the present height and colours
    int m_imageHeight = 0;
    bool m_imagesDark = false;
    std::optional<QPointF> m_pointer;
    QString m_readoutText;
    QRectF m_readout; // where it stands
};

} // namespace avs::timeline
