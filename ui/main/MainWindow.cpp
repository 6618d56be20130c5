// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/MainWindow.h"

#include "ui/canvas/VideoView.h"
#include "ui/main/Actions.h"
#include "ui/main/Activity.h"
#include "ui/main/CheatSheet.h"
#include "ui/main/ClipBrowser.h"
#include "ui/main/Docks.h"
#include "ui/main/DropTarget.h"
#include "ui/main/PixelStatus.h"
#include "ui/main/Settings.h"
#include "ui/main/SettingsDialog.h"
#include "ui/main/StatusLine.h"
#include "ui/timeline/ScrubBar.h"
#include "ui/timeline/SoundPanel.h"
#include "ui/widgets/ActivityPanel.h"
#include "ui/widgets/ClipListPanel.h"
#include "ui/widgets/JobStrip.h"
#include "ui/widgets/LegendPanel.h"
#include "ui/widgets/MessageBanner.h"
#include "ui/widgets/Retranslate.h"
#include "ui/widgets/TransportBar.h"

#include <QActionGroup>
#include <QCloseEvent>
#include <QCoreApplication>
#include <QDockWidget>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QStatusBar>
#include <QTimer>
#include <QVBoxLayout>

namespace avs::main {

using base::MediaTime;
using models::ClipSession;
using playback::PlaybackController;

namespace {

constexpr int kPanelWidth = 180; // at least
constexpr MediaTime kSkip = MediaTime::fromMicroseconds(1'000'000);

} // namespace

MainWindow::MainWindow(const Services& services, QWidget* parent)
    : QMainWindow(parent)
    , m_services(services)
    , m_session(services.workers, services.player)
    , m_model(services.models, services.firstModel, &m_session)
    , m_tiles(services.workers.tiles)
    , m_legend(m_session.track(), &m_view)
    , m_activity(new Activity(&m_session, this))
    , m_actions(new Actions(this))
    , m_docks(new Docks(this))
    , m_clips(new ClipBrowser(services.clips, &m_session, services.prompts, this))
{
    setObjectName(QStringLiteral("mainWindow"));
    makeLayout();
    makeDocks();
    // Left of the rest, so that what comes and goes moves nothing else.
    new PixelStatus(m_video, m_session.track(), statusBar());
    new StatusLine(&m_session, statusBar());
    statusBar()->setSizeGripEnabled(false);
    connectActions();
    m_actions->connectTheme(services.theme);
    connectDrops();
    connectPlaying();
    connectSession();
    m_video->installEventFilter(this);
    applyPlaybackSettings();
    m_docks->restore();
    new widgets::Retranslate(this, [this] {
        refreshTitle();
        refreshState();
        for (QWidget* child : findChildren<QWidget*>())
            child->update(); // some paint their texts themselves
    });
}

MainWindow::~MainWindow()
{
    // The views use models that are members here, and would otherwise be deleted after them.
    qDeleteAll(findChildren<QDockWidget*>(Qt::FindDirectChildrenOnly));
    delete takeCentralWidget();
}

void MainWindow::makeLayout()
{
    auto* centre = new QWidget(this);
    m_banner = new widgets::MessageBanner(centre);
    m_video = new canvas::VideoView(m_session.track(), &m_view, centre, m_services.renderer);
    m_scrub = new timeline::ScrubBar(&m_axis, centre);
    m_scrub->setMarkers(&m_markers);
    auto* transport = new widgets::TransportBar(m_actions->transport, m_services.player, centre);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_banner);
    column->addWidget(m_video, 1);
    column->addWidget(m_scrub);
    column->addWidget(transport);
    setCentralWidget(centre);
}

