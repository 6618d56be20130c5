// SPDX-License-Identifier: GPL-3.0-or-later
// The window's panels: closing, moving, and finding them again after a restart.
#include "ui/FakeModel.h"
#include "ui/StudioFixture.h"

#include <QAction>
#include <QDockWidget>
#include <QScreen>
#include <QSettings>
#include <QTest>

using namespace avs;

class tst_Layout : public QObject
{
    Q_OBJECT

    std::unique_ptr<testing::StudioFixture> m_studio;

    void start(std::shared_ptr<testing::IsolatedSettings> settings = nullptr)
    {
        m_studio = std::make_unique<testing::StudioFixture>(
            testing::fakeModelFactory(std::make_shared<testing::FakeModelControl>()), std::move(settings));
        m_studio->show();
    }

    void restart()
    {
        const auto settings = m_studio->settings();
        m_studio->window->close();
        m_studio.reset();
        start(settings);
    }

    QDockWidget* dock(const char* name) const { return m_studio->find<QDockWidget>(name); }
    void trigger(const char* action) const { m_studio->find<QAction>(action)->trigger(); }

    void looksAsAtTheFirstStart() const
    {
        auto* window = m_studio->window.get();
        QTRY_VERIFY(dock("segmentDock")->isVisible());
        QVERIFY(dock("audioDock")->isVisible());
        QVERIFY(!dock("activityDock")->isVisible());
        QCOMPARE(window->dockWidgetArea(dock("segmentDock")), Qt::RightDockWidgetArea);
        QCOMPARE(window->dockWidgetArea(dock("audioDock")), Qt::BottomDockWidgetArea);
        QVERIFY(!dock("segmentDock")->isFloating());
        QVERIFY(m_studio->video()->width() > window->width() / 3);
        QVERIFY(m_studio->video()->height() > window->height() / 3);
    }

private Q_SLOTS:
    void cleanup() { m_studio.reset(); }

    void firstStartFillsTheScreenWell()
    {
        start();
        const QRect screen = m_studio->window->screen()->availableGeometry();
        QVERIFY(screen.contains(m_studio->window->geometry()));
        QVERIFY(m_studio->window->width() > screen.width() * 3 / 4);
        looksAsAtTheFirstStart();
    }

    void actionsCloseAndShowPanels()
    {
        start();
        auto* window = m_studio->window.get();
        QVERIFY(m_studio->find<QAction>("window.segmentation")->isChecked());
        QTest::keyClick(window, Qt::Key_F9);
        QVERIFY(!dock("segmentDock")->isVisible());
        QTest::keyClick(window, Qt::Key_F9);
        QVERIFY(dock("segmentDock")->isVisible());
        dock("segmentDock")->close(); // its own cross
        QVERIFY(!m_studio->find<QAction>("window.segmentation")->isChecked());
        QTest::keyClick(window, Qt::Key_F12);
        QVERIFY(dock("activityDock")->isVisible());
    }

    void keysWorkFromAFloatingPanel()
    {
        start();
        dock("segmentDock")->setFloating(true);
        dock("segmentDock")->activateWindow();
        QTRY_VERIFY(dock("segmentDock")->isActiveWindow());
        QTest::keyClick(dock("segmentDock"), Qt::Key_F12);
        QTRY_VERIFY(dock("activityDock")->isVisible());
    }

    void placesAreRemembered()
    {
        start();
        auto* window = m_studio->window.get();
        window->addDockWidget(Qt::LeftDockWidgetArea, dock("segmentDock"));
        trigger("window.audio");
        trigger("window.activity");
        window->resize(1111, 777);
        QTRY_COMPARE(window->size(), QSize(1111, 777));
        restart();
        window = m_studio->window.get();
        QTRY_COMPARE(window->size(), QSize(1111, 777));
        QCOMPARE(window->dockWidgetArea(dock("segmentDock")), Qt::LeftDockWidgetArea);
        QVERIFY(!dock("audioDock")->isVisible());
        QVERIFY(!m_studio->find<QAction>("window.audio")->isChecked());
        QVERIFY(dock("activityDock")->isVisible());
        QVERIFY(m_studio->find<QAction>("window.activity")->isChecked());
    }

    void floatingPanelsAreRemembered()
    {
        start();
        dock("segmentDock")->setFloating(true);
        restart();
        QTRY_VERIFY(dock("segmentDock")->isFloating());
        QVERIFY(dock("segmentDock")->isVisible());
    }

    void resetGoesBackToTheFirstStart()
    {
        start();
        dock("segmentDock")->setFloating(true);
        dock("audioDock")->close();
        trigger("window.activity");
        m_studio->window->resize(700, 500);
        trigger("window.resetLayout");
        QTRY_VERIFY(m_studio->window->width() > 1000);
        looksAsAtTheFirstStart();
    }

    void brokenLayoutsAreIgnored_data()
    {
        QTest::addColumn<QVariant>("state");
        QTest::newRow("noise") << QVariant(QByteArray("\x01\x02 no layout \xff"));
        QTest::newRow("text") << QVariant("true");
        QTest::newRow("empty") << QVariant(QByteArray());
        // Of a program with other panels, in which ours would be lost.
        QMainWindow other;
        auto* panel = new QDockWidget(&other);
        panel->setObjectName("otherDock");
        other.addDockWidget(Qt::LeftDockWidgetArea, panel);
        QTest::newRow("other panels") << QVariant(other.saveState());
    }

    void brokenLayoutsAreIgnored()
    {
        QFETCH(QVariant, state);
        auto settings = std::make_shared<testing::IsolatedSettings>();
        QSettings().setValue("window/state", state);
        QSettings().setValue("window/geometry", state);
        start(settings);
        looksAsAtTheFirstStart();
    }

    void truncatedLayoutIsIgnored()
    {
        start();
        restart();
        const QByteArray state = QSettings().value("window/state").toByteArray();
        QVERIFY(state.size() > 40);
        const auto settings = m_studio->settings();
        m_studio.reset();
        QSettings().setValue("window/state", state.left(state.size() / 2));
        start(settings);
        looksAsAtTheFirstStart();
    }
};

QTEST_MAIN(tst_Layout)
#include "tst_Layout.moc"
