// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/SoundTileWorker.h"
#include "core/jobs/WaveformWorker.h"
#include "core/jobs/WorkerThread.h"
#include "support/TestMedia.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace avs;
using jobs::SoundTileKey;
using jobs::SoundTilePtr;
using jobs::SoundTileWorker;
using jobs::WaveformWorker;
using Kind = jobs::SoundTileKey::Kind;

namespace {

constexpr int kPatience = 30'000;

}

class tst_SoundWorkers : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_loud;
    QString m_other;

    QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }

private Q_SLOTS:
    void initTestCase()
    {
        testing::ClipSpec spec;
        spec.frames = 0;
        spec.sound = true;
        spec.soundEncoder = "pcm_s16le";
        spec.rateHz = 16000;
        spec.channels = 1;
        spec.seconds = 60;
        m_loud = path("loud.wav");
        QVERIFY(testing::writeClip(m_loud, spec));
        spec.seconds = 2;
        m_other = path("other.wav");
        QVERIFY(testing::writeClip(m_other, spec));
    }

    void waveformsAreReadOnceAndThenKnown()
    {
        const QString cache = path("cache");
        jobs::WorkerThread<WaveformWorker> worker("waveform", media::WaveformCache(cache));
        QSignalSpy grown(worker.get(), &WaveformWorker::grown);
        const auto isComplete = [&] {
            return !grown.isEmpty() && grown.last().at(1).value<media::WaveformPyramidPtr>()->isComplete();
        };
        const quint64 first = worker->load(m_loud);
        QTRY_VERIFY_WITH_TIMEOUT(isComplete(), kPatience);
        for (const auto& call : grown)
            QCOMPARE(call.at(0).toULongLong(), first);
        const auto read = grown.last().at(1).value<media::WaveformPyramidPtr>();
        QCOMPARE(read->sampleCount(), 60 * 16000);
        QCOMPARE(QDir(cache).entryList(QDir::Files).size(), 1);

        // The same content under another name comes from the cache.
        QVERIFY(QFile::copy(m_loud, path("copy.wav")));
        grown.clear();
        (void)worker->load(path("copy.wav"));
        QTRY_VERIFY_WITH_TIMEOUT(isComplete(), kPatience);
        QCOMPARE(grown.count(), 1);
        const auto known = grown.last().at(1).value<media::WaveformPyramidPtr>();
        QCOMPARE(known->range(0, 1000, 300000), read->range(0, 1000, 300000));
        QCOMPARE(QDir(cache).entryList(QDir::Files).size(), 1);
    }

    void theLatestWaveformWins()
    {
        jobs::WorkerThread<WaveformWorker> worker("waveform", media::WaveformCache(path("cache2")));
        QSignalSpy grown(worker.get(), &WaveformWorker::grown);
        QSignalSpy failed(worker.get(), &WaveformWorker::failed);
        for (int i = 0; i < 20; ++i)
            (void)worker->load(m_loud);
        const quint64 last = worker->load(path("missing.wav"));
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, kPatience);
        QCOMPARE(failed.first().at(0).toULongLong(), last);
        QCOMPARE(failed.first().at(1).value<base::Error>().code, base::ErrorCode::NotFound);
        QVERIFY(grown.count() <= 20); // those that were faster than the next request
    }

    void tilesComeInTheOrderOfTheWishes()
    {
        jobs::WorkerThread<SoundTileWorker> worker("tiles");
        QSignalSpy made(worker.get(), &SoundTileWorker::made);
        const std::vector<SoundTileKey> keys = {
            {Kind::Mel, 0, 0, 5}, {Kind::Mel, 0, 0, 2}, {Kind::Samples, 0, 0, 1}, {Kind::Stft, 1024, 2, 0}};
        worker->want(3, m_loud, keys);
        QTRY_COMPARE_WITH_TIMEOUT(made.count(), 4, kPatience);
        for (std::size_t i = 0; i < keys.size(); ++i) {
            QCOMPARE(made[qsizetype(i)].at(0).toULongLong(), 3U);
            const auto tile = made[qsizetype(i)].at(1).value<SoundTilePtr>();
            QVERIFY(tile->key == keys[i]);
            QVERIFY(tile->columns > 0);
        }
    }

    void onlyTheLatestWishesCount()
    {
        jobs::WorkerThread<SoundTileWorker> worker("tiles");
        QSignalSpy made(worker.get(), &SoundTileWorker::made);
        for (int round = 0; round < 50; ++round) {
            std::vector<SoundTileKey> keys;
            for (int i = 0; i < 40; ++i)
                keys.push_back({Kind::Stft, 8192, 0, i});
            worker->want(1, m_loud, keys);
        }
        worker->want(2, m_other, {{Kind::Mel, 0, 0, 1}});
        QTRY_VERIFY_WITH_TIMEOUT(!made.isEmpty() && made.last().at(0).toULongLong() == 2, kPatience);
        QCOMPARE(made.last().at(1).value<SoundTilePtr>()->columns, 70); // 198 frames in two seconds
        const auto before = made.count();
        QVERIFY(before <= 41);
        worker->want(2, m_other, {{Kind::Mel, 0, 0, 0}});
        QTRY_COMPARE_WITH_TIMEOUT(made.count(), before + 1, kPatience);
    }

    void aTileInWorkIsNotBegunAgain()
    {
        jobs::WorkerThread<SoundTileWorker> worker("tiles");
        QSignalSpy made(worker.get(), &SoundTileWorker::made);
        const std::vector<SoundTileKey> keys = {{Kind::Stft, 8192, 8, 0}, {Kind::Mel, 0, 0, 0}};
        worker->want(1, m_loud, keys);
        worker->want(1, m_loud, keys);
        QTRY_VERIFY_WITH_TIMEOUT(!made.isEmpty() && made.last().at(1).value<SoundTilePtr>()->key == keys[1],
                                 kPatience);
        QVERIFY(made.count() <= 4);
    }

    void failureIsToldOnce()
    {
        jobs::WorkerThread<SoundTileWorker> worker("tiles");
        QSignalSpy failed(worker.get(), &SoundTileWorker::failed);
        QSignalSpy made(worker.get(), &SoundTileWorker::made);
        worker->want(7, path("missing.wav"),
                     {{Kind::Mel, 0, 0, 0}, {Kind::Mel, 0, 0, 1}, {Kind::Mel, 0, 0, 2}});
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, kPatience);
        QCOMPARE(failed.first().at(0).toULongLong(), 7U);
        worker->want(8, m_other, {{Kind::Mel, 0, 0, 0}});
        QTRY_COMPARE_WITH_TIMEOUT(made.count(), 1, kPatience);
        QCOMPARE(failed.count(), 1);
    }
};

QTEST_GUILESS_MAIN(tst_SoundWorkers)
#include "tst_SoundWorkers.moc"
