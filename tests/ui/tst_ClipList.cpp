// SPDX-License-Identifier: GPL-3.0-or-later
// The clip list: model, library and panel, with real workers. With TAVIS_SCREENSHOTS set to a folder,
// pictures are kept.
#include "core/jobs/WorkerThread.h"
#include "support/TestMedia.h"
#include "ui/models/ClipLibrary.h"
#include "ui/widgets/ClipListDelegate.h"
#include "ui/widgets/ClipListPanel.h"
#include "ui/widgets/ThemeController.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace avs;
using models::ClipLibrary;
using models::ClipListModel;
using widgets::ClipListPanel;

namespace {

media::ThumbnailPtr makeThumbnail()
{
    auto thumbnail = std::make_shared<media::Thumbnail>();
    thumbnail->info.hasVideo = true;
    thumbnail->info.width = 640;
    thumbnail->info.height = 360;
    thumbnail->info.duration = base::MediaTime::fromSeconds(3723);
    thumbnail->image = imaging::RgbImage(16, 9);
    return thumbnail;
}

QStringList manyPaths(int count)
{
    QStringList paths;
    for (int i = 0; i < count; ++i)
        paths.append(QString("/data/take %1/clip %2.mp4").arg(i / 100).arg(i));
    return paths;
}

/// A panel with its library and the workers behind it.
struct Desk
{
    jobs::WorkerThread<jobs::FolderScanWorker> scan{QStringLiteral("scan")};
    jobs::WorkerThread<jobs::ThumbnailWorker> thumbnails{QStringLiteral("thumbnails")};
    ClipLibrary library{{scan.get(), thumbnails.get()}};
    ClipListPanel panel{&library};

    explicit Desk(QSize size = {280, 420})
    {
        panel.resize(size);
        panel.show();
        panel.activateWindow();
        if (!QTest::qWaitForWindowActive(&panel))
            qFatal("the panel does not become active");
    }
    template <typename T>
    T* find(const char* name) const
    {
        return panel.findChild<T*>(QLatin1String(name));
    }
    QListView* list() const { return find<QListView>("clipList"); }
    int rows() const { return list()->model()->rowCount(); }
    QString text(int row) const { return list()->model()->index(row, 0).data().toString(); }
    QVariant data(int row, int role) const { return list()->model()->index(row, 0).data(role); }

    void keep(const char* name)
    {
        const QString folder = qEnvironmentVariable("TAVIS_SCREENSHOTS");
        if (!folder.isEmpty())
            panel.grab().save(QDir(folder).filePath(QString("clips-%1.png").arg(name)));
    }
};

} // namespace