void MainWindow::makeDocks()
{
    m_clips->panel()->setMinimumWidth(kPanelWidth);
    m_docks->add({.name = "clipsDock",
                  .title = QT_TRANSLATE_NOOP("avs::main::Docks", "Clips"),
                  .content = m_clips->panel(),
                  .toggle = m_actions->showClips,
                  .area = Qt::LeftDockWidgetArea});
    m_sound = new timeline::SoundPanel(
        {&m_axis, &m_tiles, &m_soundOptions, m_session.track(), &m_view, m_services.player, &m_markers},
        this);
    m_sound->addActions(m_actions->timelineMenu->actions());
    m_docks->add({.name = "audioDock",
                  .title = QT_TRANSLATE_NOOP("avs::main::Docks", "Audio"),
                  .content = m_sound,
                  .toggle = m_actions->showAudio,
                  .area = Qt::BottomDockWidgetArea});
    m_panel = new widgets::LegendPanel(&m_legend, &m_view, this);
    m_panel->setMinimumWidth(kPanelWidth);
    m_docks->add({.name = "segmentDock",
                  .title = QT_TRANSLATE_NOOP("avs::main::Docks", "Segmentation"),
                  .content = m_panel,
                  .toggle = m_actions->showSegmentation});
    m_docks->add({.name = "activityDock",
                  .title = QT_TRANSLATE_NOOP("avs::main::Docks", "Activity"),
                  .content = new widgets::ActivityPanel(m_activity->jobs(), m_activity->log(), this),
                  .toggle = m_actions->showActivity,
                  .area = Qt::BottomDockWidgetArea,
                  .shownAtFirst = false});
}

void MainWindow::connectActions()
{
    auto* player = m_services.player;
    m_actions->playback->connectTo(player, &m_axis, &m_markers);
    m_actions->timeline->connectTo(&m_axis, &m_soundOptions, player);
    const auto& transport = m_actions->transport;
    connect(m_actions->open, &QAction::triggered, m_clips, &ClipBrowser::askForClips);
    connect(m_actions->openFolder, &QAction::triggered, m_clips, &ClipBrowser::askForFolder);
    m_clips->serveRecentMenu(m_actions->recent);
    m_clips->panel()->setAddActions({m_actions->open, m_actions->openFolder});
    connect(m_actions->zoomIn, &QAction::triggered, m_video, &canvas::VideoView::zoomIn);
    connect(m_actions->zoomOut, &QAction::triggered, m_video, &canvas::VideoView::zoomOut);
    connect(m_actions->zoomActual, &QAction::triggered, m_video, &canvas::VideoView::zoomToActualSize);
    connect(m_actions->zoomFit, &QAction::triggered, m_video, &canvas::VideoView::zoomToFit);
    connect(m_actions->exportResult, &QAction::triggered, this, &MainWindow::askForExport);
    connect(m_actions->quit, &QAction::triggered, this, &QWidget::close);
    connect(m_actions->segment, &QAction::triggered, &m_session, &ClipSession::segment);
    connect(m_actions->steps, &QActionGroup::triggered, &m_session,
            [this](const QAction* choice) { m_session.setStepSeconds(choice->data().toDouble()); });
    connect(m_actions->cancel, &QAction::triggered, this, [this] {
        m_session.cancelSegment();
        m_session.cancelExport();
    });
    connect(m_actions->resetLayout, &QAction::triggered, m_docks, &Docks::reset);
    connect(m_actions->settings, &QAction::triggered, this, &MainWindow::showSettings);
    connect(m_actions->shortcuts, &QAction::triggered, this, &MainWindow::showCheatSheet);
    connect(m_actions->about, &QAction::triggered, this, &MainWindow::showAbout);
    connect(transport.playPause, &QAction::triggered, player, &PlaybackController::togglePlaying);
    connect(transport.stepBack, &QAction::triggered, player, [player] { player->step(-1); });
    connect(transport.stepForward, &QAction::triggered, player, [player] { player->step(1); });
    connect(m_actions->back, &QAction::triggered, player, [player] { player->skip(MediaTime() - kSkip); });
    connect(m_actions->forward, &QAction::triggered, player, [player] { player->skip(kSkip); });
    connect(transport.toStart, &QAction::triggered, player, &PlaybackController::toStart);
    connect(transport.toEnd, &QAction::triggered, player, &PlaybackController::toEnd);
    connect(transport.mute, &QAction::triggered, player, &PlaybackController::setMuted);
    connect(m_panel->segmentStrip(), &widgets::JobStrip::started, &m_session, &ClipSession::segment);
    connect(m_panel->segmentStrip(), &widgets::JobStrip::cancelled, &m_session, &ClipSession::cancelSegment);
    connect(m_panel->exportStrip(), &widgets::JobStrip::started, this, &MainWindow::askForExport);
    connect(m_panel->exportStrip(), &widgets::JobStrip::cancelled, &m_session, &ClipSession::cancelExport);
    connect(m_banner, &widgets::MessageBanner::actionTriggered, this,
            [this] { m_services.prompts->showFolder(m_noticeFolder); });
}

