// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/DecodeWorker.h"
#include "core/jobs/WorkerThread.h"
#include "support/TestMedia.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace avs;
using base::FrameIndex;
using jobs::DecodeWorker;

class tst_DecodeWorker : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_clip;
    std::vector<int> m_shown; // numbers spelled by the frames that came
    std::unique_ptr<jobs::WorkerThread<DecodeWorker>> m_worker;

    quint64 openClip()
    {
        QSignalSpy opened(m_worker->get(), &DecodeWorker::opened);
        const quint64 clip = (*m_worker)->open(m_clip);
        return opened.wait() && opened[0][0].toULongLong() == clip ? clip : 0;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_clip = m_folder.filePath("clip.mp4");
        QVERIFY(testing::writeClip(m_clip, {.frames = 200, .bFrames = 2}));
    }

    void init()
    {
        m_shown.clear();
        m_worker = std::make_unique<jobs::WorkerThread<DecodeWorker>>("decode");
        connect(m_worker->get(), &DecodeWorker::frameReady, this,
                [this](quint64, const media::VideoFramePtr& frame) {
                    m_shown.push_back(testing::readFrameNumber(frame->image));
                });
    }
    void cleanup() { m_worker.reset(); }

    void servesAnyFrame()
    {
        const quint64 clip = openClip();
        QVERIFY(clip);
        for (const int index : {0, 1, 2, 150, 149, 7, 199}) {
            (*m_worker)->requestFrame(clip, FrameIndex(index));
            QTRY_VERIFY(!m_shown.empty() && m_shown.back() == index);
        }
    }

    void latestWins()
    {
        const quint64 clip = openClip();
        QVERIFY(clip);
        for (int i = 0; i < 200; ++i)
            (*m_worker)->requestFrame(clip, FrameIndex((i * 37) % 199));
        (*m_worker)->requestFrame(clip, FrameIndex(123));
        QTRY_VERIFY(!m_shown.empty() && m_shown.back() == 123);
        QVERIFY2(m_shown.size() < 100, qPrintable(QString::number(m_shown.size())));
    }

    void failedOpeningKeepsTheClip()
    {
        const quint64 clip = openClip();
        QVERIFY(clip);
        QSignalSpy failed(m_worker->get(), &DecodeWorker::failed);
        (*m_worker)->open(m_folder.filePath("gone.mp4"));
        QVERIFY(failed.wait());
        (*m_worker)->requestFrame(clip, FrameIndex(42));
        QTRY_VERIFY(!m_shown.empty() && m_shown.back() == 42);
    }

    void onlyTheLastOpeningCounts()
    {
        QSignalSpy opened(m_worker->get(), &DecodeWorker::opened);
        quint64 last = 0;
        for (int i = 0; i < 20; ++i)
            last = (*m_worker)->open(m_clip);
        QTRY_VERIFY(!opened.isEmpty() && opened.last()[0].toULongLong() == last);
        QVERIFY2(opened.count() <= 2, qPrintable(QString::number(opened.count())));
    }

    void framesOfAnotherClipAreNotServed()
    {
        const quint64 first = openClip();
        const quint64 second = openClip();
        QVERIFY(first && second);
        (*m_worker)->requestFrame(first, FrameIndex(3));
        (*m_worker)->requestFrame(second, FrameIndex(4));
        QTRY_VERIFY(!m_shown.empty());
        QCOMPARE(m_shown, std::vector<int>{4});
    }
};

QTEST_GUILESS_MAIN(tst_DecodeWorker)
#include "tst_DecodeWorker.moc"
