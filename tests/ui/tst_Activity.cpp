// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Log.h"
#include "support/TestMedia.h"
#include "ui/FakeModel.h"
#include "ui/StudioFixture.h"
#include "ui/models/JobList.h"
#include "ui/models/LogTap.h"
#include "ui/models/MessageLog.h"
#include "ui/widgets/ActivityPanel.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QClipboard>
#include <QLabel>
#include <QListView>
#include <QProgressBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QToolButton>

using namespace avs;
using models::JobList;
using models::MessageLog;

class tst_Activity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theOldestMessagesGo()
    {
        MessageLog log;
        QAbstractItemModelTester tester(&log);
        for (int i = 0; i < MessageLog::kLimit + 3; ++i)
            log.add(MessageLog::Kind::Info, QString::number(i));
        QCOMPARE(log.rowCount(), MessageLog::kLimit);
        QCOMPARE(log.index(0).data().toString(), QString("3"));
        log.clear();
        QCOMPARE(log.rowCount(), 0);
    }

    void theProgramsOwnLogIsHeardFromEveryThread()
    {
        const QtMessageHandler before = qInstallMessageHandler(nullptr);
        qInstallMessageHandler(before);
        {
            models::LogTap tap;
            QSignalSpy heard(&tap, &models::LogTap::logged);
            const std::unique_ptr<QThread> other(
                QThread::create([] { qCWarning(base::logMedia).noquote() << "from afar"; }));
            other->start();
            QVERIFY(other->wait(30'000));
            QTRY_COMPARE(heard.size(), 1);
            QCOMPARE(heard[0][0].value<QtMsgType>(), QtWarningMsg);
            QCOMPARE(heard[0][1].toString(), QString("from afar"));
            qCWarning(base::logNotice) << "said by the window already";
            qWarning("not the program's own");
            qCInfo(base::logUi) << "last";
            QTRY_COMPARE(heard.size(), 2);
            QVERIFY(heard[1][1].toString().contains("last"));
        }
        QVERIFY(qInstallMessageHandler(before) == before);
    }

    void jobsAreShownAndCancelled()
    {
        JobList jobs;
        MessageLog log;
        widgets::ActivityPanel panel(&jobs, &log);
        panel.show();
        bool cancelled = false;
        jobs.show({"a", "Counting", 0.25, [&] {
                       cancelled = true;
                       jobs.end("a");
                   }});
        jobs.show({"b", "Waiting"});
        auto texts = panel.findChildren<QLabel*>("jobText");
        QCOMPARE(texts.size(), 2);
        QCOMPARE(texts[0]->text(), QString("Counting"));
        const auto bars = panel.findChildren<QProgressBar*>("jobProgress");
        QCOMPARE(bars[0]->value(), 250);
        QCOMPARE(bars[1]->maximum(), 0); // nobody knows
        const auto buttons = panel.findChildren<QToolButton*>("jobCancel");
        QVERIFY(!buttons[1]->isVisible());
        QTest::mouseClick(buttons[0], Qt::LeftButton);
        QVERIFY(cancelled);
        QTRY_COMPARE(panel.findChildren<QLabel*>("jobText").size(), 1);
        QCOMPARE(panel.findChild<QLabel*>("jobText")->text(), QString("Waiting"));
    }

    void messagesCanBeSeen()
    {
        JobList jobs;
        MessageLog log;
        widgets::ActivityPanel panel(&jobs, &log);
        panel.resize(600, 170);
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        auto* list = panel.findChild<QListView*>("logList");
        QVERIFY(!list->isVisible()); // but a sentence that says so
        const auto inkOf = [&panel] {
            const QImage image = panel.grab(QRect(0, 0, 400, 60)).toImage();
            const QRgb ground = image.pixel(0, 0);
            int ink = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x)
                    ink += image.pixel(x, y) != ground;
            }
            return ink;
        };
        QVERIFY(inkOf() > 200);
        log.add(MessageLog::Kind::Warning, "something that can be read on the screen");
        QVERIFY(list->isVisible());
        QTRY_VERIFY(inkOf() > 200);
        log.clear();
        QVERIFY(!list->isVisible());
    }

    void messagesAreCopiedAndCleared()
    {
        JobList jobs;
        MessageLog log;
        widgets::ActivityPanel panel(&jobs, &log);
        panel.show();
        log.add(MessageLog::Kind::Warning, "first", "why");
        log.add(MessageLog::Kind::Error, "second");
        QTest::mouseClick(panel.findChild<QToolButton*>("logCopy"), Qt::LeftButton);
        const QStringList all = QGuiApplication::clipboard()->text().split('\n');
        QCOMPARE(all.size(), 2);
        QVERIFY(all[0].contains("first") && all[0].contains("why") && all[0].contains("warning"));
        auto* list = panel.findChild<QListView*>("logList");
        list->setCurrentIndex(log.index(1));
        QTest::mouseClick(panel.findChild<QToolButton*>("logCopy"), Qt::LeftButton);
        const QString one = QGuiApplication::clipboard()->text();
        QVERIFY(one.contains("second") && !one.contains("first"));
        QTest::mouseClick(panel.findChild<QToolButton*>("logClear"), Qt::LeftButton);
        QCOMPARE(log.rowCount(), 0);
    }

    void runningJobsOfTheWindowAreShown()
    {
        auto control = std::make_shared<testing::FakeModelControl>();
        control->allowed = 1; // then it waits
        QTemporaryDir folder;
        const QString clip = folder.filePath("clip.mp4");
        testing::ClipSpec spec;
        spec.frames = 50;
        QVERIFY(testing::writeClip(clip, spec));
        testing::StudioFixture studio(testing::fakeModelFactory(control));
        studio.show();
        const auto running = [&studio] {
            QStringList texts;
            for (const QLabel* label : studio.window->findChildren<QLabel*>("jobText"))
                texts.append(label->text());
            return texts;
        };
        QTRY_COMPARE(running(), QStringList()); // the model is loaded
        studio.window->openClip(clip);
        QTRY_VERIFY(studio.window->session()->canSegment());
        studio.window->session()->segment();
        QTRY_COMPARE(running(), QStringList{"Segmenting clip.mp4"});
        studio.find<QAction>("window.activity")->trigger();
        QTest::mouseClick(studio.find<QToolButton>("jobCancel"), Qt::LeftButton);
        QTRY_COMPARE(running(), QStringList());
        QVERIFY(!studio.window->session()->segmenting().running);
        QTRY_VERIFY(!control->running);
    }

    void whatTheBannerSaysStaysInTheList()
    {
        testing::StudioFixture studio(
            testing::fakeModelFactory(std::make_shared<testing::FakeModelControl>()));
        studio.show();
        auto* log = studio.find<QListView>("logList")->model();
        const auto says = [log](const QString& words) {
            int count = 0;
            for (int row = 0; row < log->rowCount(); ++row)
                count += log->index(row, 0).data().toString().contains(words);
            return count;
        };
        studio.window->openClip("/nowhere/gone.mp4");
        QTRY_COMPARE(says("gone.mp4"), 1);
        studio.window->openClip("/nowhere/lost.mp4");
        QTRY_COMPARE(says("lost.mp4"), 1);
        QCOMPARE(says("gone.mp4"), 1);
    }
};

QTEST_MAIN(tst_Activity)
#include "tst_Activity.moc"
