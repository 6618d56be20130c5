// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/DecodeWorker.h"
#include "core/jobs/WorkerThread.h"
#include "support/TestMedia.h"

#include <QSemaphore>
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

    std::vector<quint64> m_opened; // both lists are filled on this thread, by queued signals
    std::vector<quint64> m_failed;

    /// 0 when it did not open. A QSignalSpy would be filled on the worker's thread, before wait() even
    /// begins.
    quint64 openClip()
    {
        const quint64 clip = (*m_worker)->open(m_clip);
        const bool opened =
            QTest::qWaitFor([&] { return !m_opened.empty() && m_opened.back() == clip; }, 30'000);
        return opened ? clip : 0;
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
        m_opened.clear();
        m_failed.clear();
        m_worker = std::make_unique<jobs::WorkerThread<DecodeWorker>>("decode");
        connect(m_worker->get(), &DecodeWorker::frameReady, this,
                [this](quint64, const media::VideoFramePtr& frame) {
                    m_shown.push_back(testing::readFrameNumber(frame->image));
                });
        connect(m_worker->get(), &DecodeWorker::opened, this,
                [this](quint64 clip) { m_opened.push_back(clip); });
        connect(m_worker->get(), &DecodeWorker::failed, this,
                [this](quint64 clip) { m_failed.push_back(clip); });
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
        const quint64 gone = (*m_worker)->open(m_folder.filePath("gone.mp4"));
        QTRY_COMPARE(m_failed, std::vector<quint64>{gone});
        (*m_worker)->requestFrame(clip, FrameIndex(42));
        QTRY_VERIFY(!m_shown.empty() && m_shown.back() == 42);
    }

    void onlyTheLastOpeningCounts()
    {
        // The worker is held until all requests are there, so only the last can be served.
        QSemaphore go;
        QMetaObject::invokeMethod(
            m_worker->get(), [&go] { go.acquire(); }, Qt::QueuedConnection);
        quint64 last = 0;
        for (int i = 0; i < 20; ++i)
            last = (*m_worker)->open(m_clip);
        go.release();
        QTRY_VERIFY(!m_opened.empty());
        QCOMPARE(m_opened, std::vector<quint64>{last});
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
