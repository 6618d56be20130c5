// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/TimelineActions.h"

#include "core/playback/PlaybackController.h"
#include "ui/main/ActionRegistry.h"

#include <QActionGroup>
#include <QMenu>

namespace avs::main {

using base::MediaTime;
using models::SoundViewOptions;
using models::TimeAxis;
using playback::PlaybackController;
using Spectrum = models::SoundViewOptions::Spectrum;

namespace {

constexpr auto kTimeline = ActionCategory::Timeline;
constexpr double kZoomStep = 1.6;

} // namespace

TimelineActions::TimelineActions(ActionRegistry* registry, QObject* parent)
    : QObject(parent)
{
    makeZoom(registry);
    makeViews(registry);
}

void TimelineActions::makeZoom(ActionRegistry* registry)
{
    m_zoomIn = registry->add({.id = "timeline.zoomIn",
                              .category = kTimeline,
                              .text = QT_TRANSLATE_NOOP("avs::main::Actions", "Zoom the timeline &in"),
                              .shortcuts = {Qt::CTRL | Qt::Key_Up}});
    m_zoomOut = registry->add({.id = "timeline.zoomOut",
                               .category = kTimeline,
                               .text = QT_TRANSLATE_NOOP("avs::main::Actions", "Zoom the timeline &out"),
                               .shortcuts = {Qt::CTRL | Qt::Key_Down}});
    m_fit = registry->add({.id = "timeline.fit",
                           .category = kTimeline,
                           .text = QT_TRANSLATE_NOOP("avs::main::Actions", "Show the &whole clip"),
                           .shortcuts = {Qt::SHIFT | Qt::Key_Z}});
    m_zoomSelection =
        registry->add({.id = "timeline.zoomSelection",
                       .category = kTimeline,
                       .text = QT_TRANSLATE_NOOP("avs::main::Actions", "Zoom to the &selection"),
                       .shortcuts = {Qt::Key_Z}});
    m_selectNone = registry->add({.id = "timeline.selectNone",
                                  .category = kTimeline,
                                  .text = QT_TRANSLATE_NOOP("avs::main::Actions", "Select &nothing"),
                                  .shortcuts = {Qt::CTRL | Qt::SHIFT | Qt::Key_A}});
}

void TimelineActions::makeViews(ActionRegistry* registry)
{
    m_channels = registry->add({.id = "timeline.channels",
                                .category = kTimeline,
                                .text = QT_TRANSLATE_NOOP("avs::main::Actions", "&Channels apart"),
                                .checkable = true});
    m_spectra = new QActionGroup(this);
    const std::pair<Spectrum, ActionSpec> spectra[] = {
        {Spectrum::Off,
         {.id = "timeline.spectrumOff", .text = QT_TRANSLATE_NOOP("avs::main::Actions", "No spectrogram")}},
        {Spectrum::Mel,
         {.id = "timeline.spectrumMel",
          .text = QT_TRANSLATE_NOOP("avs::main::Actions", "Spectrogram as the &model hears it (mel)")}},
        {Spectrum::Stft,
         {.id = "timeline.spectrumPlain",
          .text = QT_TRANSLATE_NOOP("avs::main::Actions", "&Plain spectrogram")}}};
    for (auto [spectrum, spec] : spectra) {
        spec.category = kTimeline;
        spec.checkable = true;
        QAction* action = registry->add(spec);
        action->setData(int(spectrum));
        m_spectra->addAction(action);
    }
    m_fftSizes = new QActionGroup(this);
    const std::pair<int, ActionSpec> sizes[] = {
        {512, {.id = "timeline.fft512", .text = QT_TRANSLATE_NOOP("avs::main::Actions", "512 samples")}},
        {1024, {.id = "timeline.fft1024", .text = QT_TRANSLATE_NOOP("avs::main::Actions", "1024 samples")}},
        {2048, {.id = "timeline.fft2048", .text = QT_TRANSLATE_NOOP("avs::main::Actions", "2048 samples")}},
        {4096, {.id = "timeline.fft4096", .text = QT_TRANSLATE_NOOP("avs::main::Actions", "4096 samples")}},
        {8192, {.id = "timeline.fft8192", .text = QT_TRANSLATE_NOOP("avs::main::Actions", "8192 samples")}}};
    for (auto [size, spec] : sizes) {
        spec.category = kTimeline;
        spec.checkable = true;
        QAction* action = registry->add(spec);
        action->setData(size);
        m_fftSizes->addAction(action);
    }
    m_logFrequency =
        registry->add({.id = "timeline.logFrequency",
                       .category = kTimeline,
                       .text = QT_TRANSLATE_NOOP("avs::main::Actions", "&Logarithmic frequencies"),
                       .checkable = true});
    m_rulerFrames = registry->add({.id = "timeline.rulerFrames",
                                   .category = kTimeline,
                                   .text = QT_TRANSLATE_NOOP("avs::main::Actions", "Ruler in &frames"),
                                   .checkable = true});
}

void TimelineActions::fill(QMenu* menu, QMenu* fftMenu) const
{
    menu->addActions({m_zoomIn, m_zoomOut, m_fit, m_zoomSelection, m_selectNone});
    menu->addSeparator();
    menu->addAction(m_channels);
    menu->addActions(m_spectra->actions());
    fftMenu->addActions(m_fftSizes->actions());
    menu->addMenu(fftMenu);
    menu->addAction(m_logFrequency);
    menu->addSeparator();
    menu->addAction(m_rulerFrames);
}

void TimelineActions::connectTo(TimeAxis* axis, SoundViewOptions* options, const PlaybackController* player)
{
    m_axis = axis;
    m_options = options;
    connectZoom(player);
    connectViews();
    refresh();
}

void TimelineActions::connectZoom(const PlaybackController* player)
{
    // Around the playhead while it is seen, else around the middle.
    const auto zoom = [this, player](double factor) {
        const auto seen = m_axis->visible();
        const auto middle =
            MediaTime::fromMicroseconds((seen.begin.microseconds() + seen.end.microseconds()) / 2);
        m_axis->zoomAt(seen.contains(player->position()) ? player->position() : middle, factor);
    };
    connect(m_zoomIn, &QAction::triggered, m_axis, [zoom] { zoom(kZoomStep); });
    connect(m_zoomOut, &QAction::triggered, m_axis, [zoom] { zoom(1 / kZoomStep); });
    connect(m_fit, &QAction::triggered, m_axis, &TimeAxis::fit);
    connect(m_zoomSelection, &QAction::triggered, m_axis, [this] {
        if (const auto& selection = m_axis->selection())
            m_axis->showRange(*selection);
    });
    connect(m_selectNone, &QAction::triggered, m_axis, [this] { m_axis->setSelection({}); });
    connect(m_axis, &TimeAxis::visibleChanged, this, &TimelineActions::refresh);
    connect(m_axis, &TimeAxis::selectionChanged, this, &TimelineActions::refresh);
}

void TimelineActions::connectViews()
{
    connect(m_channels, &QAction::triggered, m_options, &SoundViewOptions::setChannelsApart);
    connect(m_spectra, &QActionGroup::triggered, m_options,
            [this](const QAction* choice) { m_options->setSpectrum(Spectrum(choice->data().toInt())); });
    connect(m_fftSizes, &QActionGroup::triggered, m_options,
            [this](const QAction* choice) { m_options->setFftSize(choice->data().toInt()); });
    connect(m_logFrequency, &QAction::triggered, m_options, &SoundViewOptions::setLogFrequency);
    connect(m_rulerFrames, &QAction::triggered, m_options, [this](bool frames) {
        m_options->setRulerUnit(frames ? SoundViewOptions::RulerUnit::Frames
                                       : SoundViewOptions::RulerUnit::Time);
    });
    connect(m_options, &SoundViewOptions::changed, this, &TimelineActions::refresh);
}

void TimelineActions::refresh()
{
    const bool hasClip = !m_axis->isEmpty();
    m_zoomIn->setEnabled(hasClip && m_axis->visible().duration() > TimeAxis::kShortest);
    m_zoomOut->setEnabled(hasClip && !m_axis->isFitted());
    m_fit->setEnabled(hasClip && !m_axis->isFitted());
    m_zoomSelection->setEnabled(m_axis->selection().has_value());
    m_selectNone->setEnabled(m_axis->selection().has_value());
    m_channels->setChecked(m_options->channelsApart());
    const bool plain = m_options->spectrum() == Spectrum::Stft;
    for (QAction* action : m_spectra->actions())
        action->setChecked(action->data().toInt() == int(m_options->spectrum()));
    for (QAction* action : m_fftSizes->actions())
        action->setChecked(action->data().toInt() == m_options->fftSize());
    m_fftSizes->setEnabled(plain);
    m_logFrequency->setChecked(m_options->logFrequency());
    m_logFrequency->setEnabled(plain);
    m_rulerFrames->setChecked(m_options->rulerUnit() == SoundViewOptions::RulerUnit::Frames);
}

} // namespace avs::main
