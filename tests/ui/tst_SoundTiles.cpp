// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/WorkerThread.h"
#include "support/TestMedia.h"
#include "ui/models/SoundTiles.h"
#include "ui/timeline/Ticks.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace avs;
using jobs::SoundTileKey;
using models::SoundTiles;
using Kind = jobs::SoundTileKey::Kind;

namespace {

constexpr int kPatience = 30'000;
constexpr SoundTileKey mel(int index)
{
    return {Kind::Mel, 0, 0, index};
}

} // namespace

class tst_SoundTiles : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_path;
    jobs::WorkerThread<jobs::SoundTileWorker> m_worker{"tiles"};

private Q_SLOTS:
    void initTestCase()
    {
        m_path = m_folder.filePath("sound.wav");
        testing::ClipSpec spec;
        spec.frames = 0;
        spec.sound = true;
        spec.soundEncoder = "pcm_s16le";
        spec.rateHz = 16000;
        spec.seconds = 30;
        QVERIFY(testing::writeClip(m_path, spec));
    }

    void memoryIsBoundedButForWhatIsSeen()
    {
        constexpr qint64 kTile = 128 * 128 * sizeof(float) + sizeof(jobs::SoundTile);
        SoundTiles tiles(m_worker.get(), nullptr, 3 * kTile);
        QSignalSpy arrived(&tiles, &SoundTiles::arrived);
        const QObject view;
        tiles.setClip(m_path);
        for (int i = 0; i < 6; ++i) {
            tiles.show(&view, {mel(i)});
            QTRY_COMPARE_WITH_TIMEOUT(arrived.count(), i + 1, kPatience);
        }
        QCOMPARE(tiles.bytes(), 3 * kTile);
        QVERIFY(!tiles.find(mel(0)));
        QVERIFY(tiles.find(mel(3)));
        QVERIFY(tiles.find(mel(5)));
        tiles.show(&view, {mel(0)}); // made again; 4 was used longest ago
        QTRY_COMPARE_WITH_TIMEOUT(arrived.count(), 7, kPatience);
        QVERIFY(tiles.find(mel(0)));
        QVERIFY(tiles.find(mel(3)));
        QVERIFY(!tiles.find(mel(4)));
        const std::vector<SoundTileKey> many = {mel(0), mel(1), mel(2), mel(3), mel(4)};
        tiles.show(&view, many);
        QTRY_COMPARE_WITH_TIMEOUT(arrived.count(), 10, kPatience);
        for (const auto& key : many)
            QVERIFY(tiles.find(key));
        QCOMPARE(tiles.bytes(), 5 * kTile);
    }

    void anotherClipForgetsAll()
    {
        SoundTiles tiles(m_worker.get());
        QSignalSpy arrived(&tiles, &SoundTiles::arrived);
        const QObject view;
        tiles.setClip(m_path);
        tiles.show(&view, {mel(0), mel(1)});
        QTRY_COMPARE_WITH_TIMEOUT(arrived.count(), 2, kPatience);
        tiles.setClip({});
        QVERIFY(!tiles.find(mel(0)));
        QCOMPARE(tiles.bytes(), 0);
        tiles.show(&view, {mel(0)}); // no sound, nothing to wait for
        tiles.setClip(m_path);
        tiles.show(&view, {mel(2)});
        QTRY_COMPARE_WITH_TIMEOUT(arrived.count(), 3, kPatience);
        QVERIFY(arrived.last().first().value<jobs::SoundTilePtr>()->key == mel(2));
    }

    void ticksAreRound_data()
    {
        QTest::addColumn<double>("room");
        QTest::addColumn<double>("distance");
        QTest::newRow("ms") << 0.0011 << 0.002;
        QTest::newRow("exact") << 0.01 << 0.01;
        QTest::newRow("parts") << 0.3 << 0.5;
        QTest::newRow("one") << 0.6 << 1.0;
        QTest::newRow("seconds") << 6.0 << 10.0;
        QTest::newRow("quarter") << 12.0 << 15.0;
        QTest::newRow("minutes") << 61.0 << 120.0;
        QTest::newRow("hours") << 4000.0 << 7200.0;
    }
    void ticksAreRound()
    {
        QFETCH(double, room);
        QFETCH(double, distance);
        QVERIFY(std::abs(timeline::roundSeconds(room) / distance - 1) < 1e-9);
    }

    void tickTextsAreAsPreciseAsTheirDistance()
    {
        using timeline::tickText;
        QCOMPARE(tickText(3, 1), QString("0:03"));
        QCOMPARE(tickText(75, 15), QString("1:15"));
        QCOMPARE(tickText(3723, 60), QString("1:02:03"));
        QCOMPARE(tickText(3.25, 0.05), QString("0:03.25"));
        QCOMPARE(tickText(0.1 + 0.2, 0.1), QString("0:00.3"));
        QCOMPARE(tickText(59.9999999, 0.1), QString("1:00.0"));
        QCOMPARE(timeline::roundCount(3), 5);
        QCOMPARE(timeline::roundCount(11), 20);
        QCOMPARE(timeline::roundCount(0.2), 1);
    }
};

QTEST_GUILESS_MAIN(tst_SoundTiles)
#include "tst_SoundTiles.moc"
