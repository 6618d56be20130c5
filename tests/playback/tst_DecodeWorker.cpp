// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/DecodeWorker.h"
#include "core/jobs/WorkerThread.h"
#include "support/TestMedia.h"

#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace avs;
using base::FrameIndex;
using jobs::DecodeWorker;

namespace {

/// Makes pictures of a clip of PNGs undecodable.
bool spoilPictures(const QString& path, const std::set<int>& numbers)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite))
        return false;
    QByteArray bytes = file.readAll();
    int number = 0;
    for (qsizetype at = bytes.indexOf("\x89PNG"); at >= 0; at = bytes.indexOf("\x89PNG", at + 8), ++number) {
        if (numbers.contains(number))
            bytes.replace(at, 8, QByteArray(8, '\0'));
    }
    return number > *numbers.rbegin() && file.seek(0) && file.write(bytes) == bytes.size();
}

} // namespace

class tst_DecodeWorker : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_clip;
    QString m_long;           // with long groups of pictures
    std::vector<int> m_shown; // numbers spelled by the frames that came
    std::vector<int> m_near;  // the same of those that stood in for others
    std::vector<int> m_all;   // both
    bool m_nearIsTrue = true; // whether they were those that they said they are
    std::unique_ptr<jobs::WorkerThread<DecodeWorker>> m_worker;

    std::vector<std::shared_ptr<const media::FrameTable>> m_tables;
    bool m_complete = false;
    std::vector<base::Error> m_damage;

    std::vector<quint64> m_opened; // both lists are filled on this thread, by queued signals
    std::vector<quint64> m_failed;

    /// 0 when it did not open. A QSignalSpy would be filled on the worker's thread, before wait() even
    /// begins.
    quint64 openClip() { return openClip(m_clip); }
    quint64 openIndexed(const QString& path)
    {
        const quint64 clip = openClip(path);
        return QTest::qWaitFor([&] { return m_complete; }, 30'000) ? clip : 0;
    }
    /// Until what it returns is released, the worker's thread stands still.
    std::shared_ptr<QSemaphore> hold()
    {
        const auto stands = std::make_shared<QSemaphore>(); // shared: the thread may still be leaving them
        const auto letGo = std::make_shared<QSemaphore>();
        QMetaObject::invokeMethod(
            m_worker->get(),
            [stands, letGo] {
                stands->release();
                letGo->acquire();
            },
            Qt::QueuedConnection);
        stands->acquire();
        return letGo;
    }
    /// Whether the frame is there without the worker's thread, which stands still. By then it has decoded
    /// ahead of the frame shown last.
    bool isKept(quint64 clip, int index)
    {
        const auto letGo = hold();
        (*m_worker)->requestFrame(clip, FrameIndex(index));
        QCoreApplication::processEvents();
        const bool isShown = m_shown.back() == index;
        letGo->release();
        return isShown;
    }
    bool show(quint64 clip, int index)
    {
        (*m_worker)->requestFrame(clip, FrameIndex(index));
        return QTest::qWaitFor([&] { return !m_shown.empty() && m_shown.back() == index; }, 30'000);
    }
    quint64 openClip(const QString& path)
    {
        const quint64 clip = (*m_worker)->open(path);
        const bool opened =
            QTest::qWaitFor([&] { return !m_opened.empty() && m_opened.back() == clip; }, 30'000);
        return opened ? clip : 0;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_clip = m_folder.filePath("clip.mp4");
        QVERIFY(testing::writeClip(m_clip, {.frames = 200, .bFrames = 2}));
        m_long = m_folder.filePath("long.mkv");
        testing::ClipSpec spec{.frames = 1000, .bFrames = 2, .keyFrameEvery = 250};
        QVERIFY(testing::writeClip(m_long, spec));
        spec.encoder = "mpeg4";
        QVERIFY(testing::writeClip(m_folder.filePath("long.avi"), spec));
    }

    void init()
    {
        m_shown.clear();
        m_near.clear();
        m_all.clear();
        m_nearIsTrue = true;
        m_opened.clear();
        m_failed.clear();
        m_tables.clear();
        m_complete = false;
        m_damage.clear();
        m_worker = std::make_unique<jobs::WorkerThread<DecodeWorker>>("decode");
        connect(
            m_worker->get(), &DecodeWorker::frameReady, this,
            [this](quint64, const media::VideoFramePtr& frame) {
                m_shown.push_back(testing::readFrameNumber(frame->image));
                m_all.push_back(m_shown.back());
            },
            Qt::QueuedConnection);
        connect(
            m_worker->get(), &DecodeWorker::nearFrameReady, this,
            [this](quint64, const media::VideoFramePtr& frame) {
                m_near.push_back(testing::readFrameNumber(frame->image));
                m_all.push_back(m_near.back());
                m_nearIsTrue = m_nearIsTrue && frame->index == FrameIndex(m_near.back()) &&
                               frame->time == m_tables.back()->timeOf(frame->index);
            },
            Qt::QueuedConnection);
        connect(m_worker->get(), &DecodeWorker::opened, this,
                [this](quint64 clip) { m_opened.push_back(clip); });
        connect(m_worker->get(), &DecodeWorker::framesIndexed, this,
                [this](quint64, const std::shared_ptr<const media::FrameTable>& frames, bool complete) {
                    m_tables.push_back(frames);
                    m_complete = complete;
                });
        connect(m_worker->get(), &DecodeWorker::damageFound, this,
                [this](quint64, const base::Error& error) { m_damage.push_back(error); });
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

    void theTableGrowsUntilItIsComplete_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("order known from the packets") << QStringLiteral("long.mkv");
        QTest::newRow("order known from decoding") << QStringLiteral("long.avi");
    }

    void theTableGrowsUntilItIsComplete()
    {
        QFETCH(QString, name);
        const quint64 clip = openClip(m_folder.filePath(name));
        QVERIFY(clip);
        QTRY_VERIFY_WITH_TIMEOUT(m_complete, 30'000);
        QVERIFY(m_tables.size() > 2);
        for (std::size_t i = 1; i < m_tables.size(); ++i) {
            QVERIFY(m_tables[i]->size() >= m_tables[i - 1]->size());
            for (int n = 0; n < m_tables[i - 1]->size(); ++n)
                QCOMPARE(m_tables[i]->timeOf(FrameIndex(n)), m_tables[i - 1]->timeOf(FrameIndex(n)));
        }
        QCOMPARE(m_tables.back()->size(), 1000);
        QVERIFY(m_damage.empty());
    }

    void framesCanBeAskedForByTime()
    {
        const quint64 clip = openClip(m_long);
        QVERIFY(clip);
        for (const int index : {700, 3, 999, 251}) {
            (*m_worker)->requestFrameAt(clip, base::MediaTime::fromSeconds((index + 0.5) / 25));
            QTRY_VERIFY_WITH_TIMEOUT(!m_shown.empty() && m_shown.back() == index, 30'000);
        }
    }

    void stepsBackAndForth()
    {
        const quint64 clip = openClip(m_long);
        QVERIFY(clip);
        std::vector<int> wanted;
        const auto show = [&](int index) {
            wanted.push_back(index);
            (*m_worker)->requestFrame(clip, FrameIndex(index));
            return QTest::qWaitFor([&] { return m_shown == wanted; }, 30'000);
        };
        QVERIFY(show(600));
        for (int index = 599; index > 480; --index)
            QVERIFY2(show(index), qPrintable(QString::number(index)));
        for (int index = 482; index < 520; index += 2)
            QVERIFY2(show(index), qPrintable(QString::number(index)));
    }

    void draggingAlwaysShowsSomethingAndEndsRight()
    {
        const quint64 clip = openClip(m_long);
        QVERIFY(clip);
        // Each request comes while the one before is still being decoded.
        for (int i = 0; i < 400; ++i) {
            (*m_worker)->requestFrame(clip, FrameIndex(999 - 2 * i));
            QTest::qWait(1);
        }
        (*m_worker)->requestFrame(clip, FrameIndex(777));
        QTRY_VERIFY_WITH_TIMEOUT(!m_shown.empty() && m_shown.back() == 777, 30'000);
        QVERIFY(m_all.size() > 3);
        QVERIFY(m_nearIsTrue);
        const auto settled = m_shown.size();
        (*m_worker)->requestFrame(clip, FrameIndex(5));
        QTRY_VERIFY_WITH_TIMEOUT(m_shown.back() == 5, 30'000);
        QCOMPARE(m_shown.size(), settled + 1);
    }

    void aFrameInTheCacheWaitsForNothing()
    {
        const quint64 clip = openIndexed(m_long);
        QVERIFY(clip && show(clip, 3) && show(clip, 4));
        const auto letGo = hold();
        (*m_worker)->requestFrame(clip, FrameIndex(700)); // has to wait for the decoder
        (*m_worker)->requestFrame(clip, FrameIndex(3));
        QTRY_COMPARE(m_shown.back(), 3);
        letGo->release();
        QVERIFY(show(clip, 250));
        QCOMPARE(m_shown, (std::vector<int>{3, 4, 3, 250})); // what was wanted no longer never came
    }

    void aCacheThatGrowsIsFilledAgain()
    {
        (*m_worker)->setFrameCacheBytes(1000); // less than one frame
        const quint64 clip = openIndexed(m_clip);
        QVERIFY(clip && show(clip, 3) && show(clip, 4));
        QVERIFY(!isKept(clip, 5));
        (*m_worker)->setFrameCacheBytes(media::FrameCache::kDefaultBytes);
        QVERIFY(show(clip, 6) && show(clip, 7));
        QVERIFY(isKept(clip, 8));
    }

    void decodingAheadPassesDamagedFrames()
    {
        const QString path = m_folder.filePath("holes.mov");
        QVERIFY(testing::writeClip(path, {.frames = 100, .encoder = "png"}));
        QVERIFY(spoilPictures(path, {5, 60}));
        const quint64 clip = openIndexed(path);
        QVERIFY(clip && show(clip, 1) && show(clip, 2));
        QVERIFY(isKept(clip, 6));
        QVERIFY(show(clip, 70)); // a jump: both ways
        QVERIFY(isKept(clip, 69));
        for (int index = 68; index > 60; --index)
            QVERIFY(show(clip, index));
        for (int index = 59; index > 50; --index)
            QVERIFY2(isKept(clip, index), qPrintable(QString::number(index)));
    }

    void whatDecodingWasBusyWithComesNoMore()
    {
        const quint64 clip = openIndexed(m_long);
        QVERIFY(clip && show(clip, 3));
        // Answered from the cache while the other is on its way, wherever that has come to.
        for (int i = 0; i < 10; ++i) {
            (*m_worker)->requestFrame(clip, FrameIndex(900 - 3 * i));
            QTest::qWait(i);
            (*m_worker)->requestFrame(clip, FrameIndex(3));
            QTRY_COMPARE(m_all.back(), 3);
            QTest::qWait(20);
            QCOMPARE(m_all.back(), 3);
        }
    }

    void aFarFrameIsApproached()
    {
        const quint64 clip = openIndexed(m_long);
        QVERIFY(clip);
        for (const int index : {740, 480, 999, 430, 200}) {
            m_near.clear();
            m_all.clear();
            QVERIFY(show(clip, index));
            QCOMPARE(m_all.size(), 2U);
            QCOMPARE(m_near.size(), 1U);
            QCOMPARE(m_all.front(), m_near.front()); // first
            QVERIFY(m_nearIsTrue);
            QVERIFY2(m_near.front() >= index / 250 * 250 - 30, qPrintable(QString::number(m_near.front())));
        }
    }

    void aNearFrameNeedsNoOther()
    {
        const quint64 clip = openIndexed(m_long);
        QVERIFY(clip);
        for (const int index : {500, 503, 251, 4, 3, 1, 0, 750})
            QVERIFY2(show(clip, index), qPrintable(QString::number(index)));
        QCOMPARE(m_near.size(), 0U);
        QVERIFY(show(clip, 640)); // far from all that is kept, and from its key frame
        QCOMPARE(m_near.size(), 1U);
        QVERIFY(show(clip, 503) && show(clip, 640)); // kept
        QCOMPARE(m_near.size(), 1U);
    }

    void aClipThatBreaksOffIsPlayedAndSaid()
    {
        const QString path = m_folder.filePath("cut.mkv");
        QVERIFY(QFile::copy(m_long, path));
        QVERIFY(testing::truncateFile(path, QFile(path).size() / 2));
        const quint64 clip = openClip(path);
        QVERIFY(clip);
        QTRY_VERIFY_WITH_TIMEOUT(m_complete && !m_damage.empty(), 30'000);
        QCOMPARE(m_damage.size(), 1U);
        QVERIFY2(m_damage.front().message.contains(QStringLiteral("cut.mkv")),
                 qPrintable(m_damage.front().message));
        const int last = int(m_tables.back()->size()) - 3;
        QVERIFY(last > 300 && last < 800);
        (*m_worker)->requestFrame(clip, FrameIndex(last));
        QTRY_VERIFY_WITH_TIMEOUT(!m_shown.empty() && m_shown.back() == last, 30'000);
    }

    void brokenPicturesDoNotSilenceTheSound()
    {
        const QString path = m_folder.filePath("blind.mp4");
        testing::ClipSpec spec{.frames = 25};
        spec.sound = true;
        QVERIFY(testing::writeClip(path, spec));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        const qsizetype at =
            bytes.lastIndexOf("avc1"); // the pictures' description, after those in the file type
        QVERIFY(at > 0);
        bytes.replace(at, 4, "zzzz");
        file.seek(0);
        file.write(bytes);
        file.close();
        bool hasTable = true;
        connect(m_worker->get(), &DecodeWorker::opened, this,
                [&](quint64, const media::ClipInfo& info, const auto& frames) {
                    hasTable = frames != nullptr || info.hasVideo || !info.hasAudio;
                });
        QVERIFY(openClip(path));
        QVERIFY(!hasTable);
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
