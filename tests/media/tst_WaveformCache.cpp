// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/WaveformBuilder.h"
#include "core/media/WaveformCache.h"
#include "support/TestMedia.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace avs;
using media::contentKey;
using media::WaveformCache;
using media::WaveformPyramidPtr;

namespace {

WaveformPyramidPtr waveform(int channels, int frames)
{
    media::WaveformBuilder builder(44100, channels);
    std::vector<float> samples;
    for (int i = 0; i < frames * channels; ++i)
        samples.push_back(float(std::sin(i * 0.001) * std::sin(i * 0.3)));
    builder.add(samples);
    return builder.finish();
}

} // namespace

class tst_WaveformCache : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString onlyFile() const
    {
        const auto files = QDir(m_folder.path()).entryInfoList(QDir::Files);
        return files.size() == 1 ? files.front().filePath() : QString();
    }

private Q_SLOTS:
    void cleanup()
    {
        for (const QString& name : QDir(m_folder.path()).entryList(QDir::Files))
            QFile::remove(m_folder.filePath(name));
    }

    void whatIsStoredComesBack_data()
    {
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("frames");
        QTest::newRow("mono") << 1 << 5000;
        QTest::newRow("stereo, more than a chunk") << 2 << 4096 * 256 + 300;
        QTest::newRow("nothing") << 1 << 0;
    }
    void whatIsStoredComesBack()
    {
        QFETCH(int, channels);
        QFETCH(int, frames);
        const auto made = waveform(channels, frames);
        const WaveformCache cache(m_folder.filePath("deep/down"));
        QVERIFY(!cache.load("key"));
        cache.store("key", *made);
        const auto found = cache.load("key");
        QVERIFY(found);
        QVERIFY(found->isComplete());
        QCOMPARE(found->rateHz(), 44100);
        QCOMPARE(found->channels(), channels);
        QCOMPARE(found->sampleCount(), frames);
        for (int from = 0; from < frames; from += 700) {
            for (int lane = media::kMixed; lane < channels; ++lane)
                QCOMPARE(found->range(lane, from, from + 9000), made->range(lane, from, from + 9000));
        }
        QVERIFY(!cache.load("another key"));
        QVERIFY(QDir(m_folder.filePath("deep")).removeRecursively());
    }

    void damagedFilesAreIgnored_data()
    {
        QTest::addColumn<int>("at"); // changed byte; -1: the file is cut short
        QTest::newRow("magic") << 0;
        QTest::newRow("rate") << 8;
        QTest::newRow("sample count") << 16;
        QTest::newRow("blocks") << 60;
        QTest::newRow("truncated") << -1;
        QTest::newRow("empty") << -2;
    }
    void damagedFilesAreIgnored()
    {
        QFETCH(int, at);
        const WaveformCache cache(m_folder.path());
        cache.store("key", *waveform(2, 5000));
        QVERIFY(cache.load("key"));
        QFile file(onlyFile());
        QVERIFY(file.open(QIODevice::ReadWrite));
        if (at >= 0) {
            file.seek(at);
            const char byte = char(file.peek(1)[0] ^ 0x41);
            QCOMPARE(file.write(&byte, 1), 1);
        } else {
            QVERIFY(file.resize(at == -1 ? file.size() - 6 : 0));
        }
        file.close();
        QVERIFY(!cache.load("key"));
        cache.store("key", *waveform(2, 5000)); // and is mended
        QVERIFY(cache.load("key"));
    }

    void theOldestGoesFirst()
    {
        const auto made = waveform(1, 256 * 1000); // 6 kB each
        const WaveformCache cache(m_folder.path(), 20'000);
        for (const char* key : {"a", "b", "c"})
            cache.store(key, *made);
        int age = 30;
        for (const QByteArray key : {"a", "b", "c"}) {
            QFile file(m_folder.filePath(QString::fromLatin1(key.toHex()) + ".waveform"));
            QVERIFY(file.open(QIODevice::ReadWrite));
            QVERIFY(file.setFileTime(QDateTime::currentDateTime().addDays(-age--),
                                     QFileDevice::FileModificationTime));
        }
        QVERIFY(cache.load("a")); // used just now
        cache.store("d", *made);
        QVERIFY(cache.load("a"));
        QVERIFY(!cache.load("b"));
        QVERIFY(cache.load("c"));
        QVERIFY(cache.load("d"));
        cache.store("too large", *waveform(1, 256 * 5000));
        QVERIFY(!cache.load("too large"));
        QVERIFY(cache.load("a"));
    }

    void anUnwritableFolderIsNoFailure()
    {
        QFile file(m_folder.filePath("a file"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const WaveformCache cache(m_folder.filePath("a file/folder"));
        cache.store("key", *waveform(1, 100));
        QVERIFY(!cache.load("key"));
    }

    void keysNameContents()
    {
        const QString small = m_folder.filePath("small");
        const QString large = m_folder.filePath("large");
        QVERIFY(testing::writeNoise(small, 5000));
        QVERIFY(testing::writeNoise(large, 3'000'000));
        QVERIFY(QFile::copy(large, large + "2"));
        QVERIFY(!contentKey(small).isEmpty());
        QCOMPARE(contentKey(large), contentKey(large + "2"));
        QVERIFY(contentKey(large) != contentKey(small));
        for (const qint64 at : {qint64(0), qint64(2'999'999)}) {
            const QByteArray before = contentKey(large);
            QFile file(large);
            QVERIFY(file.open(QIODevice::ReadWrite));
            file.seek(at);
            const char byte = char(file.peek(1)[0] ^ 1);
            QCOMPARE(file.write(&byte, 1), 1);
            file.close();
            QVERIFY(contentKey(large) != before);
        }
        QVERIFY(testing::truncateFile(large + "2", 2'999'999));
        QVERIFY(contentKey(large + "2") != contentKey(large));
        QCOMPARE(contentKey(m_folder.filePath("none")), QByteArray());
    }
};

QTEST_GUILESS_MAIN(tst_WaveformCache)
#include "tst_WaveformCache.moc"
