// SPDX-License-Identifier: GPL-3.0-or-later
// Clips in the whole window: opened, dropped, listed, remembered; and the zoom of the picture.
#include "support/TestMedia.h"
#include "ui/FakeModel.h"
#include "ui/Pointer.h"
#include "ui/StudioFixture.h"
#include "ui/models/ClipListModel.h"

#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileInfo>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QTemporaryDir>
#include <QTest>

using namespace avs;
using models::ClipListModel;

class tst_ClipBrowser : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<testing::StudioFixture> m_studio;

    QString clip(const char* name) const
    {
        return m_folder.filePath(QLatin1String("clips/") + QLatin1String(name));
    }
    QAbstractItemModel* rows() const { return m_studio->find<QListView>("clipList")->model(); }
    QStringList listed() const
    {
        QStringList names;
        for (int row = 0; row < rows()->rowCount(); ++row)
            names.append(rows()->index(row, 0).data().toString());
        return names;
    }
    QString opened() const { return QFileInfo(m_studio->window->session()->clip().path).fileName(); }
    void trigger(const char* id) const { m_studio->find<QAction>(id)->trigger(); }

    /// The menu as it is when someone opens it.
    QMenu* recentMenu() const
    {
        for (QAction* title : m_studio->window->menuBar()->actions()) {
            for (QAction* action : title->menu()->actions()) {
                if (action->menu() && action->text().contains("ecent")) {
                    Q_EMIT action->menu()->aboutToShow();
                    return action->menu();
                }
            }
        }
        qFatal("no menu of recent clips");
        return nullptr;
    }

    void drop(const QList<QUrl>& urls) const
    {
        QMimeData data;
        data.setUrls(urls);
        QDragEnterEvent enter({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_studio->window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_studio->window.get(), &event);
        QVERIFY(event.isAccepted());
    }

    void begin(std::shared_ptr<testing::IsolatedSettings> settings = nullptr)
    {
        m_studio.reset();
        m_studio = std::make_unique<testing::StudioFixture>(
            testing::fakeModelFactory(std::make_shared<testing::FakeModelControl>()), std::move(settings));
        m_studio->show();
    }

private Q_SLOTS:
    void initTestCase()
    {
        testing::parkPointer();
        QDir(m_folder.path()).mkpath("clips/below");
        testing::ClipSpec spec;
        for (const char* name : {"a.mp4", "b.mp4", "below/c & d.mp4"})
            QVERIFY(testing::writeClip(clip(name), spec));
        QVERIFY(testing::writeNoise(clip("noise.mp4"), 4000));
    }

    void init() { begin(); }
    void cleanup() { m_studio.reset(); }

    void aFolderIsListedAndItsFirstClipOpened()
    {
        m_studio->prompts.clipFolder = m_folder.filePath("clips");
        trigger("file.openFolder");
        QTRY_COMPARE_WITH_TIMEOUT(listed(), QStringList({"a.mp4", "b.mp4", "noise.mp4", "c & d.mp4"}), 30000);
        QTRY_VERIFY_WITH_TIMEOUT(m_studio->video()->frame(), 30000);
        QCOMPARE(opened(), "a.mp4");
        QVERIFY(rows()->index(0, 0).data(ClipListModel::CurrentRole).toBool());
    }

    void clipsFartherDownAreOpenedToo()
    {
        QDir(m_folder.path()).mkpath("nested/deep");
        QVERIFY(QFile::copy(clip("a.mp4"), m_folder.filePath("nested/deep/inner.mp4")));
        drop({QUrl::fromLocalFile(m_folder.filePath("nested"))});
        QTRY_COMPARE_WITH_TIMEOUT(opened(), "inner.mp4", 30000);
        QTRY_COMPARE_WITH_TIMEOUT(listed(), QStringList("inner.mp4"), 30000);
    }

    void oneClipComesIntoTheListWhenItIsOpen()
    {
        m_studio->prompts.clip = clip("b.mp4");
        trigger("file.open");
        QTRY_COMPARE_WITH_TIMEOUT(listed(), QStringList("b.mp4"), 30000);
        m_studio->window->openClip(clip("noise.mp4"));
        QTRY_VERIFY_WITH_TIMEOUT(m_studio->find<QWidget>("messageBanner")->isVisible(), 30000);
        QCOMPARE(listed(), QStringList("b.mp4"));
        QCOMPARE(opened(), "b.mp4");
    }

    void severalAreDropped()
    {
        drop({QUrl::fromLocalFile(clip("b.mp4")), QUrl::fromLocalFile(clip("below")),
              QUrl("http://nowhere/x.mp4")});
        QTRY_COMPARE_WITH_TIMEOUT(listed(), QStringList({"b.mp4", "c & d.mp4"}), 30000);
        QTRY_COMPARE_WITH_TIMEOUT(opened(), "b.mp4", 30000);
    }

    void rowsOpen()
    {
        drop({QUrl::fromLocalFile(clip("a.mp4")), QUrl::fromLocalFile(clip("b.mp4"))});
        QTRY_COMPARE_WITH_TIMEOUT(opened(), "a.mp4", 30000);
        QTRY_COMPARE_WITH_TIMEOUT(rows()->rowCount(), 2, 30000);
        auto* list = m_studio->find<QListView>("clipList");
        QTRY_VERIFY(list->visualRect(rows()->index(1, 0)).isValid());
        const QPoint second = list->visualRect(rows()->index(1, 0)).center();
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, second);
        QTest::mouseDClick(list->viewport(), Qt::LeftButton, {}, second);
        QTRY_COMPARE_WITH_TIMEOUT(opened(), "b.mp4", 30000);
        m_studio->find<QAction>("showClipFolderAction")->trigger();
        QCOMPARE(m_studio->prompts.shown, QStringList(m_folder.filePath("clips")));
    }

    void recentClipsAreOffered()
    {
        QVERIFY(!recentMenu()->isEnabled());
        for (const char* name : {"a.mp4", "below/c & d.mp4"}) {
            m_studio->window->openClip(clip(name));
            QTRY_COMPARE_WITH_TIMEOUT(opened(), QFileInfo(clip(name)).fileName(), 30000);
        }
        begin(m_studio->settings());
        QCOMPARE(listed(), QStringList({"a.mp4", "c & d.mp4"}));
        QMenu* menu = recentMenu();
        QVERIFY(menu->isEnabled());
        QCOMPARE(menu->actions().at(0)->text(), "c && d.mp4");
        menu->actions().at(1)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(opened(), "a.mp4", 30000);
        QCOMPARE(recentMenu()->actions().at(0)->text(), "a.mp4");
    }

    void missingRecentClipsLeaveWithASentence()
    {
        QVERIFY(QFile::copy(clip("a.mp4"), m_folder.filePath("gone.mp4")));
        m_studio->window->openClip(m_folder.filePath("gone.mp4"));
        QTRY_COMPARE_WITH_TIMEOUT(opened(), "gone.mp4", 30000);
        QVERIFY(QFile::remove(m_folder.filePath("gone.mp4")));
        begin(m_studio->settings());
        recentMenu()->actions().at(0)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(m_studio->find<QWidget>("messageBanner")->isVisible(), 30000);
        QVERIFY(m_studio->find<QLabel>("messageText")->text().contains("gone.mp4"));
        QVERIFY(!recentMenu()->isEnabled());
        QVERIFY(rows()->index(0, 0).data(ClipListModel::FailedRole).toBool());
    }

    void keysZoom()
    {
        auto* window = m_studio->window.get();
        m_studio->window->openClip(clip("a.mp4"));
        QTRY_VERIFY_WITH_TIMEOUT(m_studio->video()->frame(), 30000);
        auto* zoom = m_studio->find<QLabel>("zoomStatus");
        QVERIFY(zoom->text().startsWith("Fit"));
        const double fitted = m_studio->video()->viewport().scale();
        QTest::keyClick(window, Qt::Key_Plus, Qt::ControlModifier);
        QVERIFY(m_studio->video()->viewport().scale() > fitted);
        QTest::keyClick(window, Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(zoom->text(), "100 %");
        QTest::keyClick(window, Qt::Key_0, Qt::ControlModifier);
        QCOMPARE(m_studio->video()->viewport().scale(), fitted);
        QTest::keyClick(window, Qt::Key_Minus, Qt::ControlModifier);
        QVERIFY(m_studio->video()->viewport().scale() < fitted);
    }

    void statusReadsThePixel()
    {
        m_studio->window->openClip(clip("a.mp4"));
        QTRY_VERIFY_WITH_TIMEOUT(m_studio->video()->frame(), 30000);
        auto* video = m_studio->video();
        testing::hover(video, video->viewport().toWidget({12.5, 7.5}).toPoint());
        QTRY_VERIFY(m_studio->find<QLabel>("pixelStatus")->text().startsWith("12, 7  ·  RGB"));
        testing::hover(video, {1, 1});
        QTRY_VERIFY(m_studio->find<QLabel>("pixelStatus")->text().isEmpty());
    }
};

QTEST_MAIN(tst_ClipBrowser)
#include "tst_ClipBrowser.moc"
