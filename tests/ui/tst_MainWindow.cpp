// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/SegmentationReader.h"
#include "core/imaging/Palette.h"
#include "support/TestMedia.h"
#include "ui/FakeModel.h"
#include "ui/StudioFixture.h"
#include "ui/timeline/ScrubBar.h"
#include "ui/timeline/WaveformView.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QElapsedTimer>
#include <QLabel>
#include <QListView>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace avs;
using base::FrameIndex;
using base::MediaTime;
using timeline::ScrubBar;
using timeline::WaveformView;

namespace {

constexpr int kFrames = 50; // two seconds at 25 a second

int shownNumber(const testing::StudioFixture& studio)
{
    const auto& frame = studio.video()->frame();
    return frame ? testing::readFrameNumber(frame->image) : -1;
}

QPoint xAt(const timeline::TimelineWidget* widget, double seconds)
{
    return {qRound(widget->xOf(MediaTime::fromSeconds(seconds))), widget->height() / 2};
}

} // namespace

class tst_MainWindow : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_clip;
    std::shared_ptr<testing::FakeModelControl> m_control;
    std::unique_ptr<testing::StudioFixture> m_studio;

    /// The colour on screen at a place of the picture (shares of its width and height).
    QColor pixel(double x, double y) const
    {
        auto* video = m_studio->video();
        const QRectF picture = video->pictureRect();
        const QImage image = video->grab().toImage();
        const QPointF at = picture.topLeft() + QPointF(picture.width() * x, picture.height() * y);
        return image.pixelColor((at * image.devicePixelRatio()).toPoint());
    }

    static QColor classColour(int classIndex)
    {
        const auto rgb = imaging::displayColour(classIndex);
        return {rgb.r, rgb.g, rgb.b};
    }

    QString message() const
    {
        auto* banner = m_studio->find<QWidget>("messageBanner");
        return banner->isVisible() ? m_studio->find<QLabel>("messageText")->text() : QString();
    }

    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) const
    {
        QTest::keyClick(m_studio->window.get(), key, modifiers);
    }

    void click(const char* button) const
    {
        QTest::mouseClick(m_studio->find<QAbstractButton>(button), Qt::LeftButton);
    }

    int legendRows() const { return m_studio->find<QListView>("legendList")->model()->rowCount(); }

    void openClip()
    {
        m_studio->prompts.clip = m_clip;
        press(Qt::Key_O, Qt::ControlModifier);
        QTRY_COMPARE(shownNumber(*m_studio), 0);
        QTRY_COMPARE(m_studio->find<WaveformView>("waveformView")->sound(), WaveformView::Sound::Ready);
    }

    void segmentAll()
    {
        openClip();
        click("segmentButton");
        QTRY_COMPARE(legendRows(), 3);
        QTRY_VERIFY(m_studio->find<QPushButton>("segmentButton")->isVisible());
    }

    void dropOnWindow(const QString& path) const
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_studio->window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_studio->window.get(), &drop);
        QVERIFY(drop.isAccepted());
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        m_clip = m_folder.filePath("clip.mp4");
        testing::ClipSpec spec;
        spec.frames = kFrames;
        spec.sound = true;
        spec.bFrames = 2;
        QVERIFY(testing::writeClip(m_clip, spec));
    }

    void init()
    {
        m_control = std::make_shared<testing::FakeModelControl>();
        m_studio = std::make_unique<testing::StudioFixture>(testing::fakeModelFactory(m_control));
        m_studio->show();
    }
    void cleanup() { m_studio.reset(); }

    void beginsEmptyAndNamesTheModel()
    {
        QVERIFY(m_studio->video()->hint().contains("Drop a video here"));
        QVERIFY(!m_studio->find<QPushButton>("segmentButton")->isEnabled());
        QVERIFY(!m_studio->find<QPushButton>("exportButton")->isEnabled());
        QVERIFY(!m_studio->find<QToolButton>("playButton")->isEnabled());
        QTRY_COMPARE(m_studio->find<QLabel>("modelStatus")->text(), QString("Fake model  ·  CPU (1 thread)"));
    }

    void opensByDialog()
    {
        openClip();
        QCOMPARE(m_studio->player.duration().seconds() > 1.9, true);
        QVERIFY(m_studio->find<QLabel>("clipStatus")->text().contains("clip.mp4"));
        QVERIFY(m_studio->window->windowTitle().startsWith("clip.mp4"));
        QVERIFY(m_studio->find<QPushButton>("segmentButton")->isEnabled());
        QCOMPARE(message(), QString());
    }

    void clickOnTheStageOpensThenPlays()
    {
        m_studio->prompts.clip = m_clip;
        QTest::mouseClick(m_studio->video(), Qt::LeftButton);
        QTRY_COMPARE(shownNumber(*m_studio), 0);
        QTest::mouseClick(m_studio->video(), Qt::LeftButton);
        QVERIFY(m_studio->player.isPlaying());
    }

    void opensByDrop()
    {
        dropOnWindow(m_clip);
        QTRY_COMPARE(shownNumber(*m_studio), 0);
    }

    void opensAFoldersFirstClip()
    {
        QTemporaryDir folder;
        QVERIFY(testing::writeNoise(folder.filePath("a.mp4"), 5000));
        QVERIFY(QFile::copy(m_clip, folder.filePath("b.mp4")));
        dropOnWindow(folder.path());
        QTRY_COMPARE(shownNumber(*m_studio), 0);
        QVERIFY(m_studio->find<QLabel>("clipStatus")->text().contains("b.mp4"));
    }

    void spacePlaysAndPauses()
    {
        openClip();
        press(Qt::Key_Space);
        QVERIFY(m_studio->player.isPlaying());
        QTRY_VERIFY(m_studio->player.position().seconds() > 0.3);
        QTRY_VERIFY(shownNumber(*m_studio) > 5);
        press(Qt::Key_Space);
        QVERIFY(!m_studio->player.isPlaying());
        QTRY_COMPARE(shownNumber(*m_studio), int(m_studio->player.currentFrame().value()));
        click("playButton");
        QVERIFY(m_studio->player.isPlaying());
    }

    void keysStepAndJump()
    {
        openClip();
        press(Qt::Key_Right);
        QTRY_COMPARE(shownNumber(*m_studio), 1);
        press(Qt::Key_Right);
        press(Qt::Key_Right);
        press(Qt::Key_Left);
        QTRY_COMPARE(shownNumber(*m_studio), 2);
        press(Qt::Key_Right, Qt::ShiftModifier);
        QTRY_COMPARE(shownNumber(*m_studio), 27);
        press(Qt::Key_Left, Qt::ShiftModifier);
        QTRY_COMPARE(shownNumber(*m_studio), 2);
        press(Qt::Key_End);
        QTRY_COMPARE(shownNumber(*m_studio), kFrames - 1);
        press(Qt::Key_Home);
        QTRY_COMPARE(shownNumber(*m_studio), 0);
    }

    void clicksSeekToTheRightFrame()
    {
        openClip();
        auto* wave = m_studio->find<WaveformView>("waveformView");
        QTest::mouseClick(wave, Qt::LeftButton, {}, xAt(wave, 1.02)); // the middle of frame 25
        QTRY_COMPARE(shownNumber(*m_studio), 25);
        auto* scrub = m_studio->find<ScrubBar>("scrubBar");
        QTest::mouseClick(scrub, Qt::LeftButton, {}, xAt(scrub, 0.42));
        QTRY_COMPARE(shownNumber(*m_studio), 10);
        QVERIFY(!m_studio->player.isPlaying());
    }

    void draggingScrubs()
    {
        openClip();
        auto* scrub = m_studio->find<ScrubBar>("scrubBar");
        QTest::mousePress(scrub, Qt::LeftButton, {}, xAt(scrub, 0.1));
        for (double t = 0.1; t <= 1.62; t += 0.08)
            QTest::mouseMove(scrub, xAt(scrub, t));
        QTest::mouseMove(scrub, xAt(scrub, 1.62));
        QTest::mouseRelease(scrub, Qt::LeftButton, {}, xAt(scrub, 1.62));
        QTRY_COMPARE(shownNumber(*m_studio), 40);
        QTest::mouseMove(scrub, xAt(scrub, 0.3)); // no longer dragging
        QCOMPARE(m_studio->player.currentFrame(), FrameIndex(40));
    }

    void masksAppearStepByStepWhilePlaying()
    {
        m_control->allowed = 0;
        openClip();
        QAbstractItemModelTester tester(m_studio->find<QListView>("legendList")->model());
        click("segmentButton");
        QTRY_VERIFY(m_control->running);
        QVERIFY(m_studio->find<QPushButton>("segmentCancelButton")->isVisible());
        press(Qt::Key_Space);
        const auto before = m_studio->player.position();
        QTRY_VERIFY(m_studio->player.position() > before); // plays on
        press(Qt::Key_Space);
        press(Qt::Key_Home);
        QTRY_COMPARE(shownNumber(*m_studio), 0);
        QVERIFY(!m_studio->video()->step());

        m_control->allowed = 1;
        QTRY_VERIFY(m_studio->video()->step());
        QCOMPARE(m_studio->video()->step()->step, 0);
        QCOMPARE(legendRows(), 1);
        QVERIFY(m_studio->find<QLabel>("segmentLabel")->text().contains("1"));
        m_control->allowed = 2;
        QTRY_COMPARE(legendRows(), 2);
        m_control->allowed = 1000;
        QTRY_COMPARE(legendRows(), 3);
        auto* legend = m_studio->find<QListView>("legendList")->model();
        QCOMPARE(legend->index(0, 0).data().toString(), QString("drum"));
        QCOMPARE(legend->index(1, 0).data().toString(), QString("guitar"));
        QCOMPARE(legend->index(0, 0).data(models::LegendModel::StepsRole).toInt(), 4);
        QCOMPARE(legend->index(1, 0).data(models::LegendModel::ShareRole).toDouble(), 0.5);
        QTRY_VERIFY(!m_studio->find<QPushButton>("segmentCancelButton")->isVisible());

        press(Qt::Key_End);
        QTRY_VERIFY(m_studio->video()->step() && m_studio->video()->step()->step == 3);
        QVERIFY(legend->index(2, 0).data(models::LegendModel::NowRole).toBool());
    }

    void masksHaveTheirColoursAndCanBeHidden()
    {
        segmentAll();
        press(Qt::Key_Right, Qt::ShiftModifier);
        press(Qt::Key_End);
        QTRY_VERIFY(m_studio->video()->step() && m_studio->video()->step()->step == 3);
        auto* slider = m_studio->find<QSlider>("opacitySlider");
        slider->setValue(0);
        const QColor bare = pixel(0.16, 0.5);
        slider->setValue(100);
        QCOMPARE(pixel(0.16, 0.5), classColour(1));
        QCOMPARE(pixel(0.5, 0.5), classColour(3));
        QCOMPARE(pixel(0.84, 0.5), classColour(2));
        QVERIFY(pixel(0.16, 0.05) != classColour(1));
        slider->setValue(50);
        const QColor half = pixel(0.16, 0.5);
        QVERIFY(qAbs(half.red() - (bare.red() + classColour(1).red()) / 2) <= 2);
        QVERIFY(qAbs(half.green() - (bare.green() + classColour(1).green()) / 2) <= 2);

        slider->setValue(100);
        auto* list = m_studio->find<QListView>("legendList");
        const QPoint row = list->visualRect(list->model()->index(0, 0)).center();
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, row);
        QCOMPARE(pixel(0.16, 0.5), bare);
        QCOMPARE(pixel(0.84, 0.5), classColour(2));
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, row);
        QCOMPARE(pixel(0.16, 0.5), classColour(1));
    }

    void returnTogglesInTheLegend()
    {
        segmentAll();
        auto* list = m_studio->find<QListView>("legendList");
        list->setFocus();
        list->setCurrentIndex(list->model()->index(0, 0));
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Return);
        QVERIFY(m_studio->view()->isClassVisible(1));
        QVERIFY(!m_studio->view()->isClassVisible(2));
        QTest::keyClick(list, Qt::Key_Return);
        QVERIFY(m_studio->view()->isClassVisible(2));
        QTest::keyClick(list, Qt::Key_Space); // the clip's, not the list's
        QVERIFY(m_studio->player.isPlaying());
    }

    void cancelKeepsWhatIsThere()
    {
        m_control->allowed = 2;
        openClip();
        click("segmentButton");
        QTRY_COMPARE(legendRows(), 2);
        click("segmentCancelButton");
        QTRY_VERIFY(m_studio->find<QPushButton>("segmentButton")->isVisible());
        QVERIFY(!m_control->running);
        QCOMPARE(legendRows(), 2);
        QCOMPARE(message(), QString());

        m_control->allowed = 1000;
        click("segmentButton"); // and it runs again
        QTRY_COMPARE(legendRows(), 3);
    }

    void anotherClipDropsTheRun()
    {
        m_control->allowed = 1;
        openClip();
        click("segmentButton");
        QTRY_COMPARE(legendRows(), 1);
        const QString other = m_folder.filePath("other.mp4");
        QFile::remove(other);
        QVERIFY(QFile::copy(m_clip, other));
        dropOnWindow(other);
        QTRY_VERIFY(m_studio->find<QLabel>("clipStatus")->text().startsWith("other.mp4"));
        m_control->allowed = 1000;
        QTRY_VERIFY(!m_control->running);
        QCOMPARE(legendRows(), 0);
        QTRY_VERIFY(m_studio->find<QPushButton>("segmentButton")->isEnabled());
    }

    void exportCanBeReadBack()
    {
        segmentAll();
        m_studio->prompts.exportFolder = m_folder.filePath("export");
        click("exportButton");
        QTRY_VERIFY_WITH_TIMEOUT(message().contains("export"), 20000);
        const auto steps = formats::readSegmentation(m_studio->prompts.exportFolder);
        QVERIFY2(steps.has_value(), qPrintable(steps ? QString() : steps.error().message));
        QCOMPARE(int(steps->size()), m_control->totalSteps);
        for (int i = 0; i < m_control->totalSteps; ++i) {
            const auto expected = testing::FakeModel::makeStep(*m_control, i);
            QCOMPARE(steps->at(i)->labels == expected->labels, true);
            QCOMPARE(steps->at(i)->begin, expected->begin);
        }
        QVERIFY(QFile::exists(m_folder.filePath("export/overlay.mp4")));
        click("messageAction");
        QCOMPARE(m_studio->prompts.shown, QStringList{m_studio->prompts.exportFolder});
        click("messageClose");
        QCOMPARE(message(), QString());
    }

    void exportIntoNowhereIsSaid()
    {
        segmentAll();
        m_studio->prompts.exportFolder = m_clip + "/below-a-file";
        click("exportButton");
        QTRY_VERIFY(!message().isEmpty());
        QVERIFY(m_studio->find<QPushButton>("exportButton")->isEnabled());
    }

    void whatCannotBeOpenedIsSaidAndTheClipStays_data()
    {
        QTest::addColumn<QString>("path");
        QVERIFY(testing::writeNoise(m_folder.filePath("noise.mp4"), 4000));
        QVERIFY(QFile(m_folder.filePath("empty.mp4")).open(QIODevice::WriteOnly));
        QDir(m_folder.path()).mkdir("nothing-inside");
        QTest::newRow("missing") << m_folder.filePath("gone.mp4");
        QTest::newRow("noise") << m_folder.filePath("noise.mp4");
        QTest::newRow("empty") << m_folder.filePath("empty.mp4");
        QTest::newRow("empty folder") << m_folder.filePath("nothing-inside");
    }

    void whatCannotBeOpenedIsSaidAndTheClipStays()
    {
        QFETCH(QString, path);
        openClip();
        dropOnWindow(path);
        QTRY_VERIFY(!message().isEmpty());
        QVERIFY2(message().contains(QFileInfo(path).fileName()), qPrintable(message()));
        QVERIFY(m_studio->find<QLabel>("clipStatus")->text().contains("clip.mp4"));
        press(Qt::Key_Right); // the old clip still works
        QTRY_COMPARE(shownNumber(*m_studio), 1);
    }

    void aPlaceBeyondTheIndexIsShown()
    {
        const QString path = m_folder.filePath("long.mkv");
        testing::ClipSpec spec{.frames = 1000, .bFrames = 2, .keyFrameEvery = 100};
        QVERIFY(testing::writeClip(path, spec));
        // When the clip is there, its first frame is all that the window knows: news of others comes later.
        auto* session = m_studio->window->session();
        std::int64_t known = 0;
        connect(
            session, &models::ClipSession::framesChanged, this,
            [&](const std::shared_ptr<const media::FrameTable>& frames) {
                known = frames->size();
                m_studio->player.seek(MediaTime::fromSeconds(734.5 / 25));
            },
            Qt::SingleShotConnection);
        dropOnWindow(path);
        QTRY_COMPARE(shownNumber(*m_studio), 734);
        QCOMPARE(known, 1);
        QTRY_VERIFY(!session->indexing().running);
        QTRY_COMPARE(m_studio->player.currentFrame(), FrameIndex(734));
        QCOMPARE(shownNumber(*m_studio), 734);
    }

    void aFarFrameIsApproachedUnderItsOwnName()
    {
        const QString path = m_folder.filePath("far.mkv");
        testing::ClipSpec spec{.frames = 500, .bFrames = 2, .keyFrameEvery = 250};
        QVERIFY(testing::writeClip(path, spec));
        auto* session = m_studio->window->session();
        dropOnWindow(path);
        QTRY_VERIFY(session->hasClip() && !session->indexing().running);
        QTRY_COMPARE(shownNumber(*m_studio), 0);
        std::vector<std::pair<int, bool>> seen; // after each picture: its number, and whether it is marked
        const auto look = [&] {
            const auto* video = m_studio->video();
            QCOMPARE(video->frame()->index, FrameIndex(shownNumber(*m_studio)));
            seen.push_back({shownNumber(*m_studio), video->isApproaching()});
        };
        connect(session, &models::ClipSession::nearFrameReady, this, look);
        connect(session, &models::ClipSession::frameReady, this, look);
        m_studio->player.seek(MediaTime::fromSeconds(480.5 / 25));
        QTRY_COMPARE(shownNumber(*m_studio), 480);
        QCOMPARE(seen, (std::vector<std::pair<int, bool>>{{250, true}, {480, false}}));
    }

    void aDamagedFrameIsApproachedNoLonger()
    {
        const QString path = m_folder.filePath("hole.mp4");
        testing::ClipSpec spec{.frames = 300, .keyFrameEvery = 250};
        QVERIFY(testing::writeClip(path, spec));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        const auto end = file.readAll().lastIndexOf("moov") - 4; // of the pictures
        QVERIFY(end > 0 && file.seek(end - 500));
        file.write(QByteArray(500, '\0'));
        file.close();
        auto* session = m_studio->window->session();
        QSignalSpy approached(session, &models::ClipSession::nearFrameReady);
        dropOnWindow(path);
        QTRY_VERIFY(session->hasClip() && !session->indexing().running);
        QTRY_COMPARE(shownNumber(*m_studio), 0);
        m_studio->player.seek(MediaTime::fromSeconds(299.5 / 25));
        QTRY_COMPARE(approached.size(), 1);
        QTRY_VERIFY(!m_studio->video()->isApproaching());
        const int shown = shownNumber(*m_studio); // a key frame
        QVERIFY2(shown > 200 && shown < 299, qPrintable(QString::number(shown)));
        QVERIFY(!m_studio->video()->mark().isEmpty());
    }

    void clipWithoutSoundCanBeSegmented()
    {
        const QString path = m_folder.filePath("mute.mp4");
        QVERIFY(testing::writeClip(path, {.frames = kFrames}));
        dropOnWindow(path);
        QTRY_VERIFY(message().contains("no sound"));
        QTRY_COMPARE(shownNumber(*m_studio), 0);
        QCOMPARE(m_studio->find<WaveformView>("waveformView")->sound(), WaveformView::Sound::None);
        QVERIFY(m_studio->find<QPushButton>("segmentButton")->isEnabled());
        press(Qt::Key_Space);
        QTRY_VERIFY(m_studio->player.position().seconds() > 0.2);
    }

    void clipThatBreaksOffIsPlayedAndSaid()
    {
        const QString path = m_folder.filePath("cut.mkv");
        testing::ClipSpec spec{.frames = 100};
        spec.sound = true;
        QVERIFY(testing::writeClip(path, spec));
        QVERIFY(testing::truncateFile(path, QFile(path).size() / 2));
        dropOnWindow(path);
        QTRY_VERIFY(message().contains("cut.mkv") && message().contains("end"));
        QTRY_COMPARE(shownNumber(*m_studio), 0);
        for (int n = 1; n <= 20; ++n) {
            press(Qt::Key_Right);
            QTRY_COMPARE(shownNumber(*m_studio), n);
        }
    }

    void oneNumberedPictureOpensItsSeries()
    {
        testing::ClipSpec spec{.frames = 6};
        spec.encoder = "png";
        QVERIFY(testing::writeClip(m_folder.filePath("still_%03d.png"), spec));
        dropOnWindow(m_folder.filePath("still_003.png"));
        QTRY_VERIFY(m_studio->find<QLabel>("clipStatus")->text().contains("still_003.png"));
        QTRY_COMPARE(shownNumber(*m_studio), 0);
        for (int n = 1; n < 6; ++n) {
            press(Qt::Key_Right);
            QTRY_COMPARE(shownNumber(*m_studio), n);
        }
    }

    void soundWithoutPicturesCanBeHeard()
    {
        const QString path = m_folder.filePath("tone.m4a");
        testing::ClipSpec spec;
        spec.frames = 0;
        spec.sound = true;
        spec.seconds = 1.5;
        QVERIFY(testing::writeClip(path, spec));
        dropOnWindow(path);
        QTRY_VERIFY(message().contains("no pictures"));
        QTRY_COMPARE(m_studio->find<WaveformView>("waveformView")->sound(), WaveformView::Sound::Ready);
        QVERIFY(!m_studio->find<QPushButton>("segmentButton")->isEnabled());
        press(Qt::Key_Space);
        QTRY_VERIFY(m_studio->player.position().seconds() > 0.2);
    }

    void modelThatFailsToLoadIsSaid()
    {
        m_control->failsToLoad = true;
        m_studio = std::make_unique<testing::StudioFixture>(testing::fakeModelFactory(m_control));
        m_studio->show();
        QTRY_VERIFY(message().contains("not a TAViS model"));
        QCOMPARE(m_studio->find<QLabel>("modelStatus")->text(), QString("No model"));
        m_studio->prompts.clip = m_clip;
        press(Qt::Key_O, Qt::ControlModifier);
        QTRY_COMPARE(shownNumber(*m_studio), 0);
        QVERIFY(!m_studio->find<QPushButton>("segmentButton")->isEnabled());
    }

    void closingWhileTheModelRunsIsQuick()
    {
        m_control->allowed = 0; // it would run for ever
        openClip();
        click("segmentButton");
        QTRY_VERIFY(m_control->running);
        press(Qt::Key_Space);
        QElapsedTimer timer;
        timer.start();
        m_studio->window->close();
        m_studio.reset();
        QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(!m_control->running);
    }
};

QTEST_MAIN(tst_MainWindow)
#include "tst_MainWindow.moc"