void MainWindow::connectDrops()
{
    const auto* target = new DropTarget(this);
    connect(target, &DropTarget::hovered, m_video, &canvas::VideoView::setDropTarget);
    connect(target, &DropTarget::dropped, m_clips, &ClipBrowser::open);
}

void MainWindow::connectPlaying()
{
    auto* player = m_services.player;
    connect(m_video, &canvas::VideoView::clicked, this, [this] {
        if (m_session.hasClip())
            m_services.player->togglePlaying();
        else
            m_clips->askForClips();
    });
    connect(m_scrub, &timeline::TimelineWidget::seekRequested, player, &PlaybackController::seek);
    connect(player, &PlaybackController::positionChanged, m_scrub, &timeline::TimelineWidget::setPosition);
    connect(player, &PlaybackController::positionChanged, &m_legend, &models::LegendModel::setPosition);
    connect(player, &PlaybackController::playingChanged, m_actions, &Actions::showPlaying);
    connect(player, &PlaybackController::mutedChanged, m_actions, &Actions::showMuted);
}

void MainWindow::connectSession()
{
    connect(&m_session, &ClipSession::opening, this, [this](const QString& path) {
        m_openingName = QFileInfo(path).fileName();
        refreshState();
    });
    connect(&m_session, &ClipSession::openingEnded, this, [this] {
        m_openingName.clear();
        refreshState();
    });
    connect(&m_session, &ClipSession::clipOpened, this, &MainWindow::onClipOpened);
    connect(&m_session, &ClipSession::frameReady, m_video, &canvas::VideoView::setFrame);
    connect(&m_session, &ClipSession::nearFrameReady, m_video, &canvas::VideoView::setNearFrame);
    connect(&m_session, &ClipSession::frameMissing, m_video, &canvas::VideoView::endApproach);
    connect(&m_session, &ClipSession::waveformChanged, m_sound, &timeline::SoundPanel::setWaveform);
    connect(&m_session, &ClipSession::framesChanged, m_sound, &timeline::SoundPanel::setFrames);
    connect(&m_session, &ClipSession::framesChanged, &m_axis,
            [this] { m_axis.extend(m_services.player->duration()); });
    connect(&m_session, &ClipSession::stateChanged, this, &MainWindow::refreshState);
    connect(&m_session, &ClipSession::noticed, this, &MainWindow::showNotice);
    connect(m_clips, &ClipBrowser::noticed, this, &MainWindow::showNotice);
}

void MainWindow::openClip(const QString& path)
{
    m_clips->open({path});
}

void MainWindow::onClipOpened()
{
    const media::ClipInfo& info = m_session.clip();
    m_banner->hide();
    m_view.showAllClasses();
    m_video->setFrame(nullptr);
    m_axis.setDuration(info.duration);
    m_markers.setClip(info.path);
    m_tiles.setClip(info.hasAudio ? info.path : QString());
    m_sound->setSoundLoading();
    m_actions->setClipPresent(true);
    refreshTitle();
    m_video->setFocus();
}

void MainWindow::askForExport()
{
    if (!m_session.canExport())
        return;
    const QString folder = QFileInfo(m_session.clip().path).path();
    m_services.prompts->askForExportFolder(
        this, folder, [this](const QString& path) { m_session.exportTo(path, m_view.overlayOpacity()); });
}

void MainWindow::showNotice(const models::Notice& notice)
{
    using Kind = widgets::MessageBanner::Kind;
    const Kind kind = notice.kind == models::Notice::Kind::Done      ? Kind::Done
                      : notice.kind == models::Notice::Kind::Warning ? Kind::Warning
                                                                     : Kind::Error;
    m_activity->add(notice);
    m_noticeFolder = notice.folder;
    m_banner->showMessage(kind, notice.text, notice.folder.isEmpty() ? QString() : tr("Show folder"));
}