class tst_ClipList : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase()
    {
        QCoreApplication::setOrganizationName("tavis-tests");
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.filePath("settings"));
        testing::ClipSpec spec;
        spec.frames = 50;
        QDir(m_folder.path()).mkpath("clips/more");
        QVERIFY(testing::writeClip(m_folder.filePath("clips/clip 2.mp4"), spec));
        spec.rotation = 90;
        QVERIFY(testing::writeClip(m_folder.filePath("clips/clip 10.mp4"), spec));
        spec = {};
        spec.frames = 0;
        spec.sound = true;
        spec.seconds = 3;
        spec.soundEncoder = "pcm_s16le";
        QVERIFY(testing::writeClip(
            m_folder.filePath("clips/more/a rather long name for a tone at four hundred.wav"), spec));
        QVERIFY(testing::writeNoise(m_folder.filePath("clips/more/noise.mp4"), 4000));
    }

    void init() { QSettings().clear(); }

    void modelKeepsEachClipOnce()
    {
        ClipListModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.add({"/a/one.mp4", "/a/./two.mp4", "/a/b/../one.mp4"}), 2);
        QCOMPARE(model.add({"/a/two.mp4"}), 0);
        QCOMPARE(model.paths(), QStringList({"/a/one.mp4", "/a/two.mp4"}));
        model.add({"/a/3.mp4", "/a/4.mp4", "/a/5.mp4"});
        model.remove({"/a/4.mp4", "/a/one.mp4", "/a/3.mp4", "/nowhere"});
        QCOMPARE(model.paths(), QStringList({"/a/two.mp4", "/a/5.mp4"}));
        QCOMPARE(model.indexOf("/a/5.mp4").row(), 1);
        QVERIFY(!model.indexOf("/a/4.mp4").isValid());
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }

    void modelTellsWhatIsKnown()
    {
        ClipListModel model;
        model.add({"/films/holiday.mp4", "/films/broken.mp4"});
        QVERIFY(model.lacksThumbnail(0));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setThumbnail("/films/holiday.mp4", makeThumbnail());
        model.setFailed("/films/broken.mp4", "It is broken.");
        model.setCurrent("/films/holiday.mp4");
        QCOMPARE(changed.count(), 3);
        const QModelIndex good = model.index(0);
        QCOMPARE(good.data().toString(), "holiday.mp4");
        QCOMPARE(good.data(ClipListModel::DetailRole).toString(), "1:02:03 · 640 × 360");
        QVERIFY(good.data(ClipListModel::CurrentRole).toBool());
        const QModelIndex bad = model.index(1);
        QVERIFY(bad.data(ClipListModel::FailedRole).toBool());
        QCOMPARE(bad.data(Qt::ToolTipRole).toString(), "It is broken.");
        QVERIFY(!model.lacksThumbnail(0) && !model.lacksThumbnail(1));
    }

    void modelBoundsItsPictures()
    {
        ClipListModel model;
        const QStringList paths = manyPaths(ClipListModel::kMostThumbnails + 5);
        model.add(paths);
        for (const QString& path : paths)
            model.setThumbnail(path, makeThumbnail());
        int held = 0;
        for (int row = 0; row < model.rowCount(); ++row)
            held += model.lacksThumbnail(row) ? 0 : 1;
        QCOMPARE(held, ClipListModel::kMostThumbnails);
        QVERIFY(model.lacksThumbnail(0));
        QVERIFY(!model.index(0).data(ClipListModel::DetailRole).toString().isEmpty()); // that stays
    }

    void foldersAreListedWithThumbnails()
    {
        Desk desk;
        QCOMPARE(desk.find<QLabel>("clipHint")->isVisible(), true);
        desk.keep("empty");
        desk.library.add({m_folder.filePath("clips")});
        QTRY_COMPARE_WITH_TIMEOUT(desk.rows(), 4, 30000);
        QCOMPARE(desk.text(0), "clip 2.mp4");
        QCOMPARE(desk.text(1), "clip 10.mp4");
        QTRY_VERIFY_WITH_TIMEOUT(desk.data(0, ClipListModel::ThumbnailRole).value<media::ThumbnailPtr>(),
                                 30000);
        QTRY_VERIFY_WITH_TIMEOUT(desk.data(3, ClipListModel::FailedRole).toBool(), 30000);
        QVERIFY(desk.data(3, Qt::ToolTipRole).toString().contains("noise.mp4"));
        QTRY_COMPARE_WITH_TIMEOUT(desk.data(1, ClipListModel::DetailRole).toString(), "0:02 · 96 × 160",
                                  30000);
        QTRY_COMPARE_WITH_TIMEOUT(desk.data(2, ClipListModel::DetailRole).toString(), "0:03 · sound only",
                                  30000);
        QTRY_VERIFY(desk.find<QLabel>("clipCount")->text().startsWith("4 clip"));
        desk.library.noteOpened(m_folder.filePath("clips/clip 10.mp4"));
        QVERIFY(desk.data(1, ClipListModel::CurrentRole).toBool());
        desk.keep("filled");
        const widgets::ThemeController dark(widgets::ThemeChoice::Dark);
        desk.list()->setCurrentIndex(desk.list()->model()->index(2, 0));
        desk.keep("dark");
    }

    void keysAndMouseOpen()
    {
        Desk desk;
        desk.library.clips()->add({"/a/one.mp4", "/a/two.mp4"});
        QTRY_VERIFY(desk.list()->isVisible());
        QSignalSpy opened(&desk.panel, &ClipListPanel::openRequested);
        const auto centre = [&](int row) {
            return desk.list()->visualRect(desk.list()->model()->index(row, 0)).center();
        };
        QTest::mouseClick(desk.list()->viewport(), Qt::LeftButton, {}, centre(1));
        QCOMPARE(opened.count(), 0);
        QTest::mouseDClick(desk.list()->viewport(), Qt::LeftButton, {}, centre(1));
        QCOMPARE(opened.takeFirst().at(0).toString(), "/a/two.mp4");
        desk.list()->setFocus();
        QTest::keyClick(desk.list(), Qt::Key_Up);
        QTest::keyClick(desk.list(), Qt::Key_Return);
        QCOMPARE(opened.takeFirst().at(0).toString(), "/a/one.mp4");
        QTest::keyClick(desk.list(), Qt::Key_Delete);
        QCOMPARE(desk.library.clips()->paths(), QStringList("/a/two.mp4"));
    }

    void searchFinds()
    {
        Desk desk;
        desk.library.clips()->add({"/drums/Take One.mp4", "/drums/two.mp4", "/voices/one.wav"});
        auto* search = desk.find<QLineEdit>("clipSearch");
        QTRY_VERIFY(search->isEnabled());
        search->setFocus();
        QTest::keyClicks(search, "ONE");
        QCOMPARE(desk.rows(), 2);
        QTRY_VERIFY(desk.find<QLabel>("clipCount")->text().startsWith("2 of 3 clip"));
        search->clear();
        QTest::keyClicks(search, "drums");
        QCOMPARE(desk.rows(), 2);
        QSignalSpy opened(&desk.panel, &ClipListPanel::openRequested);
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(opened.takeFirst().at(0).toString(), "/drums/Take One.mp4");
        search->setFocus();
        QTest::keyClicks(search, "xyz");
        QCOMPARE(desk.rows(), 0);
        QTRY_VERIFY(desk.find<QLabel>("clipHint")->text().contains("drumsxyz"));
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(opened.count(), 0);
    }

    void menuActs()
    {
        Desk desk;
        desk.library.clips()->add({"/a/one.mp4", "/b/two.mp4", "/c/three.mp4"});
        QTRY_VERIFY(desk.list()->isVisible());
        desk.list()->setCurrentIndex(desk.list()->model()->index(1, 0));
        QSignalSpy folder(&desk.panel, &ClipListPanel::showFolderRequested);
        QSignalSpy opened(&desk.panel, &ClipListPanel::openRequested);
        desk.find<QAction>("showClipFolderAction")->trigger();
        QCOMPARE(folder.takeFirst().at(0).toString(), "/b");
        desk.find<QAction>("openClipAction")->trigger();
        QCOMPARE(opened.takeFirst().at(0).toString(), "/b/two.mp4");
        desk.list()->selectionModel()->select(desk.list()->model()->index(2, 0), QItemSelectionModel::Select);
        desk.find<QAction>("copyClipPathAction")->trigger();
        QCOMPARE(QApplication::clipboard()->text(), "/b/two.mp4\n/c/three.mp4");
        desk.find<QAction>("removeClipsAction")->trigger();
        QCOMPARE(desk.library.clips()->paths(), QStringList("/a/one.mp4"));
    }

    void listAndRecentAreRemembered()
    {
        {
            ClipLibrary library({});
            library.clips()->add({"/a/one.mp4", "/a/two.mp4"});
            for (int i = 0; i < 20; ++i)
                library.noteOpened(QString("/r/%1.mp4").arg(i));
            library.noteOpened("/r/15.mp4");
        }
        ClipLibrary library({});
        QCOMPARE(library.clips()->rowCount(), 22);
        QCOMPARE(library.recent().size(), ClipLibrary::kMostRecent);
        QCOMPARE(library.recent().mid(0, 3), QStringList({"/r/15.mp4", "/r/19.mp4", "/r/18.mp4"}));
        QSignalSpy changed(&library, &ClipLibrary::recentChanged);
        library.noteFailed("/r/19.mp4", "It is damaged.", false);
        QCOMPARE(changed.count(), 0);
        library.noteFailed("/r/19.mp4", "It is not there.", true);
        QCOMPARE(changed.count(), 1);
        QVERIFY(!library.recent().contains("/r/19.mp4"));
        QVERIFY(library.clips()->indexOf("/r/19.mp4").data(ClipListModel::FailedRole).toBool());
    }

    void emptyingEndsScans()
    {
        Desk desk;
        QSignalSpy scanning(&desk.library, &ClipLibrary::scanningChanged);
        desk.library.add({m_folder.filePath("clips")});
        desk.library.clear();
        QCOMPARE(scanning.count(), 2);
        QDir(m_folder.path()).mkdir("bare");
        desk.library.add({m_folder.filePath("bare")});
        QVERIFY(desk.library.isScanning());
        QTRY_VERIFY_WITH_TIMEOUT(!desk.library.isScanning(), 30000); // the scan before it is over by now, too
        QCOMPARE(desk.rows(), 0);
    }

    void thousandsAreNoBurden()
    {
        Desk desk;
        desk.library.clips()->add(manyPaths(10000));
        QTRY_VERIFY(desk.find<QLabel>("clipCount")->text().startsWith("10000 clip"));
        desk.list()->verticalScrollBar()->setValue(desk.list()->verticalScrollBar()->maximum());
        // Those in sight, first; 9999 others are not read.
        QTRY_VERIFY_WITH_TIMEOUT(desk.data(9999, ClipListModel::FailedRole).toBool(), 30000);
        QVERIFY(!desk.data(5000, ClipListModel::FailedRole).toBool());
        desk.keep("thousands");
    }

    void longNamesDoNotWidenThePanel()
    {
        Desk desk({240, 300});
        const int before = desk.panel.minimumSizeHint().width();
        desk.library.clips()->add({"/a/" + QString(200, 'x') + ".mp4"});
        QTRY_VERIFY(desk.list()->isVisible());
        QCOMPARE(desk.panel.minimumSizeHint().width(), before);
        QVERIFY(before < 240);
    }

    /// What tells two recordings apart often lies in the middle of long names.
    void longNamesAreTold()
    {
        QStandardItemModel model;
        for (const char* name : {"street recording of a musician 11 (camera two).mp4",
                                 "street recording of a musician 12 (camera two).mp4"})
            model.appendRow(new QStandardItem(QString::fromLatin1(name)));
        const widgets::ClipListDelegate delegate;
        QStyleOptionViewItem option;
        option.font = QApplication::font();
        option.rect = QRect(QPoint(), QSize(280, delegate.sizeHint(option, {}).height()));
        std::vector<QImage> rows;
        for (int i = 0; i < model.rowCount(); ++i) {
            rows.emplace_back(option.rect.size(), QImage::Format_RGB32);
            rows.back().fill(Qt::white);
            QPainter painter(&rows.back());
            delegate.paint(&painter, option, model.index(i, 0));
        }
        QVERIFY(rows[0] != rows[1]);
    }
};

QTEST_MAIN(tst_ClipList)
#include "tst_ClipList.moc"
