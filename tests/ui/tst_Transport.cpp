// SPDX-License-Identifier: GPL-3.0-or-later
// Playing from the keyboard and the transport bar of a whole window.
#include "support/TestMedia.h"
#include "ui/FakeModel.h"
#include "ui/StudioFixture.h"
#include "ui/widgets/SpeedButton.h"

#include <QMenu>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace avs;
using base::MediaTime;
using playback::PlaybackController;

namespace {
constexpr int kPatience = 30'000;
}

class tst_Transport : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_clip;
    std::unique_ptr<testing::StudioFixture> m_studio;

    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(m_studio->window.get(), key, modifiers);
    }
    [[nodiscard]] PlaybackController& player() const { return m_studio->player; }
    [[nodiscard]] QAction* action(const char* id) const { return m_studio->find<QAction>(id); }

    bool open(std::shared_ptr<testing::IsolatedSettings> settings = nullptr)
    {
        m_studio = std::make_unique<testing::StudioFixture>(
            testing::fakeModelFactory(std::make_shared<testing::FakeModelControl>()), settings);
        m_studio->show();
        QSignalSpy opened(m_studio->window->session(), &models::ClipSession::clipOpened);
        m_studio->window->openClip(m_clip);
        return QTest::qWaitFor([&] { return opened.count() == 1 && player().duration() > MediaTime(); },
                               kPatience);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_clip = m_folder.filePath("clip.mp4");
        QVERIFY(testing::writeClip(m_clip, {.frames = 500, .sound = true}));
    }
    void init() { QVERIFY(open()); }
    void cleanup() { m_studio.reset(); }

    void shuttleKeys()
    {
        player().seek(MediaTime::fromSeconds(10));
        press(Qt::Key_L);
        QVERIFY(player().isPlaying());
        press(Qt::Key_L);
        QCOMPARE(player().rate(), 2.0);
        auto* speed = m_studio->find<widgets::SpeedButton>("speedButton");
        QCOMPARE(speed->text(), widgets::speedText(2));
        press(Qt::Key_K);
        QVERIFY(!player().isPlaying());
        QCOMPARE(speed->text(), widgets::speedText(1));
        const MediaTime before = player().position();
        press(Qt::Key_J);
        QCOMPARE(speed->text(), widgets::speedText(-1));
        QTRY_VERIFY_WITH_TIMEOUT(player().position() < before, kPatience);
        press(Qt::Key_J);
        QCOMPARE(player().rate(), -2.0);
        press(Qt::Key_Space);
        QVERIFY(!player().isPlaying());
    }

    void speedKeysAndMenu()
    {
        press(Qt::Key_BracketRight);
        QCOMPARE(player().speed(), 1.25);
        press(Qt::Key_BracketLeft);
        press(Qt::Key_BracketLeft);
        QCOMPARE(player().speed(), 0.75);
        press(Qt::Key_Backspace);
        QCOMPARE(player().speed(), 1.0);
        for (int i = 0; i < 20; ++i)
            press(Qt::Key_BracketLeft);
        QCOMPARE(player().speed(), PlaybackController::kSlowest);
        auto* speed = m_studio->find<widgets::SpeedButton>("speedButton");
        const auto choices = speed->menu()->actions();
        QVERIFY(choices.constFirst()->isChecked());
        choices.constLast()->trigger();
        QCOMPARE(player().speed(), PlaybackController::kFastest);
        QCOMPARE(speed->text(), widgets::speedText(4));
    }

    void loopFollowsTheSelection()
    {
        auto* button = m_studio->find<QToolButton>("loopButton");
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(button->isChecked());
        QCOMPARE(player().loop(), (base::TimeRange{MediaTime(), player().duration()}));

        auto* ruler = m_studio->find<QWidget>("timeRuler");
        const QPoint from(ruler->width() / 4, ruler->height() / 2);
        const QPoint to(ruler->width() / 2, ruler->height() / 2);
        QTest::mousePress(ruler, Qt::LeftButton, Qt::NoModifier, from);
        QTest::mouseMove(ruler, (from + to) / 2);
        QTest::mouseMove(ruler, to);
        QTest::mouseRelease(ruler, Qt::LeftButton, Qt::NoModifier, to);
        const auto selected = player().loop();
        QVERIFY(selected && selected->begin > MediaTime() && selected->end < player().duration());

        player().seek(selected->end - MediaTime::fromMicroseconds(100'000));
        player().play();
        QTRY_VERIFY_WITH_TIMEOUT(player().position() < selected->end - MediaTime::fromMicroseconds(100'000),
                                 kPatience);
        QVERIFY(player().position() >= selected->begin);
        QVERIFY(player().isPlaying());

        press(Qt::Key_L, Qt::ControlModifier);
        QVERIFY(!button->isChecked());
        QVERIFY(!player().loop());
    }

    void markersAreKept()
    {
        QVERIFY(!action("playback.nextMarker")->isEnabled());
        for (const double seconds : {3.0, 1.0, 7.0}) {
            player().seek(MediaTime::fromSeconds(seconds));
            press(Qt::Key_B);
        }
        player().toStart();
        for (const double seconds : {1.0, 3.0, 7.0, 7.0}) {
            press(Qt::Key_Right, Qt::ControlModifier);
            QCOMPARE(player().position(), MediaTime::fromSeconds(seconds));
        }
        press(Qt::Key_Left, Qt::ControlModifier);
        QCOMPARE(player().position(), MediaTime::fromSeconds(3));
        press(Qt::Key_B); // takes it away

        const auto settings = m_studio->settings();
        m_studio.reset();
        QVERIFY(open(settings));
        press(Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(player().position(), MediaTime::fromSeconds(1));
        press(Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(player().position(), MediaTime::fromSeconds(7));
        action("playback.clearMarkers")->trigger();
        QVERIFY(!action("playback.nextMarker")->isEnabled());
    }

    void brokenSoundShowsThePictures()
    {
        const QString path = m_folder.filePath("broken.mkv");
        testing::ClipSpec spec{.frames = 50, .sound = true};
        spec.soundEncoder = "flac";
        QVERIFY(testing::writeClip(path, spec));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        // Each frame of FLAC begins with these bytes; without them none is found.
        const qsizetype sound = bytes.count(QByteArrayLiteral("\xFF\xF8"));
        QVERIFY(sound > 10);
        bytes.replace(QByteArrayLiteral("\xFF\xF8"), QByteArrayLiteral("\x01\x01"));
        file.seek(0);
        file.write(bytes);
        file.close();

        QSignalSpy notices(m_studio->window->session(), &models::ClipSession::noticed);
        m_studio->window->openClip(path);
        QTRY_VERIFY_WITH_TIMEOUT(!notices.isEmpty(), kPatience);
        QCOMPARE(notices.count(), 1);
        const auto notice = notices.constFirst().constFirst().value<models::Notice>();
        QVERIFY2(notice.text.contains("broken.mkv") && notice.text.contains("sound"),
                 qPrintable(notice.text));
        QCOMPARE(m_studio->window->session()->clip().path, path);
        press(Qt::Key_Right);
        QTRY_COMPARE_WITH_TIMEOUT(player().currentFrame(), base::FrameIndex(1), kPatience);
    }
};

QTEST_MAIN(tst_Transport)
#include "tst_Transport.moc"
