// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/FolderScanWorker.h"
#include "core/jobs/WorkerThread.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace avs;
using jobs::FolderScanWorker;

class tst_FolderScanWorker : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    void touch(const QString& name) const
    {
        QDir(m_folder.path()).mkpath(QFileInfo(name).path());
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }

    QStringList namesIn(const QSignalSpy& found) const
    {
        QStringList names;
        for (const auto& call : found) {
            for (const QString& path : call.at(1).toStringList())
                names.append(QDir(m_folder.path()).relativeFilePath(path));
        }
        return names;
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (const char* name :
             {"tree/b.mp4", "tree/a.txt", "tree/take 10/x.wav", "tree/take 2/y.mkv", "tree/take 2/deep/z.mov",
              "tree/frames/f_1.png", "tree/frames/f_2.png", "other.mp4"})
            touch(name);
        QDir(m_folder.path()).mkdir("bare");
        QVERIFY(QFile::link(m_folder.filePath("tree"), m_folder.filePath("tree/take 10/back")));
    }

    void findsAllBelowInCountingOrder()
    {
        jobs::WorkerThread<FolderScanWorker> worker("scan");
        QSignalSpy found(worker.get(), &FolderScanWorker::found);
        QSignalSpy finished(worker.get(), &FolderScanWorker::finished);
        const quint64 id = worker->scan({m_folder.filePath("other.mp4"), m_folder.filePath("tree")});
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 30000);
        QCOMPARE(namesIn(found),
                 QStringList({"other.mp4", "tree/b.mp4", "tree/frames/f_1.png", "tree/take 2/y.mkv",
                              "tree/take 2/deep/z.mov", "tree/take 10/x.wav"}));
        QCOMPARE(finished.first(), QVariantList({id, 6, true}));
        for (const auto& call : found)
            QCOMPARE(call.first().toULongLong(), id);
    }

    void nothingIsNothing()
    {
        jobs::WorkerThread<FolderScanWorker> worker("scan");
        QSignalSpy found(worker.get(), &FolderScanWorker::found);
        QSignalSpy finished(worker.get(), &FolderScanWorker::finished);
        worker->scan({m_folder.filePath("bare")});
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 30000);
        QCOMPARE(finished.first().at(1).toInt(), 0);
        QCOMPARE(found.count(), 0);
    }

    void thousandsComeInParts()
    {
        const int present = FolderScanWorker::kMostFiles + 7;
        QDir(m_folder.path()).mkdir("many");
        for (int i = 0; i < present; ++i)
            touch(QString("many/%1.mp4").arg(i));
        jobs::WorkerThread<FolderScanWorker> worker("scan");
        QSignalSpy found(worker.get(), &FolderScanWorker::found);
        QSignalSpy finished(worker.get(), &FolderScanWorker::finished);
        const quint64 id = worker->scan({m_folder.filePath("many"), m_folder.filePath("tree")});
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 60000);
        QCOMPARE(finished.first(), QVariantList({id, FolderScanWorker::kMostFiles, false}));
        for (const auto& call : found)
            QVERIFY(call.at(1).toStringList().size() <= FolderScanWorker::kMostAtOnce);
        const QStringList names = namesIn(found);
        QCOMPARE(names.size(), FolderScanWorker::kMostFiles);
        QCOMPARE(names.last(), QString("many/%1.mp4").arg(FolderScanWorker::kMostFiles - 1));
    }

    void cancelledScansAreSilent()
    {
        FolderScanWorker worker; // on this thread: nothing runs before events do
        QSignalSpy finished(&worker, &FolderScanWorker::finished);
        worker.scan({m_folder.path()});
        worker.cancel();
        const quint64 second = worker.scan({m_folder.filePath("tree/take 2")});
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 30000);
        QCOMPARE(finished.first(), QVariantList({second, 2, true}));
    }
};

QTEST_GUILESS_MAIN(tst_FolderScanWorker)
#include "tst_FolderScanWorker.moc"
