// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/PixelStatus.h"

#include "ui/canvas/VideoView.h"
#include "ui/models/SegmentationTrack.h"
#include "ui/widgets/Retranslate.h"

#include <QLabel>
#include <QStatusBar>

#include <cmath>

namespace avs::main {

PixelStatus::PixelStatus(canvas::VideoView* video, const models::SegmentationTrack* track, QStatusBar* bar)
    : QObject(bar)
    , m_video(video)
    , m_pixel(new QLabel(bar))
    , m_zoom(new QLabel(bar))
{
    m_pixel->setObjectName(QStringLiteral("pixelStatus"));
    m_zoom->setObjectName(QStringLiteral("zoomStatus"));
    bar->addPermanentWidget(m_pixel);
    bar->addPermanentWidget(m_zoom);
    connect(video, &canvas::VideoView::pixelHovered, this,
            [this, track](const std::optional<canvas::PixelReading>& reading) {
                if (!reading) {
                    m_pixel->clear();
                    return;
                }
                const QColor& colour = reading->colour;
                QStringList parts = {
                    QStringLiteral("%1, %2").arg(reading->place.x()).arg(reading->place.y()),
                    QStringLiteral("RGB %1 %2 %3").arg(colour.red()).arg(colour.green()).arg(colour.blue())};
                if (colour.alpha() < 255)
                    parts += tr("alpha %1").arg(colour.alpha());
                if (reading->classIndex > 0)
                    parts += track->className(reading->classIndex);
                m_pixel->setText(parts.join(QStringLiteral("  ·  ")));
            });
    connect(video, &canvas::VideoView::viewportChanged, this, &PixelStatus::showZoom);
    new widgets::Retranslate(bar, [this] {
        m_pixel->setToolTip(tr("The pixel under the pointer: column, row, colour and class"));
        m_zoom->setToolTip(tr("How many pixels of the screen one of the picture takes"));
        showZoom();
    });
}

void PixelStatus::showZoom()
{
    const auto& viewport = m_video->viewport();
    const double percent = viewport.scale() * 100;
    m_zoom->setVisible(percent > 0);
    if (percent <= 0)
        m_zoom->clear();
    else if (viewport.isFitted())
        m_zoom->setText(tr("Fit, %1 %").arg(std::round(percent)));
    else
        m_zoom->setText(tr("%1 %").arg(std::round(percent)));
}

} // namespace avs::main
