// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/SoundPanel.h"

#include "ui/timeline/ClassLanes.h"
#include "ui/timeline/SpectrogramView.h"
#include "ui/timeline/TimeRuler.h"
#include "ui/timeline/WaveformView.h"

#include <QSettings>
#include <QSplitter>
#include <QVBoxLayout>

namespace avs::timeline {

using base::MediaTime;
using models::SoundViewOptions;
using playback::PlaybackController;

namespace {

const QString kHeights = QStringLiteral("timeline/heights");

} // namespace

SoundPanel::SoundPanel(const Sources& sources, QWidget* parent)
    : QWidget(parent)
    , m_sources(sources)
    , m_ruler(new TimeRuler(sources.axis, sources.options, this))
    , m_wave(new WaveformView(sources.axis, sources.tiles, sources.options, this))
    , m_spectrogram(new SpectrogramView(sources.axis, sources.tiles, sources.options, this))
    , m_lanes(new ClassLanes(sources.axis, sources.track, sources.view, this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
{
    setObjectName(QStringLiteral("soundPanel"));
    m_splitter->setObjectName(QStringLiteral("soundSplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(5);
    m_splitter->addWidget(m_wave);
    m_splitter->addWidget(m_spectrogram);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_ruler);
    column->addWidget(m_splitter, 1);
    column->addWidget(m_lanes);

    // The menu of all views here is that of the panel's own actions.
    setContextMenuPolicy(Qt::ActionsContextMenu);
    auto* player = sources.player;
    for (TimelineWidget* view :
         {static_cast<TimelineWidget*>(m_ruler), static_cast<TimelineWidget*>(m_wave),
          static_cast<TimelineWidget*>(m_spectrogram), static_cast<TimelineWidget*>(m_lanes)})
        connect(view, &TimelineWidget::seekRequested, player, &PlaybackController::seek);
    connect(player, &PlaybackController::positionChanged, this, &SoundPanel::onPosition);
    m_ruler->setMarkers(m_sources.markers);
    connect(player, &PlaybackController::loopChanged, m_ruler,
            [this, player] { m_ruler->setLoop(player->loop()); });
    connect(sources.options, &SoundViewOptions::changed, this, &SoundPanel::refreshOptions);
    m_splitter->restoreState(QSettings().value(kHeights).toByteArray());
    connect(m_splitter, &QSplitter::splitterMoved, this,
            [this] { QSettings().setValue(kHeights, m_splitter->saveState()); });
    refreshOptions();
}

SoundPanel::~SoundPanel() = default;

void SoundPanel::setSoundLoading()
{
    m_position = MediaTime();
    m_wave->setSoundLoading();
    m_spectrogram->setWaveform(nullptr);
}

void SoundPanel::setWaveform(const media::WaveformPyramidPtr& waveform)
{
    m_wave->setWaveform(waveform);
    m_spectrogram->setWaveform(waveform);
}

void SoundPanel::setFrames(const std::shared_ptr<const media::FrameTable>& frames)
{
    m_ruler->setFrames(frames);
}

void SoundPanel::refreshOptions()
{
    m_spectrogram->setVisible(m_sources.options->spectrum() != SoundViewOptions::Spectrum::Off);
}

void SoundPanel::onPosition(MediaTime position)
{
    auto* axis = m_sources.axis;
    const bool wasSeen = axis->visible().contains(m_position);
    m_position = position;
    if (wasSeen || !m_sources.player->isPlaying())
        axis->reveal(position);
    m_ruler->setPosition(position);
    m_wave->setPosition(position);
    m_spectrogram->setPosition(position);
    m_lanes->setPosition(position);
}

} // namespace avs::timeline