void MainWindow::refreshState()
{
    const auto& run = m_session.segmenting();
    auto* segment = m_panel->segmentStrip();
    if (!run.running)
        segment->showIdle();
    else if (run.total > 0)
        segment->showRunning(tr("Step %1 of %2").arg(run.done).arg(run.total), run.share);
    else if (m_session.modelState() == ClipSession::ModelState::Loading)
        segment->showRunning(tr("Waiting for the model…"), -1);
    else
        segment->showRunning(tr("Looking and listening…"), -1);
    segment->button()->setEnabled(m_session.canSegment());
    m_actions->segment->setEnabled(m_session.canSegment());

    const auto& exporting = m_session.exporting();
    auto* strip = m_panel->exportStrip();
    if (exporting.running)
        strip->showRunning(tr("Exporting… %1 %").arg(qRound(exporting.share * 100)), exporting.share);
    else
        strip->showIdle();
    strip->button()->setEnabled(m_session.canExport());
    m_actions->exportResult->setEnabled(m_session.canExport());
    m_actions->cancel->setEnabled(run.running || exporting.running);
    refreshHints();
}

void MainWindow::refreshHints()
{
    if (!m_openingName.isEmpty())
        m_video->setHint(tr("Opening %1…").arg(m_openingName));
    else if (!m_session.hasClip())
        m_video->setHint(tr("Drop a video here, or open one (%1)")
                             .arg(m_actions->open->shortcut().toString(QKeySequence::NativeText)));
    else if (!m_session.clip().hasVideo)
        m_video->setHint(tr("This file has no pictures"));
    else
        m_video->setHint({});

    if (m_session.modelState() == ClipSession::ModelState::Failed)
        m_panel->setHint(tr("The model could not be loaded, so nothing can be segmented."));
    else if (!m_session.hasClip())
        m_panel->setHint(tr("Open a clip first."));
    else if (m_session.segmenting().running)
        m_panel->setHint(tr("Classes appear here as soon as they are found."));
    else
        m_panel->setHint(tr("Press Segment to find what makes the sound, and as what."));
}

void MainWindow::refreshTitle()
{
    setWindowTitle(m_session.hasClip()
                       ? tr("%1 – TAViS Studio").arg(QFileInfo(m_session.clip().path).fileName())
                       : tr("TAViS Studio"));
}

void MainWindow::applyPlaybackSettings()
{
    using Hardware = media::VideoDecoder::Hardware;
    m_services.workers.decode->setFrameCacheBytes(std::int64_t(frameCacheMb()) << 20);
    m_services.workers.decode->setHardware(hardwareDecoding() ? Hardware::WhenItWorks : Hardware::Off);
}

void MainWindow::showSettings()
{
    auto* dialog = new SettingsDialog({m_actions->registry(), m_services.prompts, m_services.theme,
                                       m_services.translator, m_services.models ? &m_model : nullptr},
                                      this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SettingsDialog::playbackChanged, this, &MainWindow::applyPlaybackSettings);
    dialog->open();
}

void MainWindow::showCheatSheet()
{
    auto* sheet = new CheatSheet(m_actions->registry(), this);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    sheet->open();
}

void MainWindow::showAbout()
{
    auto* box =
        new QMessageBox(QMessageBox::NoIcon, tr("About TAViS Studio"),
                        tr("<b>TAViS Studio %1</b><br>Finds, pixel by pixel, what in a video makes the "
                           "sound.<br>Free software under the GNU GPL, version 3 or later.")
                            .arg(QCoreApplication::applicationVersion()),
                        QMessageBox::Close, this);
    box->setIconPixmap(windowIcon().pixmap(64, 64));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_video && event->type() == QEvent::Paint && !m_drawn) {
        m_drawn = true;
        QTimer::singleShot(0, this, &MainWindow::usable); // when the drawing is done and the queue empty
    }
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    m_docks->save();
    // All at once, so that ending them one after the other costs no more than the slowest.
    m_services.player->pause();
    m_services.workers.model->requestStop();
    m_services.workers.exporting->requestStop();
    m_services.workers.waveform->requestStop();
    m_services.workers.tiles->requestStop();
    m_services.workers.decode->requestStop();
    if (m_services.clips.scan)
        m_services.clips.scan->requestStop();
    if (m_services.clips.thumbnails)
        m_services.clips.thumbnails->requestStop();
    event->accept();
}

} // namespace avs::main
